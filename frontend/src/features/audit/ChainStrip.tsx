import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Failure } from '../../components/Failure';
import { LoadingRows } from '../../components/Loading';
import { Chip } from '../../components/StatusChip';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { count } from '../../lib/format';
import css from './Audit.module.css';
import type { AuditChain, AuditVerification } from './contract';
import { chainQuery, verifyTrail } from './queries';
import { moment, problemWords } from './wording';

const MOST_UNSEALED = 10_000;

/** Sealed up to where, anchored, verified when and with what result, and what is still to be sealed. */
export function ChainStrip() {
  const t = useWords('audit');
  const chain = useQuery(chainQuery);
  return (
    <section className={css.strip} aria-labelledby="chain">
      <h2 id="chain">{t('chain.title')}</h2>
      {chain.isPending && <LoadingRows rows={1} />}
      {chain.isError && !chain.data && <Failure error={chain.error} retry={() => void chain.refetch()} />}
      {chain.data && <Facts chain={chain.data} />}
    </section>
  );
}

function Facts({ chain }: { chain: AuditChain }) {
  const t = useWords('audit');
  const language = useLanguage();
  const isBehind = chain.unsealed > MOST_UNSEALED;
  return (
    <>
      <dl>
        <div>
          <dt>{t('chain.sealed')}</dt>
          <dd>
            <b>{chain.sequence ? t('chain.number', { number: count(chain.sequence) }) : t('chain.nothing')}</b>
            {chain.sealedEntryAt && <span className="ip-num">{moment(language, chain.sealedEntryAt)}</span>}
          </dd>
        </div>
        <div>
          <dt>{t('chain.unsealed')}</dt>
          <dd data-problem={isBehind || undefined}>
            <b>
              {isBehind
                ? t('chain.many')
                : t('chain.entries', { count: chain.unsealed, number: count(chain.unsealed) })}
            </b>
          </dd>
        </div>
        <div>
          <dt>{t('chain.anchored')}</dt>
          <dd>
            <Anchor chain={chain} />
          </dd>
        </div>
        <div>
          <dt>{t('chain.verified')}</dt>
          <dd>
            <Result found={chain.lastVerification} />
          </dd>
        </div>
        <div>
          <dt>{t('chain.full')}</dt>
          <dd>
            <Result found={chain.lastFullVerification} />
          </dd>
        </div>
      </dl>
      <Verify />
      <details>
        <summary>{t('chain.key')}</summary>
        <p>{t('chain.keyText')}</p>
        <code>{chain.publicKey}</code>
      </details>
    </>
  );
}

function Anchor({ chain }: { chain: AuditChain }) {
  const t = useWords('audit');
  const language = useLanguage();
  if (chain.headProblem) return <Chip standing="problem" label={t('chain.headProblem')} />;
  if (!chain.head) return <b>{t('chain.notAnchored')}</b>;
  return (
    <>
      <b>{t('chain.number', { number: count(chain.head.sequence) })}</b>
      <span className="ip-num">{moment(language, chain.head.at)}</span>
    </>
  );
}

function Result({ found }: { found: AuditVerification | null }) {
  const t = useWords('audit');
  const language = useLanguage();
  if (!found) return <b>{t('chain.never')}</b>;
  const at = <span className="ip-num">{moment(language, found.at)}</span>;
  if (found.isSound) {
    return (
      <>
        <Chip standing="good" label={t('chain.sound')} />
        {at}
      </>
    );
  }
  const place = { sequence: found.placeSequence ?? '–', entry: found.placeEntryId ?? '–' };
  return (
    <>
      <Chip standing="problem" label={found.problem ? problemWords(t, found.problem) : t('chain.unsound')} />
      <span>{t('chain.place', place)}</span>
      {at}
    </>
  );
}

function Verify() {
  const t = useWords('audit');
  const queries = useQueryClient();
  const verify = useMutation({
    mutationFn: verifyTrail,
    onSuccess: () => queries.invalidateQueries({ queryKey: ['audit'] }),
  });
  const said = verify.data && (verify.data.isSound ? t('chain.sound') : problemWords(t, verify.data.problem ?? ''));
  return (
    <div className={css.verify}>
      <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate()}>
        {t('chain.verify')}
      </Button>
      <span role="status">{verify.isPending ? t('chain.verifying') : said}</span>
      {verify.isError && (
        <p className={css.fault} role="alert">
          {t('chain.notVerified')}
        </p>
      )}
    </div>
  );
}
