import type { components } from '../../api/schema';

type Schemas = components['schemas'];

/** What the addresses of the console may hold: the same names and values that the API takes. */
export const KINDS = [
  'manufacturer',
  'university',
  'institute',
  'buyer',
  'provider',
  'partner_office',
  'desk',
] as const satisfies readonly Schemas['OrganisationKindEnum'][];
export const STATES = [
  'active',
  'suspended',
  'closed',
  'merged',
] as const satisfies readonly Schemas['OrganisationStateEnum'][];
export const VERIFICATIONS = [
  'unverified',
  'submitted',
  'verified',
  'refused',
] as const satisfies readonly Schemas['VerificationStateEnum'][];
export const PERSON_STATES = ['active', 'suspended', 'erased'] as const satisfies readonly Schemas['PersonStateEnum'][];
export const SIGNATORY_STATES = [
  'proposed',
  'confirmed',
  'refused',
  'ended',
] as const satisfies readonly Schemas['SignatoryStateEnum'][];
export const ROLES = [
  'operator',
  'desk_manager',
  'adviser',
  'auditor',
] as const satisfies readonly Schemas['PlatformRoleEnum'][];

export interface OrganisationFilters {
  q?: string;
  kind?: (typeof KINDS)[number];
  state?: (typeof STATES)[number];
  verification?: (typeof VERIFICATIONS)[number];
}

export interface PeopleFilters {
  q?: string;
  state?: (typeof PERSON_STATES)[number];
}

export interface SignatoryFilters {
  /** Without one, those that wait; "all" is every state. */
  state?: (typeof SIGNATORY_STATES)[number] | 'all';
}

const LONGEST = 100;

function textIn(raw: unknown): string {
  const value = [raw].flat()[0];
  return typeof value === 'string' || typeof value === 'number' ? String(value).trim().slice(0, LONGEST) : '';
}

function oneOf<Value extends string>(values: readonly Value[], raw: unknown): Value | undefined {
  return values.find((one) => one === textIn(raw));
}

/** Leaves out what is not set, so that the address says only what was chosen. */
function set<Filters extends object>(filters: Filters): Filters {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value)) as Filters;
}

type Raw = Record<string, unknown>;

export function readOrganisationFilters(raw: Raw): OrganisationFilters {
  return set({
    q: textIn(raw.q),
    kind: oneOf(KINDS, raw.kind),
    state: oneOf(STATES, raw.state),
    verification: oneOf(VERIFICATIONS, raw.verification),
  }) as OrganisationFilters;
}

export function readPeopleFilters(raw: Raw): PeopleFilters {
  return set({ q: textIn(raw.q), state: oneOf(PERSON_STATES, raw.state) }) as PeopleFilters;
}

export function readSignatoryFilters(raw: Raw): SignatoryFilters {
  return set({ state: oneOf([...SIGNATORY_STATES, 'all'], raw.state) }) as SignatoryFilters;
}
