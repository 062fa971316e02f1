import { Button } from '@mantine/core';
import { Link, useRouterState } from '@tanstack/react-router';
import { IconFileText } from '@tabler/icons-react';
import { useAcceptTerms } from '../hooks/useAcceptTerms';
import { useHere, useWords } from '../hooks/useLanguage';
import { useSession } from '../hooks/useSession';
import css from './Shell.module.css';

/** One quiet line while a version of the terms waits for a yes. It stands in nobody's way. */
export default function TermsDue() {
  const t = useWords('shell');
  const here = useHere();
  const accept = useAcceptTerms();
  const due = useSession()?.termsDue ?? [];
  const path = useRouterState({ select: (state) => state.location.pathname });
  const isDue = (kind: string) => due.some((one) => one.kind === kind);
  // The text itself asks on its own page.
  if (due.length === 0 || /\/(terms|privacy)$/.test(path)) return null;
  const which = isDue('terms') && isDue('privacy') ? 'both' : isDue('terms') ? 'terms' : 'privacy';
  return (
    <section className={`${css.notice} ${css.termsDue}`} aria-label={t(`termsDue.${which}`)}>
      <IconFileText size={18} aria-hidden />
      <span>{t(`termsDue.${which}`)}</span>
      {isDue('terms') && (
        <Link to="/$lang/terms" params={here}>
          {t('termsDue.readTerms')}
        </Link>
      )}
      {isDue('privacy') && (
        <Link to="/$lang/privacy" params={here}>
          {t('termsDue.readPrivacy')}
        </Link>
      )}
      <Button variant="default" size="compact-sm" loading={accept.isPending} onClick={() => accept.mutate(due)}>
        {t('termsDue.accept')}
      </Button>
      {accept.isError && <span role="alert">{t('termsDue.failed')}</span>}
    </section>
  );
}
