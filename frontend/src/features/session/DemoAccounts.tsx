import { Button } from '@mantine/core';
import type { DemoAccount } from '../../api/contract';
import { useWords } from '../../hooks/useLanguage';
import { useSignIn } from '../../hooks/useSession';
import css from './SignIn.module.css';
import { useGoOn } from './SignInPage';

const ROLES = ['operator', 'auditor', 'owner', 'buyer', 'adviser', 'member'] as const;

/** Those who can do most come first. */
function byRole(one: DemoAccount, other: DemoAccount): number {
  const rank = ({ role }: DemoAccount) => (ROLES as readonly string[]).indexOf(role) >>> 0;
  return rank(one) - rank(other);
}

/** A Chinese name is read in Chinese on any page; which script it is written in makes no sound. */
function scriptOf(name: string): string | undefined {
  return /^\p{Script=Han}/u.test(name) ? 'zh' : undefined;
}

/** Shown only where the server lists them, which it does with demo data alone. */
export function DemoAccounts({ accounts }: { accounts: DemoAccount[] }) {
  const t = useWords('session');
  const goOn = useGoOn();
  const signIn = useSignIn();
  const [first, ...others] = accounts;
  const shared = others.every(({ password }) => password === first?.password) ? first?.password : undefined;
  return (
    <section className={css.demo} aria-labelledby="demo">
      <h2 id="demo">{t('demo.title')}</h2>
      {shared && (
        <p>
          {t('demo.password')} <code>{shared}</code>
        </p>
      )}
      <p>{t('demo.text')}</p>
      <ul>
        {accounts.toSorted(byRole).map((account) => {
          const role = ROLES.find((one) => one === account.role);
          return (
            <li key={account.email}>
              <div>
                <p>
                  <b lang={scriptOf(account.name)}>{account.name}</b> {role ? t(`role.${role}`) : account.role}
                </p>
                <code>{account.email}</code>
                {!shared && <code>{account.password}</code>}
              </div>
              <Button
                variant="default"
                loading={signIn.isPending && signIn.variables.email === account.email}
                onClick={() => signIn.mutate({ email: account.email, password: account.password }, { onSuccess: goOn })}
                aria-label={t('demo.useName', { name: account.name })}
              >
                {t('demo.use')}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
