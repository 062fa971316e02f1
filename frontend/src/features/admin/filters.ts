import type { Schemas } from '../../api/contract';
import { chosen, textIn } from '../../lib/addressValues';

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

function oneOf<Value extends string>(values: readonly Value[], raw: unknown): Value | undefined {
  return values.find((one) => one === textIn(raw, LONGEST));
}

type Raw = Record<string, unknown>;

export function readOrganisationFilters(raw: Raw): OrganisationFilters {
  return chosen<OrganisationFilters>({
    q: textIn(raw.q, LONGEST),
    kind: oneOf(KINDS, raw.kind),
    state: oneOf(STATES, raw.state),
    verification: oneOf(VERIFICATIONS, raw.verification),
  });
}

export function readPeopleFilters(raw: Raw): PeopleFilters {
  return chosen<PeopleFilters>({ q: textIn(raw.q, LONGEST), state: oneOf(PERSON_STATES, raw.state) });
}

export function readSignatoryFilters(raw: Raw): SignatoryFilters {
  return chosen<SignatoryFilters>({ state: oneOf([...SIGNATORY_STATES, 'all'], raw.state) });
}
