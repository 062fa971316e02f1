import { PageTitle } from '../../components/PageTitle';
import { useWords } from '../../hooks/useLanguage';
import css from './About.module.css';

const PROMISES = ['keyboard', 'zoom', 'colour', 'motion', 'language', 'print'] as const;

export function AccessibilityPage() {
  const t = useWords('about');
  return (
    <article className={css.text}>
      <PageTitle>{t('access.title')}</PageTitle>
      <p>{t('access.aim')}</p>
      <ul>
        {PROMISES.map((promise) => (
          <li key={promise}>{t(`access.${promise}`)}</li>
        ))}
      </ul>
      <h2>{t('access.checked.title')}</h2>
      <p>{t('access.checked.text')}</p>
      <h2>{t('access.known.title')}</h2>
      <p>{t('access.known.text')}</p>
    </article>
  );
}
