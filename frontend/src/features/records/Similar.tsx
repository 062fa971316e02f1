import { useQuery, type UseQueryOptions } from '@tanstack/react-query';
import { ApiError } from '../../api/client';
import type { SimilarItem } from '../../api/contract';
import { LoadingRows } from '../../components/Loading';
import { ResultRow } from '../../components/ResultRow';
import { useWords } from '../../hooks/useLanguage';
import { isNextOfFamily } from '../../lib/families';
import css from './Record.module.css';
import { Section } from './Section';

// The key differs between patents and technologies; only the answer matters here.
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- the key type of a query option is invariant
type SimilarQuery = UseQueryOptions<{ items: SimilarItem[] }, Error, { items: SimilarItem[] }, any>;

/** Records near this one, each with the reason why it stands here. */
export function Similar({ query }: { query: SimilarQuery }) {
  const t = useWords('record');
  const similar = useQuery(query);
  return (
    <Section id="similar" title={t('part.similar')} isScreenOnly>
      {similar.isPending && <LoadingRows rows={2} />}
      {similar.isError && <NotNow error={similar.error} retry={() => void similar.refetch()} />}
      {similar.data?.items.length === 0 && <p className={css.small}>{t('noSimilar')}</p>}
      {similar.data && similar.data.items.length > 0 && (
        <ul className={css.sheet}>
          {similar.data.items.map((item, at, all) => (
            <ResultRow
              key={item.id}
              item={item}
              heading="h3"
              because={item.reasons.length > 0 && <Reasons reasons={item.reasons} />}
              isRepeat={isNextOfFamily(item, all[at - 1])}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}

/** The record itself is there, so its neighbours are missed in one quiet line; a refusal would only be repeated. */
function NotNow({ error, retry }: { error: Error; retry: () => void }) {
  const t = useWords('record');
  const states = useWords('states');
  const isRefused = error instanceof ApiError && error.status >= 400 && error.status < 500;
  return (
    <p className={css.small} role="status">
      {t('similarFailed')}{' '}
      {!isRefused && (
        <button type="button" className={css.inline} onClick={retry}>
          {states('tryAgain')}
        </button>
      )}
    </p>
  );
}

function Reasons({ reasons }: { reasons: SimilarItem['reasons'] }) {
  const t = useWords('record');
  const separator = useWords('shell')('listSeparator');
  return reasons
    .filter(({ values }) => values.length > 0)
    .map(({ kind, values }, at) => (
      <span key={kind}>
        {at > 0 && ' · '}
        {t(`reason.${kind}`, { values: values.slice(0, 5).join(separator) })}
      </span>
    ));
}
