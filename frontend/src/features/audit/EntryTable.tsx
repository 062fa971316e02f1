import { Link } from '@tanstack/react-router';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import css from './Audit.module.css';
import type { AuditEntry } from './contract';
import { actionWords, actorWords, moment } from './wording';

/** Newest first; the time is the way to the whole entry. */
export function EntryTable({ entries }: { entries: AuditEntry[] }) {
  const t = useWords('audit');
  const here = useHere();
  const language = useLanguage();
  const columns: Column<AuditEntry>[] = [
    {
      key: 'at',
      head: t('column.at'),
      cell: (entry) => (
        <span className={css.when}>
          <Link to="/$lang/audit/$id" params={{ ...here, id: String(entry.id) }} className="ip-num">
            {moment(language, entry.at)}
          </Link>
          {entry.sequence === null && <small>{t('unsealed')}</small>}
        </span>
      ),
    },
    { key: 'who', head: t('column.who'), cell: (entry) => <Who entry={entry} /> },
    {
      key: 'for',
      head: t('column.for'),
      cell: ({ organisation }) => organisation?.name ?? organisation?.id ?? t('forNobody'),
    },
    {
      key: 'action',
      head: t('column.action'),
      cell: ({ action }) => {
        const words = actionWords(t, action);
        return (
          <>
            {words}
            {words !== action && <code className={css.code}>{action}</code>}
          </>
        );
      },
    },
    {
      key: 'target',
      head: t('column.target'),
      cell: ({ target }) => (
        <>
          {target.type}
          <code className={css.code}>{target.id}</code>
        </>
      ),
    },
    { key: 'reason', head: t('column.reason'), cell: ({ reason }) => reason || '–' },
  ];
  return (
    <DataTable caption={t('table.caption')} columns={columns} rows={entries} keyOf={(entry) => String(entry.id)} />
  );
}

export function Who({ entry }: { entry: Pick<AuditEntry, 'actor'> }) {
  const t = useWords('audit');
  return (
    <>
      {actorWords(t, entry.actor)}
      {entry.actor.mandateId && <small> ({t('who.mandate')})</small>}
    </>
  );
}
