/**
 * The shapes that the pages work with, by the names that the pages use. Taken from the generated schema, so that a change of the
 * API that a page does not follow fails the build here or in the page, not in a visitor's browser.
 */
import type { components, paths as generated } from './schema';

type Schemas = components['schemas'];

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
export interface Session {
  authenticated: boolean;
  csrfToken: string;
  /** Signed in with a second step or a passkey. */
  isStrong: boolean;
  person: { id: string; name: string; email: string; language: LanguageTag; timeZone: string } | null;
  organisation: {
    id: string;
    name: string;
    kind: string;
    standing: Standing;
    state: string;
    viaMandate: boolean;
  } | null;
  organisations: { id: string; name: string; standing: Standing; viaMandate: boolean }[];
  roles: string[];
  /** Roles that wait for a second step. */
  heldRoles: string[];
  permissions: string[];
  termsDue: { kind: string; version: string }[];
  isDemo: boolean;
  demoAccounts: DemoAccount[];
}
/** How a person stands in an organisation. */
export type Standing = 'owner' | 'manager' | 'member' | 'viewer' | 'mandate' | '';
export interface DemoAccount {
  email: string;
  name: string;
  role: string;
  organisation: string;
  words: string;
}

export type Import = Schemas['Import'];
export type ImportState = Schemas['ImportStateEnum'];

export type Suggestion = Schemas['Suggestion'];
export type Suggestions = Schemas['Suggestions'];

export type { paths } from './schema';
