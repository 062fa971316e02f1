import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, notFound } from '@tanstack/react-router';
import { languageOfPath, languageOfSegment } from '../lib/languages';
import { loadWords } from '../lib/words';
import { Broken } from './Broken';
import { NotFoundPage } from './NotFoundPage';
import { Shell } from './Shell';

interface Context {
  queries: QueryClient;
}

export const root = createRootRouteWithContext<Context>()({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: Broken,
  // Words first: no page is ever shown in half a language.
  beforeLoad: ({ location }) => loadWords(languageOfPath(location.pathname)),
});

/** Every page stands below a language. */
export const language = createRoute({
  getParentRoute: () => root,
  path: '/$lang',
  notFoundComponent: NotFoundPage,
  beforeLoad: ({ params }) => {
    const tag = languageOfSegment(params.lang);
    if (!tag) throw notFound();
    return { language: tag };
  },
});

/** The pages behind a door or a press bring their texts with them. */
export const inside = {
  beforeLoad: ({ location }: { location: { pathname: string } }) =>
    loadWords(languageOfPath(location.pathname), 'inside'),
};
