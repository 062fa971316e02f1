import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router';
import { LoadingPage } from '../components/Loading';
import { readDeliveryFilters } from '../features/admin/deliveryFilters';
import { readOrganisationFilters, readPeopleFilters, readSignatoryFilters } from '../features/admin/filters';
import { readAuditSearch } from '../features/audit/auditAddress';
import { classListQuery, classQuery } from '../features/classes/queries';
import { homeQuery } from '../features/home/queries';
import { patentQuery, technologyQuery } from '../features/records/queries';
import { searchQuery } from '../features/search/queries';
import type { LanguageTag } from '../api/contract';
import { LANGUAGES, preferredLanguage, segmentOf } from '../lib/languages';
import { ownAddress } from '../lib/ownAddress';
import { readProviderReturn } from '../lib/providerRefusal';
import { parseAddress, readSearch, writeAddress } from '../lib/searchAddress';
import { Broken } from './Broken';
import { inside, language, root } from './languageRoute';
import { organisationRoutes } from './organisationRoutes';
import { queries } from './providers';

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: () => {
    throw redirect({
      to: '/$lang/',
      params: { lang: segmentOf(preferredLanguage(navigator.languages)) },
      replace: true,
    });
  },
});

// A loader only starts the request, so that the answer and the page's code travel at the same time.
const home = createRoute({
  getParentRoute: () => language,
  path: '/',
  loader: ({ context }) => void context.queries.prefetchQuery(homeQuery(context.language)),
  component: lazyRouteComponent(() => import('../features/home/HomePage'), 'HomePage'),
});

const search = createRoute({
  getParentRoute: () => language,
  path: 'search',
  validateSearch: readSearch,
  loaderDeps: ({ search: wanted }) => wanted,
  loader: ({ context, deps }) => void context.queries.prefetchQuery(searchQuery(context.language, deps)),
  component: lazyRouteComponent(() => import('../features/search/SearchPage'), 'SearchPage'),
});

const patent = createRoute({
  getParentRoute: () => language,
  path: 'patents/$ref',
  loader: ({ context, params }) => void context.queries.prefetchQuery(patentQuery(context.language, params.ref)),
  component: lazyRouteComponent(() => import('../features/records/PatentPage'), 'PatentPage'),
});

const technology = createRoute({
  getParentRoute: () => language,
  path: 'technologies/$id',
  loader: ({ context, params }) => void context.queries.prefetchQuery(technologyQuery(context.language, params.id)),
  component: lazyRouteComponent(() => import('../features/records/TechnologyPage'), 'TechnologyPage'),
});

const classes = createRoute({
  getParentRoute: () => language,
  path: 'classes',
  loader: ({ context }) => void context.queries.prefetchQuery(classListQuery(context.language)),
  component: lazyRouteComponent(() => import('../features/classes/ClassListPage'), 'ClassListPage'),
});

const oneClass = createRoute({
  getParentRoute: () => language,
  path: 'classes/$symbol',
  loader: ({ context, params }) => void context.queries.prefetchQuery(classQuery(context.language, params.symbol)),
  component: lazyRouteComponent(() => import('../features/classes/ClassPage'), 'ClassPage'),
});

const classify = createRoute({
  getParentRoute: () => language,
  path: 'classify',
  component: lazyRouteComponent(() => import('../features/classify/ClassifyPage'), 'ClassifyPage'),
});

interface Return {
  /** Where somebody came from, and goes on to once signed in. */
  next?: string;
}

function readReturn(raw: Record<string, unknown>): Return {
  const next = ownAddress(raw.next);
  return next ? { next } : {};
}

const signIn = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'sign-in',
  validateSearch: readReturn,
  component: lazyRouteComponent(() => import('../features/session/SignInPage'), 'SignInPage'),
});

const signInCode = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'sign-in/code',
  validateSearch: readReturn,
  component: lazyRouteComponent(() => import('../features/session/StepPages'), 'CodePage'),
});

