import { useQuery, type UseQueryOptions } from '@tanstack/react-query';
import type { SimilarItem } from '../../api/contract';
import { Failure } from '../../components/Failure';
import { LoadingRows } from '../../components/Loading';
import { ResultRow } from '../../components/ResultRow';
import { useWords } from '../../hooks/useLanguage';
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
    <Section id="similar" title={t('part.similar')}>
      {similar.isPending && <LoadingRows rows={2} />}
      {similar.isError && <Failure error={similar.error} retry={() => void similar.refetch()} />}
      {similar.data?.items.length === 0 && <p className={css.small}>{t('noSimilar')}</p>}
      {similar.data && similar.data.items.length > 0 && (
        <ul className={css.sheet}>
          {similar.data.items.map((item) => (
            <ResultRow key={item.id} item={item} heading="h3" because={<Reasons reasons={item.reasons} />} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function Reasons({ reasons }: { reasons: SimilarItem['reasons'] }) {
  const t = useWords('record');
  return reasons
    .filter(({ values }) => values.length > 0)
    .map(({ kind, values }, at) => (
      <span key={kind}>
        {at > 0 && ' · '}
        {t(`reason.${kind}`)} {values.slice(0, 5).join(', ')}
      </span>
    ));
}
