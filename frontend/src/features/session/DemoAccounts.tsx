import { Button } from '@mantine/core';
import type { DemoAccount } from '../../api/contract';
import { useFaultTexts } from '../../components/forms/faults';
import { useWords } from '../../hooks/useLanguage';
import { useDemoSignIn } from '../../hooks/useSession';
import css from './SignIn.module.css';
import { useGoOn } from './useFollow';

/** A Chinese name is read in Chinese on any page; which script it is written in makes no sound. */
function scriptOf(name: string): string | undefined {
  return /^\p{Script=Han}/u.test(name) ? 'zh' : undefined;
}

// What each kind of person comes here to do, by the server's code: a platform role, a kind of organisation, or nobody's yet.
const KINDS = [
  'manufacturer',
  'buyer',
  'university',
  'institute',
  'partner_office',
  'provider',
  'desk_manager',
  'adviser',
  'desk',
  'operator',
  'auditor',
  'person',
] as const;

type Kind = (typeof KINDS)[number];

/** Those of one kind together, the kinds in our order; a kind that is not known here stands as a person. */
function byKind(accounts: DemoAccount[]): [Kind, DemoAccount[]][] {
  const kindOf = ({ words }: DemoAccount): Kind => KINDS.find((one) => one === words) ?? 'person';
  return KINDS.map((kind): [Kind, DemoAccount[]] => [kind, accounts.filter((one) => kindOf(one) === kind)]).filter(
    ([, people]) => people.length > 0,
  );
}

/** Signs in as one of the demo people at a press. Shown only where the server lists them, which it does with demo data alone. */
export function DemoAccounts({ accounts }: { accounts: DemoAccount[] }) {
  const t = useWords('session');
  const goOn = useGoOn();
  const textsOf = useFaultTexts();
  const signIn = useDemoSignIn();
  return (
    <section className={css.demo} aria-labelledby="demo">
      <h2 id="demo">{t('demo.title')}</h2>
      <p>{t('demo.text')}</p>
      <p role="alert" className={css.problem}>
        {signIn.isError && textsOf(signIn.error)[0]?.text}
      </p>
      {byKind(accounts).map(([kind, people]) => (
        <section key={kind} aria-labelledby={`demo-${kind}`}>
          <h3 id={`demo-${kind}`}>{t(`demo.kind.${kind}`)}</h3>
          <ul>
            {people.map((account) => (
              <li key={account.email}>
                <Who account={account} />
                <Button
                  variant="default"
                  loading={signIn.isPending && signIn.variables === account.email}
                  onClick={() => signIn.mutate(account.email, { onSuccess: goOn })}
                  aria-label={t('demo.useName', { name: account.name })}
                >
                  {t('demo.use')}
                </Button>
              </li>
            ))}
          </ul>
        </section>
      ))}
    </section>
  );
}

const STANDINGS = ['owner', 'manager', 'member', 'viewer'] as const;

function Who({ account }: { account: DemoAccount }) {
  const standings = useWords('shell');
  const standing = STANDINGS.find((one) => one === account.role);
  return (
    <p>
      <b lang={scriptOf(account.name)}>{account.name}</b>
      <span>
        {[standing && standings(`standing.of.${standing}`), account.organisation].filter(Boolean).join(' · ')}
      </span>
    </p>
  );
}