const secondFactor = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'sign-in/second-factor',
  validateSearch: readReturn,
  component: lazyRouteComponent(() => import('../features/session/StepPages'), 'SecondFactorPage'),
});

const provider = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'sign-in/provider',
  validateSearch: (raw: Record<string, unknown>) => ({ ...readReturn(raw), ...readProviderReturn(raw) }),
  component: lazyRouteComponent(() => import('../features/session/ProviderPage'), 'ProviderPage'),
});

const signUp = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'sign-up',
  validateSearch: readReturn,
  component: lazyRouteComponent(() => import('../features/session/SignUpPage'), 'SignUpPage'),
});

const resetPassword = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'reset-password',
  validateSearch: readReturn,
  component: lazyRouteComponent(() => import('../features/session/ResetPasswordPage'), 'ResetPasswordPage'),
});

const account = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'account',
  component: lazyRouteComponent(() => import('../features/account-security/AccountLayout'), 'AccountLayout'),
});

const accountStart = createRoute({
  getParentRoute: () => account,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/$lang/account/profile', params, replace: true });
  },
});

const accountSecurity = createRoute({
  getParentRoute: () => account,
  path: 'security',
  validateSearch: readProviderReturn,
  component: lazyRouteComponent(() => import('../features/account-security/SecurityPage'), 'SecurityPage'),
});

const accountSessions = createRoute({
  getParentRoute: () => account,
  path: 'sessions',
  component: lazyRouteComponent(() => import('../features/account-security/SessionsPage'), 'SessionsPage'),
});

const accountProfile = createRoute({
  getParentRoute: () => account,
  path: 'profile',
  component: lazyRouteComponent(() => import('../features/account/ProfilePage'), 'ProfilePage'),
});

const accountTokens = createRoute({
  getParentRoute: () => account,
  path: 'tokens',
  component: lazyRouteComponent(() => import('../features/account/TokensPage'), 'TokensPage'),
});

const accountData = createRoute({
  getParentRoute: () => account,
  path: 'data',
  component: lazyRouteComponent(() => import('../features/account/DataPage'), 'DataPage'),
});

const farewell = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'farewell',
  component: lazyRouteComponent(() => import('../features/account/FarewellPage'), 'FarewellPage'),
});

const terms = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'terms',
  component: lazyRouteComponent(() => import('../features/terms/TermsPage'), 'TermsPage'),
});

const privacy = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'privacy',
  component: lazyRouteComponent(() => import('../features/terms/TermsPage'), 'PrivacyPage'),
});

const admin = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'admin',
  component: lazyRouteComponent(() => import('../features/admin/AdminLayout'), 'AdminLayout'),
});

const adminStart = createRoute({
  getParentRoute: () => admin,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/$lang/admin/organisations', params, replace: true });
  },
});

const adminOrganisations = createRoute({
  getParentRoute: () => admin,
  path: 'organisations',
  validateSearch: readOrganisationFilters,
  component: lazyRouteComponent(() => import('../features/admin/OrganisationsPage'), 'OrganisationsPage'),
});

const adminOrganisation = createRoute({
  getParentRoute: () => admin,
  path: 'organisations/$id',
  component: lazyRouteComponent(() => import('../features/admin/OrganisationPage'), 'OrganisationPage'),
});

const adminPeople = createRoute({
  getParentRoute: () => admin,
  path: 'people',
  validateSearch: readPeopleFilters,
  component: lazyRouteComponent(() => import('../features/admin/PeoplePage'), 'PeoplePage'),
});

const adminPerson = createRoute({
  getParentRoute: () => admin,
  path: 'people/$id',
  component: lazyRouteComponent(() => import('../features/admin/PersonPage'), 'PersonPage'),
});

