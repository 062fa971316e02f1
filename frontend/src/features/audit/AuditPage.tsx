import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ButtonLink } from '../../components/ButtonLink';
import { Failure } from '../../components/Failure';
import { LoadingRows } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { StateBlock } from '../../components/StateBlock';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import css from './Audit.module.css';
import type { AuditFilters } from './auditAddress';
import { AuditorsOnly } from './AuditorsOnly';
import { ChainStrip } from './ChainStrip';
import { EntryTable } from './EntryTable';
import { ExportButtons } from './ExportButtons';
import { Filters } from './Filters';
import { entriesQuery } from './queries';

const route = getRouteApi('/$lang/audit');

export function AuditPage() {
  return (
    <AuditorsOnly>
      <Trail />
    </AuditorsOnly>
  );
}

function Trail() {
  const t = useWords('audit');
  const { cursor, ...filters } = route.useSearch();
  return (
    <div className={css.page}>
      <PageTitle>{t('title')}</PageTitle>
      <p className={css.lead}>{t('lead')}</p>
      <ChainStrip />
      {/* What was typed belongs to the address: another address, another form. */}
      <Filters key={JSON.stringify(filters)} filters={filters} />
      <Entries filters={filters} cursor={cursor} />
      <ExportButtons filters={filters} />
    </div>
  );
}

function Entries({ filters, cursor }: { filters: AuditFilters; cursor: string | undefined }) {
  const t = useWords('audit');
  const here = useHere();
  const search = cursor ? { ...filters, cursor } : filters;
  const page = useQuery(entriesQuery(useLanguage(), search));
  if (page.isPending) return <LoadingRows rows={8} />;
  if (page.isError) return <Failure error={page.error} retry={() => void page.refetch()} />;
  const { items, next } = page.data;
  const isFiltered = Object.keys(filters).length > 0;
  if (items.length === 0) {
    return (
      <StateBlock
        kind={isFiltered ? 'nothingFound' : 'empty'}
        title={t('empty.title')}
        actions={
          isFiltered && (
            <ButtonLink variant="default" to="/$lang/audit" params={here}>
              {t('filter.clear')}
            </ButtonLink>
          )
        }
      >
        <p>{isFiltered ? t('empty.text') : t('empty.none')}</p>
      </StateBlock>
    );
  }
  return (
    <>
      <EntryTable entries={items} />
      {(cursor || next) && (
        <nav className={css.paging} aria-label={t('paging')}>
          {cursor && (
            <ButtonLink variant="default" to="/$lang/audit" params={here} search={filters}>
              {t('paging.newer')}
            </ButtonLink>
          )}
          {next && (
            <ButtonLink variant="default" to="/$lang/audit" params={here} search={{ ...filters, cursor: next }}>
              {t('paging.older')}
            </ButtonLink>
          )}
        </nav>
      )}
    </>
  );
}
