import { IconInfoCircle } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Outlet, useRouterState } from '@tanstack/react-router';
import { useEffect, useMemo } from 'react';
import { ApiError } from '../../api/client';
import { ButtonLink } from '../../components/ButtonLink';
import { Failure } from '../../components/Failure';
import { TabLinks, type Tab } from '../../components/forms/TabLinks';
import { LoadingPage } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { SignedInOnly } from '../../components/SignedInOnly';
import { StateBlock } from '../../components/StateBlock';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { renewSession, useSession } from '../../hooks/useSession';
import { instant } from '../../lib/format';
import { NextStep } from './NextStep';
import css from './Organisation.module.css';
import { cardQuery } from './queries';
import { nameIn, OrganisationContext, useOrganisation, type OrganisationHere } from './useOrganisation';
import { VerificationChip } from './VerificationChip';

/** /organisation: the one that the person acts for, in parts. */
export function OrganisationLayout() {
  return (
    <SignedInOnly>
      <Acting />
    </SignedInOnly>
  );
}

function Acting() {
  const t = useWords('organisation');
  const here = useHere();
  const id = useSession()?.organisation?.id;
  if (id) return <Read key={id} id={id} />;
  return (
    <StateBlock
      isPage
      kind="empty"
      title={t('none.title')}
      actions={
        <>
          <ButtonLink to="/$lang/organisations" params={here}>
            {t('none.mine')}
          </ButtonLink>
          <ButtonLink variant="default" to="/$lang/organisations/new" params={here}>
            {t('none.found')}
          </ButtonLink>
        </>
      }
    >
      <p>{t('none.text')}</p>
    </StateBlock>
  );
}

function Read({ id }: { id: string }) {
  const { data, error, refetch } = useQuery(cardQuery(useLanguage(), id));
  const isByMandate = useSession()?.organisation?.viaMandate ?? false;
  const path = useRouterState({ select: ({ location }) => location.pathname });
  // Somebody may have been removed, or given another role: each part asks again what is open to them.
  useEffect(() => void refetch({ cancelRefetch: false }), [path, refetch]);
  const value = useMemo<OrganisationHere | null>(() => {
    if (!data) return null;
    const allowed = new Set(data.organisation.allowed);
    return { ...data, may: (action) => allowed.has(action) };
  }, [data]);
  const isClosed = error instanceof ApiError && (error.status === 404 || error.status === 403);
  // Whoever is let in by a mandate that does not include reading sees the public card, as a stranger does, and may stay.
  if (isClosed || (value && !value.organisation.allowed && !isByMandate)) return <Gone />;
  if (value)
    return (
      <OrganisationContext value={value}>
        <Frame />
      </OrganisationContext>
    );
  if (error) return <Failure isPage error={error} retry={() => void refetch()} />;
  return <LoadingPage />;
}

/** They do not belong here any more: for whom they act is read anew, and what they saw is forgotten. */
function Gone() {
  const queries = useQueryClient();
  useEffect(() => {
    void renewSession(queries).catch(() => undefined);
  }, [queries]);
  return <LoadingPage />;
}

function Frame() {
  const t = useWords('organisation');
  const { organisation } = useOrganisation();
  const [name, tag] = nameIn(useLanguage(), organisation);
  return (
    <div className={css.frame}>
      <header className={css.head}>
        {organisation.logo && <img src={organisation.logo} alt="" className={css.logo} width={64} height={64} />}
        <div>
          <PageTitle title={name}>
            <span lang={tag}>{name}</span>
          </PageTitle>
          <p className={css.headFacts}>
            <span>{t(`kind.${organisation.kind}`)}</span>
            <VerificationChip verification={organisation.verification} />
            {organisation.standing && <span>{t('youAre', { standing: t(`standing.${organisation.standing}`) })}</span>}
            {organisation.isDemo && <span>{t('demo')}</span>}
          </p>
        </div>
      </header>
      {organisation.state === 'suspended' && <Suspended />}
      <NextStep />
      <TabLinks label={t('parts')} tabs={useTabs()} />
      <Outlet />
    </div>
  );
}

/** That nothing can be changed, since when, and, for owners, why and whom to turn to. */
function Suspended() {
  const t = useWords('organisation');
  const language = useLanguage();
  const { suspension } = useOrganisation().organisation;
  return (
    <div className={css.notice} data-stop>
      <IconInfoCircle size={20} aria-hidden />
      <div>
        <p>{suspension ? t('suspendedSince', { day: instant(language, suspension.since) }) : t('suspended')}</p>
        {suspension?.reason && <p>{t('suspendedReason', { reason: suspension.reason })}</p>}
      </div>
    </div>
  );
}

/** Only the parts in which the person may at least read something. */
function useTabs(): Tab[] {
  const t = useWords('organisation');
  const params = useHere();
  const { may } = useOrganisation();
  const tabs: (Tab & { isOpen: boolean })[] = [
    { to: '/$lang/organisation/profile', params, label: t('tab.profile'), isOpen: true },
    { to: '/$lang/organisation/people', params, label: t('tab.people'), isOpen: may('accounts.members.read') },
    {
      to: '/$lang/organisation/invitations',
      params,
      label: t('tab.invitations'),
      isOpen: may('accounts.invitations.read'),
    },
    {
      to: '/$lang/organisation/verification',
      params,
      label: t('tab.verification'),
      isOpen: may('accounts.verification.read'),
    },
    {
      to: '/$lang/organisation/signing',
      params,
      label: t('tab.signing'),
      isOpen: may('accounts.signatories.read') || may('accounts.mandates.read'),
    },
    { to: '/$lang/organisation/closing', params, label: t('tab.closing'), isOpen: may('accounts.organisation.close') },
  ];
  return tabs.filter(({ isOpen }) => isOpen).map(({ to, params: at, label }) => ({ to, params: at, label }));
}
