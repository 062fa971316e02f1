import { IconChevronDown } from '@tabler/icons-react';
import { useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useId, useRef, useState } from 'react';
import { ButtonLink } from '../components/ButtonLink';
import { useHere, useWords } from '../hooks/useLanguage';
import { useSession } from '../hooks/useSession';
import css from './Shell.module.css';

const PersonPanel = lazy(() => import('./PersonPanel'));

/** The door for visitors; for people, who they are and for whom they act, which opens what they can do about it. */
export function Account() {
  const t = useWords('shell');
  const here = useHere();
  const session = useSession();
  const path = useRouterState({ select: (state) => state.location.href });
  if (!session) return null;
  if (session.person) return <PersonMenu name={session.person.name} organisation={session.organisation?.name} />;
  const next = /\/(sign-in|sign-up|reset-password)(\/|\?|$)/.test(path) ? undefined : path;
  return (
    <ButtonLink variant="default" to="/$lang/sign-in" params={here} search={{ next }}>
      {t('signIn')}
    </ButtonLink>
  );
}

/** A button that opens a panel below it; Escape and a press elsewhere close it, and the focus goes back to the button. */
function PersonMenu({ name, organisation }: { name: string; organisation: string | undefined }) {
  const t = useWords('shell');
  const panel = useId();
  const frame = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const path = useRouterState({ select: (state) => state.location.pathname });
  // Open on one page only: going anywhere closes it.
  const [openOn, setOpenOn] = useState<string>();
  const isOpen = openOn === path;
  const close = () => setOpenOn(undefined);
  useEffect(() => {
    if (!isOpen) return;
    const leave = (event: Event) => {
      if (!(event.target instanceof Node) || !frame.current?.contains(event.target)) close();
    };
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      close();
      button.current?.focus();
    };
    document.addEventListener('pointerdown', leave);
    document.addEventListener('focusin', leave);
    document.addEventListener('keydown', escape);
    return () => {
      document.removeEventListener('pointerdown', leave);
      document.removeEventListener('focusin', leave);
      document.removeEventListener('keydown', escape);
    };
  }, [isOpen]);
  return (
    <div ref={frame} className={css.personMenu}>
      <button
        ref={button}
        type="button"
        className={css.account}
        aria-expanded={isOpen}
        aria-controls={panel}
        onClick={() => setOpenOn(isOpen ? undefined : path)}
      >
        <span className={css.who}>
          <b>{name}</b>
          <span>
            <span className="ip-hidden">{t('actingFor')} </span>
            {organisation ?? t('noOrganisation')}
          </span>
        </span>
        <IconChevronDown size={18} aria-hidden />
      </button>
      <div id={panel} className={css.panel} hidden={!isOpen}>
        {isOpen && (
          <Suspense>
            <PersonPanel onDone={close} />
          </Suspense>
        )}
      </div>
    </div>
  );
}
