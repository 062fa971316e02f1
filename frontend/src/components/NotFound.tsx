import { useHere, useWords } from '../hooks/useLanguage';
import { Link } from '@tanstack/react-router';
import { PageTitle } from './PageTitle';
import { SearchBar } from './SearchBar';
import css from './NotFound.module.css';

interface NotFoundProps {
  what: 'page' | 'record' | 'class' | 'import';
  /** What the address named, so that it can be mended. */
  tried?: string;
}

/** Nothing stands at this address: the search box is offered, filled with what was asked for. */
export function NotFound({ what, tried }: NotFoundProps) {
  const t = useWords('states');
  const here = useHere();
  return (
    <div className={css.sheet}>
      <PageTitle>{t(`notFound.${what}.title`)}</PageTitle>
      <p>{t(`notFound.${what}.text`)}</p>
      <SearchBar value={tried} />
      <p className={css.links}>
        <Link to="/$lang/" params={here}>
          {t('toStart')}
        </Link>{' '}
        <Link to="/$lang/classes" params={here}>
          {t('toClasses')}
        </Link>
      </p>
    </div>
  );
}
