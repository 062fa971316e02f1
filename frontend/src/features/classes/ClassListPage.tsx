import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ClassRow } from '../../api/contract';
import { Failure } from '../../components/Failure';
import { LoadingRows } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import css from './Classes.module.css';
import { ClassRows } from './ClassRows';
import { classListQuery } from './queries';

/** The eight sections; where the answer carries their classes too, these stand below each section. */
export function ClassListPage() {
  const t = useWords('classes');
  const here = useHere();
  const list = useQuery(classListQuery(useLanguage()));
  return (
    <>
      <PageTitle>{t('title')}</PageTitle>
      <p className={css.lead}>{t('lead')}</p>
      <p className={css.lead}>
        {t('unsure')}{' '}
        <Link to="/$lang/classify" params={here}>
          {t('toClassifier')}
        </Link>
      </p>
      {list.isPending && <LoadingRows rows={6} />}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.data && (
        <>
          <Groups rows={list.data.items} />
          <p className={css.attribution}>{t('attribution', { version: list.data.version })}</p>
        </>
      )}
    </>
  );
}

function Groups({ rows }: { rows: ClassRow[] }) {
  const sections = rows.filter(({ kind }) => kind === 'section');
  const below = (section: string) => rows.filter(({ kind, symbol }) => kind === 'class' && symbol.startsWith(section));
  if (sections.every(({ symbol }) => below(symbol).length === 0)) return <ClassRows rows={sections} />;
  return sections.map((section) => (
    <section key={section.symbol} className={css.group}>
      <h2>
        <b>{section.symbol}</b> {section.label}
      </h2>
      <ClassRows rows={below(section.symbol)} />
    </section>
  ));
}
