import { Chip } from '../../components/StatusChip';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { useWords } from '../../hooks/useLanguage';
import css from './Audit.module.css';
import { changesOf, shown, type Change } from './changes';
import type { AuditEntryDetail } from './contract';

/** Before and after, value by value; then what concerns people, or that it was erased. */
export function Changes({ entry }: { entry: AuditEntryDetail }) {
  const t = useWords('audit');
  const changes = changesOf(entry.before, entry.after);
  const absent = <span className={css.absent}>{t('changes.absent')}</span>;
  const columns: Column<Change>[] = [
    {
      key: 'name',
      head: t('changes.name'),
      cell: ({ name, isChanged }) => (
        <>
          <code>{name}</code> {isChanged && <Chip standing="waiting" label={t('changes.changed')} />}
        </>
      ),
    },
    { key: 'before', head: t('changes.before'), cell: ({ before }) => (before === undefined ? absent : shown(before)) },
    { key: 'after', head: t('changes.after'), cell: ({ after }) => (after === undefined ? absent : shown(after)) },
  ];
  const personal = Object.entries(entry.personal ?? {});
  return (
    <>
      <section className={css.section} aria-labelledby="changes">
        <h2 id="changes">{t('changes.title')}</h2>
        <DataTable
          caption={t('changes.title')}
          columns={columns}
          rows={changes}
          keyOf={({ name }) => name}
          empty={t('changes.none')}
        />
      </section>
      {(personal.length > 0 || entry.isPersonalErased) && (
        <section className={css.section} aria-labelledby="personal">
          <h2 id="personal">{t('personal.title')}</h2>
          {entry.isPersonalErased && <p>{t('personal.erased')}</p>}
          <dl className={css.personal}>
            {personal.map(([name, value]) => (
              <div key={name}>
                <dt>
                  <code>{name}</code>
                </dt>
                <dd>{shown(value)}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </>
  );
}
