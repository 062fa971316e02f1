import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Failure } from '../../components/Failure';
import { DataTable } from '../../components/forms/DataTable';
import { Outcome } from '../../components/forms/Outcome';
import { useChange } from '../../components/forms/useChange';
import { LoadingRows } from '../../components/Loading';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { fileSize, instant } from '../../lib/format';
import css from './Account.module.css';
import { askForCopy, exportsQuery, type DataExport } from './queries';

/** A file with everything that is kept about the person: asked for, waited for, fetched. */
export function Copies() {
  const t = useWords('account');
  const asked = useReauthentication();
  const list = useQuery(exportsQuery);
  const ask = useChange({ change: (_: void) => asked(askForCopy), refresh: exportsQuery.queryKey });
  const isUnderWay = list.data?.some(({ state }) => state === 'queued') ?? false;
  return (
    <section className={css.part} aria-labelledby="copies">
      <h2 id="copies">{t('copies.title')}</h2>
      <p>{t('copies.text')}</p>
      {list.isPending && <LoadingRows rows={1} />}
      {!list.data && list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.data && (
        <>
          <CopyTable copies={list.data} />
          {!isUnderWay && (
            <Button variant="default" className={css.start} loading={ask.isBusy} onClick={() => ask.run()}>
              {t('copies.ask')}
            </Button>
          )}
          <Outcome fault={ask.fault} done={isUnderWay && t('copies.asked')} />
        </>
      )}
    </section>
  );
}

function CopyTable({ copies }: { copies: DataExport[] }) {
  const t = useWords('account');
  const language = useLanguage();
  return (
    <DataTable
      caption={t('copies.list')}
      empty={t('copies.none')}
      rows={copies}
      keyOf={({ id }) => id}
      columns={[
        { key: 'asked', head: t('copies.requested'), cell: ({ requestedAt }) => instant(language, requestedAt) },
        { key: 'state', head: t('copies.state'), cell: ({ state }) => t(`copies.state.${state}`) },
        {
          key: 'expires',
          head: t('copies.expires'),
          cell: ({ expiresAt }) => (expiresAt ? instant(language, expiresAt) : '–'),
        },
        {
          key: 'file',
          head: t('copies.file'),
          cell: ({ id, state, sizeBytes }) =>
            state === 'ready' ? (
              <a href={`/api/app/account/exports/${id}/file`} download>
                {t('copies.download', { size: fileSize(sizeBytes) })}
              </a>
            ) : (
              '–'
            ),
        },
      ]}
    />
  );
}
