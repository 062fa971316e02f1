import { queryOptions } from '@tanstack/react-query';
import { answered, DELETE, GET, inLanguage, POST } from '../../api/client';
import type { LanguageTag, Schemas } from '../../api/contract';
import { pagedQuery } from '../../lib/pagedQuery';
import type { OrganisationFilters, PeopleFilters, SignatoryFilters } from './filters';

export type Organisation = Schemas['StaffOrganisation'];
export type OrganisationRow = Schemas['StaffOrganisationRow'];
export type OrganisationName = Schemas['OrganisationName'];
export type QueuedCase = Schemas['QueuedCase'];
export type Case = Schemas['VerificationCase'];
export type Suspension = Schemas['Suspension'];
export type Duplicate = Schemas['Duplicate'];
export type Person = Schemas['StaffPerson'];
export type PersonRow = Schemas['StaffPersonRow'];
export type Signatory = Schemas['QueuedSignatory'];
export type Grant = Schemas['RoleGrant'];
export type Proposal = Schemas['RoleProposal'];
type Role = Schemas['PlatformRoleEnum'];
type ProposalState = Schemas['RoleProposalStateEnum'];

/** Everything of the console stands under this, so that a decision can have all of it read anew. */
export const EVERYTHING = ['admin'];

export const casesQuery = () =>
  pagedQuery([...EVERYTHING, 'cases'], (query, signal) =>
    answered(GET('/api/app/admin/verification-cases', { params: { query }, signal })),
  );

export const organisationsQuery = (filters: OrganisationFilters) =>
  pagedQuery([...EVERYTHING, 'organisations', filters], (query, signal) =>
    answered(GET('/api/app/admin/organisations', { params: { query: { ...query, ...filters } }, signal })),
  );

export const organisationQuery = (language: LanguageTag, id: string) =>
  queryOptions({
    queryKey: [...EVERYTHING, 'organisation', id, language],
    queryFn: ({ signal }) =>
      answered(
        GET('/api/app/admin/organisations/{organisation_id}', {
          params: { path: { organisation_id: id } },
          headers: inLanguage(language),
          signal,
        }),
      ),
  });

const organisation = (id: string) => ({ params: { path: { organisation_id: id } } });

export function decideVerification(id: string, body: { decision: 'verify' | 'refuse'; reason: string }) {
  return answered(
    POST('/api/app/admin/organisations/{organisation_id}/verification-decision', { ...organisation(id), body }),
  );
}

export function suspendOrganisation(id: string, reason: string) {
  return answered(
    POST('/api/app/admin/organisations/{organisation_id}/suspension', { ...organisation(id), body: { reason } }),
  );
}

export function reactivateOrganisation(id: string, reason: string) {
  return answered(
    DELETE('/api/app/admin/organisations/{organisation_id}/suspension', {
      ...organisation(id),
      body: { reason },
    }),
  );
}

/** Moves everything of one organisation into another and returns the other. */
export function mergeOrganisations(id: string, into: string, reason: string) {
  return answered(
    POST('/api/app/admin/organisations/{organisation_id}/merge', { ...organisation(id), body: { into, reason } }),
  );
}

export const peopleQuery = (filters: PeopleFilters) =>
  pagedQuery([...EVERYTHING, 'people', filters], (query, signal) =>
    answered(GET('/api/app/admin/people', { params: { query: { ...query, ...filters } }, signal })),
  );

export const personQuery = (id: string) =>
  queryOptions({
    queryKey: [...EVERYTHING, 'person', id],
    queryFn: ({ signal }) =>
      answered(GET('/api/app/admin/people/{user_id}', { params: { path: { user_id: id } }, signal })),
    // Each reading is recorded as a look, so nothing reads in the background.
    refetchOnWindowFocus: false,
  });

const person = (id: string) => ({ params: { path: { user_id: id } } });

export function suspendPerson(id: string, reason: string) {
  return answered(POST('/api/app/admin/people/{user_id}/suspension', { ...person(id), body: { reason } }));
}

export function reactivatePerson(id: string, reason: string) {
  return answered(DELETE('/api/app/admin/people/{user_id}/suspension', { ...person(id), body: { reason } }));
}

export const signatoriesQuery = (language: LanguageTag, { state = 'proposed' }: SignatoryFilters) =>
  pagedQuery([...EVERYTHING, 'signatories', language, state], (query, signal) =>
    answered(
      GET('/api/app/admin/signatories', {
        params: { query: { ...query, ...(state === 'all' ? {} : { state }) } },
        headers: inLanguage(language),
        signal,
      }),
    ),
  );

export function decideSignatory(id: string, body: { decision: 'confirm' | 'refuse'; reason: string }) {
  return answered(
    POST('/api/app/admin/signatories/{signatory_id}/decision', { params: { path: { signatory_id: id } }, body }),
  );
}

export const grantsQuery = () =>
  pagedQuery([...EVERYTHING, 'grants'], (query, signal) =>
    answered(GET('/api/app/admin/roles', { params: { query }, signal })),
  );

export const proposalsQuery = (state: ProposalState) =>
  pagedQuery([...EVERYTHING, 'proposals', state], (query, signal) =>
    answered(GET('/api/app/admin/role-proposals', { params: { query: { ...query, state } }, signal })),
  );

export function proposeRole(body: { email: string; role: Role; reason: string }) {
  return answered(POST('/api/app/admin/role-proposals', { body }));
}

const proposal = (id: string) => ({ params: { path: { proposal_id: id } } });

export function decideProposal(id: string, body: { decision: 'grant' | 'refuse'; reason: string }) {
  return answered(POST('/api/app/admin/role-proposals/{proposal_id}/decision', { ...proposal(id), body }));
}

export function withdrawProposal(id: string) {
  return answered(DELETE('/api/app/admin/role-proposals/{proposal_id}', proposal(id)));
}

export function endRole(id: string, reason: string) {
  return answered(DELETE('/api/app/admin/roles/{grant_id}', { params: { path: { grant_id: id } }, body: { reason } }));
}

/** Names of countries, the same for everybody for the whole visit. */
export const countriesQuery = (language: LanguageTag) =>
  queryOptions({
    queryKey: ['reference', 'countries', 'names', language],
    queryFn: async ({ signal }) => {
      const call = GET('/api/v1/reference/{list}', {
        params: { path: { list: 'countries' } },
        headers: inLanguage(language),
        signal,
      });
      return new Map((await answered(call)).items.map(({ code, label }) => [code, label]));
    },
    staleTime: Infinity,
  });
