import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router';
import type { QueryClient } from '@tanstack/react-query';
import { LoadingPage } from '../components/Loading';
import { classListQuery, classQuery } from '../features/classes/queries';
import { homeQuery } from '../features/home/queries';
import { patentQuery, technologyQuery } from '../features/records/queries';
import { searchQuery } from '../features/search/queries';
import { languageOfPath, languageOfSegment, preferredLanguage, segmentOf } from '../lib/languages';
import { parseAddress, readSearch, writeAddress } from '../lib/searchAddress';
import { loadWords } from '../lib/words';
import { Broken } from './Broken';
import { NotFoundPage } from './NotFoundPage';
import { queries } from './providers';
import { Shell } from './Shell';

interface Context {
  queries: QueryClient;
}

const root = createRootRouteWithContext<Context>()({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: Broken,
  // Words first: no page is ever shown in half a language.
  beforeLoad: ({ location }) => loadWords(languageOfPath(location.pathname)),
});

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

const language = createRoute({
  getParentRoute: () => root,
  path: '/$lang',
  notFoundComponent: NotFoundPage,
  beforeLoad: ({ params }) => {
    const tag = languageOfSegment(params.lang);
    if (!tag) throw notFound();
    return { language: tag };
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

const signIn = createRoute({
  getParentRoute: () => language,
  path: 'sign-in',
  validateSearch: (raw: Record<string, unknown>): { next?: string } => {
    const next = [raw.next].flat()[0];
    // Only an address of our own: anything else would let a link lead a person away after signing in.
    return typeof next === 'string' && /^\/(?!\/|\\)/.test(next) ? { next } : {};
  },
  component: lazyRouteComponent(() => import('../features/session/SignInPage'), 'SignInPage'),
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
      imports,
      oneImport,
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
