import { Button } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { Link, useRouter } from '@tanstack/react-router';
import type { Session } from '../api/contract';
import { useHere, useWords } from '../hooks/useLanguage';
import { useSession, useSignOut, useSwitchOrganisation } from '../hooks/useSession';
import { dropDrafts } from '../lib/drafts';
import css from './Shell.module.css';

/** Who is signed in, the organisations they may act for, the pages about both, and the way out. In the header and on phones. */
export default function PersonPanel({ onDone }: { onDone: () => void }) {
  const t = useWords('shell');
  const session = useSession();
  const router = useRouter();
  const here = useHere();
  const signOut = useSignOut();
  if (!session?.person) return null;
  function leave() {
    signOut.mutate(undefined, {
      onSuccess: () => {
        dropDrafts();
        onDone();
        void router.navigate({ to: '/$lang/', params: here });
      },
    });
  }
  return (
    <>
      <p className={css.panelWho}>
        <b>{session.person.name}</b>
        <span>{session.person.email}</span>
      </p>
      <Organisations onDone={onDone} />
      <Pages onDone={onDone} />
      <div className={css.panelEnd}>
        <Button variant="default" fullWidth onClick={leave} loading={signOut.isPending}>
          {t('signOut')}
        </Button>
        <p role="alert">{signOut.isError && t('signOutFailed')}</p>
      </div>
    </>
  );
}

type Place = Session['organisations'][number];

/** How one stands there; that the organisation is suspended says why less can be done than the role promises. */
function useStanding(): (place: Place) => string {
  const t = useWords('shell');
  return ({ standing, state }) =>
    [standing && t(`standing.of.${standing}`), state === 'suspended' && t('suspended')].filter(Boolean).join(' · ');
}

function Organisations({ onDone }: { onDone: () => void }) {
  const t = useWords('shell');
  const words = useStanding();
  const session = useSession();
  const change = useSwitchOrganisation();
  const own = session?.organisation;
  const others = (session?.organisations ?? []).filter(({ id }) => id !== own?.id);
  return (
    <section className={css.panelPart} aria-label={t('actingFor')}>
      <h2>{t('actingFor')}</h2>
      <p className={css.acting}>
        {own ? (
          <>
            <IconCheck size={18} aria-hidden />
            <span>
              <b>{own.name}</b>
              <span>{words(own)}</span>
            </span>
          </>
        ) : (
          <span>{t('noOrganisationText')}</span>
        )}
      </p>
      {others.length > 0 && (
        <>
          <h3>{t('switchTo')}</h3>
          <ul>
            {others.map((place) => (
              <li key={place.id}>
                <button
                  type="button"
                  // A mandate rests while the organisation that gave it is suspended; its members go on reading.
                  disabled={place.viaMandate && place.state === 'suspended'}
                  aria-busy={change.isPending && change.variables === place.id}
                  onClick={() => change.mutate(place.id, { onSuccess: onDone })}
                >
                  <b>{place.name}</b>
                  <span>{words(place)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
      <p role="alert" className={css.panelFault}>
        {change.isError && t('switchFailed')}
      </p>
    </section>
  );
}

/** Only pages that exist in this version, so that no link leads nowhere. */
function Pages({ onDone }: { onDone: () => void }) {
  const t = useWords('shell');
  const router = useRouter();
  const here = useHere();
  const hasOrganisation = useSession()?.organisation != null;
  const pages = [
    { path: '/$lang/account', label: t('account') },
    ...(hasOrganisation
      ? [{ path: '/$lang/organisation', label: t('organisation') }]
      : [{ path: '/$lang/organisations/new', label: t('foundOrganisation') }]),
    { path: '/$lang/organisations', label: t('organisations') },
  ].filter(({ path }) => path in router.routesByPath);
  return (
    <ul className={css.panelLinks}>
      {pages.map(({ path, label }) => (
        <li key={path}>
          <Link to={path as '/$lang/account'} params={here} onClick={onDone}>
            {label}
          </Link>
        </li>
      ))}
    </ul>
  );
}
