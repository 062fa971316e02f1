import { ButtonLink } from '../../components/ButtonLink';
import { useHere, useWords } from '../../hooks/useLanguage';
import { useSession } from '../../hooks/useSession';
import css from './Join.module.css';

/** Somebody without an organisation: the three ways to one, the usual one first. */
export function FirstStep() {
  const t = useWords('join');
  const here = useHere();
  const session = useSession();
  return (
    <section className={css.first} aria-labelledby="first">
      <h2 id="first">{t('first.title')}</h2>
      <p>{t('first.text')}</p>
      <ol>
        <li>
          <h3>{t('first.found')}</h3>
          <p>{t('first.foundText')}</p>
          {session?.can('accounts.organisation.found') && (
            <ButtonLink to="/$lang/organisations/new" params={here}>
              {t('found')}
            </ButtonLink>
          )}
        </li>
        <li>
          <h3>{t('first.join')}</h3>
          <p>{t('first.joinText')}</p>
        </li>
        <li>
          <h3>{t('first.wait')}</h3>
          <p>{t('first.waitText', { email: session?.person?.email ?? '' })}</p>
        </li>
      </ol>
    </section>
  );
}
