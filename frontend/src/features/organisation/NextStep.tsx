import { IconArrowRight, IconHourglass } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { ButtonLink } from '../../components/ButtonLink';
import { useHere, useWords } from '../../hooks/useLanguage';
import css from './Organisation.module.css';
import { useOrganisation } from './useOrganisation';

/** What to do now with the organisation, or whose turn it is: the way to being verified. Nothing where nothing is to be done. */
export function NextStep() {
  const t = useWords('organisation');
  const here = useHere();
  const { organisation, may } = useOrganisation();
  const isThere = useRouterState({ select: ({ location }) => location.pathname.endsWith('/verification') });
  const { state } = organisation.verification;
  if (organisation.state !== 'active' || isThere || !may('accounts.verification.read')) return null;
  if (state === 'submitted')
    return (
      <section className={css.next} data-turn="theirs" aria-label={t('next.theirs')}>
        <IconHourglass size={24} aria-hidden />
        <div>
          <p className={css.nextLead}>{t('next.theirs')}</p>
          <p className={css.nextWhat}>{t('next.waiting')}</p>
        </div>
      </section>
    );
  if (state === 'verified' || !may('accounts.verification.submit')) return null;
  return (
    <section className={css.next} data-turn="yours" aria-label={t('next.yours')}>
      <IconArrowRight size={24} aria-hidden />
      <div>
        <p className={css.nextLead}>{t('next.yours')}</p>
        <p className={css.nextWhat}>{state === 'refused' ? t('next.again') : t('next.verify')}</p>
        <p className={css.nextWhy}>{t('next.why')}</p>
      </div>
      <ButtonLink className={css.nextAct} to="/$lang/organisation/verification" params={here}>
        {t('next.go')}
      </ButtonLink>
    </section>
  );
}
