import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Failure } from '../../components/Failure';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { DataTable, type Column } from '../../components/forms/DataTable';
import { useFaultTexts } from '../../components/forms/faults';
import { LoadingRows } from '../../components/Loading';
import { useWindowTitle } from '../../components/PageTitle';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { deviceOf } from '../../lib/device';
import { instant } from '../../lib/format';
import { endSessions, type OwnSession } from '../../lib/signInApi';
import { sessionsQuery } from './queries';
import css from './Security.module.css';

/** /account/sessions: where one is signed in, and signing out elsewhere. */
export function SessionsPage() {
  const t = useWords('security');
  useWindowTitle(t('sessions.title'));
  const queries = useQueryClient();
  const asked = useReauthentication();
  const textsOf = useFaultTexts();
  const [isAsking, setIsAsking] = useState(false);
  const { data, error, refetch } = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: (ids: number[]) => asked(() => endSessions(ids)),
    onSuccess: (left) => {
      queries.setQueryData(sessionsQuery.queryKey, left);
      setIsAsking(false);
    },
  });
  const columns = useColumns((id) => end.mutate([id]));
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  if (!data) return <LoadingRows rows={3} />;
  const others = data.filter(({ isCurrent }) => !isCurrent);
  const fault = end.isError ? textsOf(end.error)[0]?.text : undefined;
  return (
    <section className={css.part}>
      <h2>{t('sessions.title')}</h2>
      <p>{t('sessions.text')}</p>
      <p role="status" className={css.done}>
        {end.isSuccess && t('sessions.done')}
      </p>
      {!isAsking && fault && (
        <p role="alert" className={css.problem}>
          {fault}
        </p>
      )}
      <DataTable caption={t('sessions.title')} columns={columns} rows={sorted(data)} keyOf={({ id }) => String(id)} />
      {isAsking ? (
        <ConfirmPanel
          title={t('sessions.allTitle', { count: others.length })}
          confirm={t('sessions.all')}
          onConfirm={() => end.mutate(others.map(({ id }) => id))}
          onCancel={() => setIsAsking(false)}
          isBusy={end.isPending}
          error={fault}
        >
          {t('sessions.allText')}
        </ConfirmPanel>
      ) : (
        others.length > 0 && (
          <Button variant="default" className={css.end} onClick={() => setIsAsking(true)}>
            {t('sessions.all')}
          </Button>
        )
      )}
    </section>
  );
}

/** This one first, then the newest. */
function sorted(sessions: OwnSession[]): OwnSession[] {
  const when = ({ lastSeenAt, createdAt }: OwnSession) => lastSeenAt ?? createdAt;
  return sessions.toSorted(
    (one, other) => Number(other.isCurrent) - Number(one.isCurrent) || when(other).localeCompare(when(one)),
  );
}

function useColumns(onEnd: (id: number) => void): Column<OwnSession>[] {
  const t = useWords('security');
  const language = useLanguage();
  const nameOf = ({ userAgent }: OwnSession) => {
    const { browser, system } = deviceOf(userAgent);
    if (!browser && !system) return t('sessions.unknown');
    return t('sessions.device', { browser: browser ?? t('sessions.browser'), system: system ?? t('sessions.system') });
  };
  return [
    {
      key: 'device',
      head: t('sessions.head.device'),
      cell: (one) => (
        <>
          {nameOf(one)}
          {one.isCurrent && <span className={css.mark}>{t('sessions.this')}</span>}
        </>
      ),
    },
    { key: 'place', head: t('sessions.head.place'), cell: ({ ip }) => <span className="ip-num">{ip}</span> },
    { key: 'since', head: t('sessions.head.since'), cell: ({ createdAt }) => instant(language, createdAt) },
    {
      key: 'seen',
      head: t('sessions.head.seen'),
      cell: ({ isCurrent, lastSeenAt }) =>
        isCurrent ? t('sessions.now') : lastSeenAt ? instant(language, lastSeenAt) : '–',
    },
    {
      key: 'end',
      head: '',
      label: t('sessions.head.end'),
      cell: (one) =>
        !one.isCurrent && (
          <Button
            variant="default"
            aria-label={t('sessions.endName', { name: nameOf(one) })}
            onClick={() => onEnd(one.id)}
          >
            {t('sessions.end')}
          </Button>
        ),
    },
  ];
}