const adminSignatories = createRoute({
  getParentRoute: () => admin,
  path: 'signatories',
  validateSearch: readSignatoryFilters,
  component: lazyRouteComponent(() => import('../features/admin/SignatoriesPage'), 'SignatoriesPage'),
});

const adminRoles = createRoute({
  getParentRoute: () => admin,
  path: 'roles',
  component: lazyRouteComponent(() => import('../features/admin/RolesPage'), 'RolesPage'),
});

const adminQueues = createRoute({
  getParentRoute: () => admin,
  path: 'queues',
  validateSearch: readDeliveryFilters,
  component: lazyRouteComponent(() => import('../features/admin/DeliveriesPage'), 'DeliveriesPage'),
});

const imports = createRoute({
  getParentRoute: () => language,
  path: 'imports',
  component: lazyRouteComponent(() => import('../features/imports/ImportsPage'), 'ImportsPage'),
});

const oneImport = createRoute({
  getParentRoute: () => language,
  path: 'imports/$id',
  component: lazyRouteComponent(() => import('../features/imports/ImportPage'), 'ImportPage'),
});

const mailbox = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'mailbox',
  component: lazyRouteComponent(() => import('../features/mailbox/MailboxPage'), 'MailboxPage'),
});

const oneMessage = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'mailbox/$id',
  component: lazyRouteComponent(() => import('../features/mailbox/MailboxPage'), 'MailboxPage'),
});

const mailTemplates = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'mail-templates',
  validateSearch: (raw: Record<string, unknown>): { template?: string; language?: LanguageTag } => {
    const template = [raw.template].flat()[0];
    const tag = LANGUAGES.find((one) => one.tag === [raw.language].flat()[0])?.tag;
    return { ...(typeof template === 'string' ? { template } : {}), ...(tag ? { language: tag } : {}) };
  },
  component: lazyRouteComponent(() => import('../features/mail-templates/MailTemplatesPage'), 'MailTemplatesPage'),
});

const audit = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'audit',
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('../features/audit/AuditPage'), 'AuditPage'),
});

const auditEntry = createRoute({
  ...inside,
  getParentRoute: () => language,
  path: 'audit/$id',
  component: lazyRouteComponent(() => import('../features/audit/AuditEntryPage'), 'AuditEntryPage'),
});

const about = createRoute({
  getParentRoute: () => language,
  path: 'about',
  component: lazyRouteComponent(() => import('../features/about/AboutPage'), 'AboutPage'),
});

const accessibility = createRoute({
  getParentRoute: () => language,
  path: 'accessibility',
  component: lazyRouteComponent(() => import('../features/about/AccessibilityPage'), 'AccessibilityPage'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    start,
    language.addChildren([
      home,
      search,
      patent,
      technology,
      classes,
      oneClass,
      classify,
      signIn,
      signInCode,
      secondFactor,
      provider,
      signUp,
      resetPassword,
      account.addChildren([accountStart, accountProfile, accountSecurity, accountSessions, accountTokens, accountData]),
      farewell,
      terms,
      privacy,
      admin.addChildren([
        adminStart,
        adminOrganisations,
        adminOrganisation,
        adminPeople,
        adminPerson,
        adminSignatories,
        adminRoles,
        adminQueues,
      ]),
      ...organisationRoutes,
      imports,
      oneImport,
      audit,
      auditEntry,
      mailbox,
      oneMessage,
      mailTemplates,
      about,
      accessibility,
    ]),
  ]),
  context: { queries },
  parseSearch: parseAddress,
  stringifySearch: writeAddress,
  scrollRestoration: true,
  trailingSlash: 'preserve',
  defaultPreload: 'intent',
  defaultPreloadStaleTime: 0,
  defaultPendingComponent: LoadingPage,
  defaultErrorComponent: Broken,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
  interface HistoryState {
    /** The cursors of the pages before this one, so that "Back" goes to each in turn. */
    trail?: string[];
    /** The search that a record was opened from. */
    from?: string;
  }
}
