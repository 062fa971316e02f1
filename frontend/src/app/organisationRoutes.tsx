import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { inside, language } from './languageRoute';

/** Which step of registering; anything that is no step is the first. */
function readStep(raw: Record<string, unknown>): { step?: number } {
  const step = Number([raw.step].flat()[0]);
  return Number.isInteger(step) && step > 1 && step <= 5 ? { step } : {};
}

const newOrganisation = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'organisations/new',
  validateSearch: readStep,
  component: lazyRouteComponent(() => import('../features/organisation/FoundingPage'), 'FoundingPage'),
});

/** What was done before one came here; the page says it. */
const SAID = ['closed', 'left', 'accepted', 'laidDown'] as const;
function readSaid(raw: Record<string, unknown>): { said?: (typeof SAID)[number] } {
  const said = SAID.find((one) => one === [raw.said].flat()[0]);
  return said ? { said } : {};
}

const organisations = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'organisations',
  validateSearch: readSaid,
  component: lazyRouteComponent(() => import('../features/join/OrganisationsPage'), 'OrganisationsPage'),
});

const invitation = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'invitations/$token',
  component: lazyRouteComponent(() => import('../features/invitations/InvitationPage'), 'InvitationPage'),
});

const organisation = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'organisation',
  component: lazyRouteComponent(() => import('../features/organisation/OrganisationLayout'), 'OrganisationLayout'),
});

const organisationStart = createRoute({
  getParentRoute: () => organisation,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/$lang/organisation/profile', params, replace: true });
  },
});

const organisationProfile = createRoute({
  getParentRoute: () => organisation,
  path: 'profile',
  component: lazyRouteComponent(() => import('../features/organisation/ProfilePage'), 'ProfilePage'),
});

const organisationPeople = createRoute({
  getParentRoute: () => organisation,
  path: 'people',
  component: lazyRouteComponent(() => import('../features/organisation/PeoplePage'), 'PeoplePage'),
});

const organisationInvitations = createRoute({
  getParentRoute: () => organisation,
  path: 'invitations',
  component: lazyRouteComponent(() => import('../features/organisation/InvitationsPage'), 'InvitationsPage'),
});

const organisationVerification = createRoute({
  getParentRoute: () => organisation,
  path: 'verification',
  component: lazyRouteComponent(() => import('../features/organisation/VerificationPage'), 'VerificationPage'),
});

const organisationSigning = createRoute({
  getParentRoute: () => organisation,
  path: 'signing',
  component: lazyRouteComponent(() => import('../features/organisation/SigningPage'), 'SigningPage'),
});

const organisationClosing = createRoute({
  getParentRoute: () => organisation,
  path: 'closing',
  component: lazyRouteComponent(() => import('../features/organisation/ClosingPage'), 'ClosingPage'),
});

/** Everything about organisations and who belongs to them. */
export const organisationRoutes = [
  newOrganisation,
  organisations,
  invitation,
  organisation.addChildren([
    organisationStart,
    organisationProfile,
    organisationPeople,
    organisationInvitations,
    organisationVerification,
    organisationSigning,
    organisationClosing,
  ]),
] as const;
