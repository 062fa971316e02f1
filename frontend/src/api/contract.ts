/**
 * The shapes that the pages work with, by the names that the pages use. Taken from the generated schema, so that a change of the
 * API that a page does not follow fails the build here or in the page, not in a visitor's browser.
 */
import type { components, paths as generated } from './schema';

/** Every shape of the API by its name there. A feature names its own shapes from these. */
export type Schemas = components['schemas'];

export type LanguageTag = Schemas['LanguageEnum'];
/** A piece of text with its language and who made it: shown as it is, never silently replaced. */
export type Text = Schemas['Text'];
export type State = Schemas['LegalStateEnum'];
export type Status = Schemas['Status'];
export type CodeLabel = Schemas['Coded'];
/** A piece of found text; `match` says whether it was searched for. */
export type Part = Schemas['Segment'];

export type Home = Schemas['HomePage'];

export type SearchItem = Schemas['SearchItem'];
export type SearchAnswer = Schemas['SearchPage'];
export type Reading = Schemas['Reading'];
export type Facet = Schemas['Facet'];
export type FacetName = Schemas['FacetNameEnum'];
/** What the server understands. */
export type SearchQuery = NonNullable<generated['/api/app/search']['get']['parameters']['query']>;
export type Sort = NonNullable<SearchQuery['sort']>;
/** What an address may hold: any text where the server knows a list, because people edit addresses. */
export type SearchParameters = Pick<SearchQuery, 'q' | 'sort' | 'limit' | 'cursor'> & {
  [Name in FacetName]?: string[];
};

export type Patent = Schemas['Patent'];
export type Technology = Schemas['Technology'];
export type Classification = Schemas['ClassMention'];
export type Source = Schemas['Source'];
export type TechnologyField = Schemas['TechnologyField'];
export type SimilarItem = Schemas['SimilarItem'];

export type ClassRow = Schemas['ClassNode'];
export type ClassAnswer = Schemas['ClassPage'];

/** Who acts, for whom, and what they may do: the one answer that every page goes by. */
export type Session = Schemas['Session'];
/** How a person stands in an organisation. */
export type Standing = Schemas['OrganisationStandingEnum'];
export type DemoAccount = Schemas['DemoAccount'];

export type Import = Schemas['Import'];
export type ImportState = Schemas['ImportStateEnum'];

export type Suggestion = Schemas['Suggestion'];
export type Suggestions = Schemas['Suggestions'];

export type { paths } from './schema';
