import { Link } from '@tanstack/react-router';
import { PageTitle } from '../../components/PageTitle';
import { useHere, useWords } from '../../hooks/useLanguage';
import css from './About.module.css';

const SOURCES = ['ipc', 'cpc', 'offices', 'lens', 'labels', 'demo', 'font'] as const;

/** What this is, how to read it, and whose data it shows. */
export function AboutPage() {
  const t = useWords('about');
  const here = useHere();
  return (
    <article className={css.text}>
      <PageTitle>{t('title')}</PageTitle>
      <p>{t('what')}</p>
      <p>{t('works')}</p>

      <h2>{t('search.title')}</h2>
      <p>{t('search.box')}</p>
      <p>{t('search.scripts')}</p>
      <p>
        <Link to="/$lang/search" params={here}>
          {t('search.link')}
        </Link>
      </p>

      <h2>{t('status.title')}</h2>
      <p>{t('status.text')}</p>
      <p>{t('status.advice')}</p>

      <h2>{t('classifier.title')}</h2>
      <p>{t('classifier.text')}</p>
      <p>
        <Link to="/$lang/classify" params={here}>
          {t('classifier.link')}
        </Link>
      </p>

      <h2>{t('privacy.title')}</h2>
      <p>{t('privacy.text')}</p>

      <h2 id="sources">{t('sources.title')}</h2>
      <p>{t('sources.text')}</p>
      <dl className={css.sources}>
        {SOURCES.map((source) => (
          <div key={source}>
            <dt>{t(`source.${source}.name`)}</dt>
            <dd>{t(`source.${source}.text`)}</dd>
          </div>
        ))}
      </dl>
    </article>
  );
}
