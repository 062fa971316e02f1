import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { Failure } from '../../components/Failure';
import { DefinitionRows } from '../../components/forms/DefinitionRows';
import { LoadingPage } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { count } from '../../lib/format';
import css from './Audit.module.css';
import type { AuditFilters } from './auditAddress';
import { AuditorsOnly } from './AuditorsOnly';
import { Changes } from './Changes';
import type { AuditEntryDetail } from './contract';
import { Who } from './EntryTable';
import { LookList } from './LookList';
import { entryQuery } from './queries';
import { actionWords, moment } from './wording';

const route = getRouteApi('/$lang/audit/$id');

export function AuditEntryPage() {
  return (
    <AuditorsOnly>
      <OneEntry />
    </AuditorsOnly>
  );
}

function OneEntry() {
  const { id } = route.useParams();
  const t = useWords('audit');
  const here = useHere();
  const entry = useQuery(entryQuery(useLanguage(), id));
  if (entry.isError) return <Failure isPage error={entry.error} retry={() => void entry.refetch()} />;
  if (!entry.data) return <LoadingPage />;
  const words = actionWords(t, entry.data.action);
  return (
    <div className={css.page}>
      <p className={css.back}>
        <Link to="/$lang/audit" params={here}>
          {t('back')}
        </Link>
      </p>
      <PageTitle title={`${t('entry', { id })} · ${words}`}>{words}</PageTitle>
      <p className={css.meta}>
        {t('entry', { id })} · <code>{entry.data.action}</code>
      </p>
      <Facts entry={entry.data} />
      <Changes entry={entry.data} />
      <LookList objectType={entry.data.target.type} objectId={entry.data.target.id} />
    </div>
  );
}

function Only({ filters }: { filters: AuditFilters }): ReactNode {
  const t = useWords('audit');
  const here = useHere();
  return (
    <Link to="/$lang/audit" params={here} search={filters}>
      {t('filter.only')}
    </Link>
  );
}

function Facts({ entry }: { entry: AuditEntryDetail }) {
  const t = useWords('audit');
  const language = useLanguage();
  const { actor, organisation, target, requestId } = entry;
  const rows: { term: string; value: ReactNode; action?: ReactNode }[] = [
    { term: t('fact.at'), value: <span className="ip-num">{moment(language, entry.at)}</span> },
    {
      term: t('fact.who'),
      value: (
        <>
          <Who entry={entry} />
          {actor.id && <code className={css.code}>{actor.id}</code>}
        </>
      ),
      action: actor.id && <Only filters={{ actor: actor.id }} />,
    },
    {
      term: t('fact.for'),
      value: organisation ? (
        <>
          {organisation.name}
          <code className={css.code}>{organisation.id}</code>
        </>
      ) : (
        t('forNobody')
      ),
      action: organisation && <Only filters={{ organisation: organisation.id }} />,
    },
    {
      term: t('fact.target'),
      value: (
        <>
          {target.type}
          <code className={css.code}>{target.id}</code>
        </>
      ),
      action: <Only filters={{ targetType: target.type, targetId: target.id }} />,
    },
    { term: t('fact.reason'), value: entry.reason || t('noReason') },
    {
      term: t('fact.request'),
      value: requestId ? <code>{requestId}</code> : '–',
      action: requestId && <Only filters={{ requestId }} />,
    },
    {
      term: t('fact.place'),
      value: entry.sequence === null ? t('unsealed') : t('chain.number', { number: count(entry.sequence) }),
    },
    { term: t('fact.digest'), value: <code>{entry.digest}</code> },
    ...(entry.hash ? [{ term: t('fact.hash'), value: <code>{entry.hash}</code> }] : []),
    ...(entry.previousHash ? [{ term: t('fact.previous'), value: <code>{entry.previousHash}</code> }] : []),
  ];
  return <DefinitionRows rows={rows} />;
}
