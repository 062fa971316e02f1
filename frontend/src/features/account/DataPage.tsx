import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Failure } from '../../components/Failure';
import { DataTable } from '../../components/forms/DataTable';
import { LoadingRows } from '../../components/Loading';
import { useWindowTitle } from '../../components/PageTitle';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { instant } from '../../lib/format';
import { LANGUAGES } from '../../lib/languages';
import css from './Account.module.css';
import { Consents } from './Consents';
import { Copies } from './Copies';
import { Erasure } from './Erasure';
import { acceptedQuery } from './queries';

/** /account/data: what one agrees to, a copy of everything, and the end of the account. */
export function DataPage() {
  const t = useWords('account');
  useWindowTitle(t('data.title'));
  return (
    <>
      <Consents />
      <Accepted />
      <Copies />
      <Erasure />
    </>
  );
}

function Accepted() {
  const t = useWords('account');
  const here = useHere();
  const language = useLanguage();
  const { data, error, refetch } = useQuery(acceptedQuery);
  return (
    <section className={css.part}>
      <h2>{t('accepted.title')}</h2>
      {!data && !error && <LoadingRows rows={2} />}
      {!data && error && <Failure error={error} retry={() => void refetch()} />}
      {data && (
        <DataTable
          caption={t('accepted.title')}
          empty={t('accepted.none')}
          keyOf={({ kind, version }) => `${kind} ${version}`}
          rows={data}
          columns={[
            {
              key: 'kind',
              head: t('accepted.kind'),
              cell: ({ kind }) => (
                <Link to={kind === 'terms' ? '/$lang/terms' : '/$lang/privacy'} params={here}>
                  {t(`kind.${kind}`)}
                </Link>
              ),
            },
            { key: 'version', head: t('accepted.version'), cell: ({ version }) => version },
            {
              key: 'language',
              head: t('accepted.language'),
              cell: ({ language: tag }) => LANGUAGES.find((one) => one.tag === tag)?.name ?? tag,
            },
            { key: 'at', head: t('accepted.at'), cell: ({ acceptedAt }) => instant(language, acceptedAt) },
          ]}
        />
      )}
    </section>
  );
}
