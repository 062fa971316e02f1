import { useQuery } from '@tanstack/react-query';
import { Failure } from '../../components/Failure';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { LoadingRows } from '../../components/Loading';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import css from './Audit.module.css';
import type { Look } from './contract';
import { looksQuery } from './queries';
import { actorWords, moment } from './wording';

/** Who looked at the thing that an entry is about: the last hundred times. */
export function LookList({ objectType, objectId }: { objectType: string; objectId: string }) {
  const t = useWords('audit');
  const language = useLanguage();
  const looks = useQuery(looksQuery(language, objectType, objectId));
  const columns: Column<Look>[] = [
    { key: 'at', head: t('column.at'), cell: ({ at }) => <span className="ip-num">{moment(language, at)}</span> },
    { key: 'who', head: t('column.who'), cell: ({ actor }) => actorWords(t, actor) },
    {
      key: 'for',
      head: t('column.for'),
      cell: ({ organisation }) => organisation?.name ?? organisation?.id ?? t('forNobody'),
    },
    { key: 'what', head: t('looks.what'), cell: ({ what }) => what || t('looks.read') },
  ];
  return (
    <section className={css.section} aria-labelledby="looks">
      <h2 id="looks">{t('looks.title')}</h2>
      {looks.isPending && <LoadingRows rows={2} />}
      {looks.isError && <Failure error={looks.error} retry={() => void looks.refetch()} />}
      {looks.data && (
        <DataTable
          caption={t('looks.title')}
          columns={columns}
          rows={looks.data.items}
          keyOf={(look) => `${look.at} ${look.actor.id} ${look.what} ${look.organisation?.id}`}
          empty={t('looks.none')}
        />
      )}
    </section>
  );
}
