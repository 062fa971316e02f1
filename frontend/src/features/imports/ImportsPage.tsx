import { useQuery } from '@tanstack/react-query';
import { Failure } from '../../components/Failure';
import { LoadingRows } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { StateBlock } from '../../components/StateBlock';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { DropFile } from './DropFile';
import css from './Imports.module.css';
import { ImportTable } from './ImportTable';
import { OperatorOnly } from './OperatorOnly';
import { importsQuery } from './queries';

export function ImportsPage() {
  return (
    <OperatorOnly>
      <Imports />
    </OperatorOnly>
  );
}

function Imports() {
  const t = useWords('imports');
  const imports = useQuery(importsQuery(useLanguage()));
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <p className={css.lead}>{t('lead')}</p>
      <div className={css.columns}>
        <section aria-labelledby="history">
          <h2 id="history">{t('history')}</h2>
          {imports.isPending && <LoadingRows rows={4} />}
          {imports.isError && <Failure error={imports.error} retry={() => void imports.refetch()} />}
          {imports.data?.items.length === 0 && (
            <StateBlock kind="empty" title={t('empty.title')}>
              <p>{t('empty.text')}</p>
            </StateBlock>
          )}
          {imports.data && imports.data.items.length > 0 && <ImportTable imports={imports.data.items} />}
        </section>
        <DropFile />
      </div>
    </>
  );
}
