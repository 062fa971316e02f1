import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { ApiError } from '../../api/client';
import type { Import } from '../../api/contract';
import { Failure } from '../../components/Failure';
import { LoadingPage } from '../../components/Loading';
import { NotFound } from '../../components/NotFound';
import { PageTitle } from '../../components/PageTitle';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { count, duration, instant } from '../../lib/format';
import css from './Imports.module.css';
import { ImportStateChip } from './ImportStateChip';
import { OperatorOnly } from './OperatorOnly';
import { Quarantine } from './Quarantine';
import { cancelImport, importQuery, isUnderWay } from './queries';

const route = getRouteApi('/$lang/imports/$id');

export function ImportPage() {
  return (
    <OperatorOnly>
      <OneImport />
    </OperatorOnly>
  );
}

function OneImport() {
  const { id } = route.useParams();
  const t = useWords('imports');
  const here = useHere();
  const one = useQuery(importQuery(useLanguage(), id));
  if (one.error instanceof ApiError && [400, 404].includes(one.error.status)) return <NotFound what="import" />;
  if (one.isError && !one.data) return <Failure isPage error={one.error} retry={() => void one.refetch()} />;
  if (!one.data) return <LoadingPage />;
  return (
    <>
      <p className={css.back}>
        <Link to="/$lang/imports" params={here}>
          {t('back')}
        </Link>
      </p>
      <Report one={one.data} />
      <Quarantine id={id} quarantined={one.data.quarantined} />
    </>
  );
}

function Report({ one }: { one: Import }) {
  const t = useWords('imports');
  const language = useLanguage();
  const facts = [
    { name: t('fact.read'), value: one.read },
    { name: t('fact.created'), value: one.created },
    { name: t('fact.updated'), value: one.updated },
    { name: t('fact.unchanged'), value: one.unchanged },
    { name: t('fact.quarantined'), value: one.quarantined },
  ];
  return (
    <header>
      <PageTitle className={css.fileName}>{one.fileName}</PageTitle>
      <p className={css.meta}>
        <ImportStateChip state={one.state} />
        <span className="ip-num">
          {instant(language, one.createdAt)} · {one.by}
        </span>
        {one.source && <span>{t('format', { format: one.source })}</span>}
        {one.seconds !== null && <span className="ip-num">{duration(one.seconds)}</span>}
      </p>
      {isUnderWay(one) && <Progress one={one} />}
      {one.message && (
        <p
          className={one.state === 'failed' ? css.error : css.message}
          role={one.state === 'failed' ? 'alert' : undefined}
        >
          {one.message}
        </p>
      )}
      <dl className={css.facts}>
        {facts.map(({ name, value }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className="ip-num">{count(value)}</dd>
          </div>
        ))}
      </dl>
    </header>
  );
}

/** May be left and found again: the import runs on the server. */
function Progress({ one }: { one: Import }) {
  const t = useWords('imports');
  const queries = useQueryClient();
  const cancel = useMutation({
    mutationFn: () => cancelImport(one.id),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['imports'] }),
  });
  const share = Math.round(one.progress * 100);
  return (
    <div className={css.progress}>
      <progress max={100} value={share} aria-label={t('progress.label')} />
      <span className="ip-num">{t('progress.share', { share })}</span>
      <Button variant="default" onClick={() => cancel.mutate()} loading={cancel.isPending}>
        {t('progress.cancel')}
      </Button>
      <p>{cancel.isError ? t('progress.notCancelled') : t('progress.note')}</p>
    </div>
  );
}
