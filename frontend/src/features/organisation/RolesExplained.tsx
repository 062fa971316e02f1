import { useWords } from '../../hooks/useLanguage';
import { ROLES } from './contract';
import css from './Organisation.module.css';

/** What each role may do, in the page and at a press: people ask for it when they choose one. */
export function RolesExplained() {
  const t = useWords('organisation');
  return (
    <details className={css.explain}>
      <summary>{t('roles.what')}</summary>
      <dl>
        {ROLES.map((role) => (
          <div key={role}>
            <dt>{t(`role.${role}`)}</dt>
            <dd>{t(`role.${role}.text`)}</dd>
          </div>
        ))}
        <div>
          <dt>{t('roles.signatory')}</dt>
          <dd>{t('roles.signatory.text')}</dd>
        </div>
      </dl>
    </details>
  );
}
