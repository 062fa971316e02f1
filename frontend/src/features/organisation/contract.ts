import type { Schemas } from '../../api/contract';

export type Organisation = Schemas['Organisation'];
export type NewOrganisation = Schemas['OrganisationFoundingRequest'];
export type ProfileChange = Schemas['PatchedOrganisationEditRequest'];
export type VerificationState = Schemas['VerificationStateEnum'];
export type Member = Schemas['Member'];
export type Role = Schemas['MemberRoleEnum'];
export type Invitation = Schemas['Invitation'];
export type InvitationState = Schemas['InvitationStateEnum'];
export type NewInvitation = Schemas['InvitationNewRequest'];
export type JoinRequest = Schemas['JoinRequest'];
export type JoinRequestState = Schemas['JoinRequestStateEnum'];
export type Document = Schemas['Document'];
export type DocumentKind = Schemas['DocumentKindEnum'];
export type VerificationCase = Schemas['VerificationCase'];
export type Domain = Schemas['Domain'];
export type Signatory = Schemas['Signatory'];
export type SignatoryState = Schemas['SignatoryStateEnum'];
export type NewSignatory = Schemas['SignatoryProposalRequest'];
export type Mandate = Schemas['Mandate'];
export type MandateState = Schemas['MandateStateEnum'];
type MandateScope = Schemas['MandateScopeEnum'];
export type NewMandate = Schemas['MandateNewRequest'];
export type Closure = Schemas['Closure'];
export type ReferenceRow = Schemas['ReferenceRow'];
/** The card with the tag that an edit sends back, so that nobody writes over what somebody else changed meanwhile. */
export interface Card {
  organisation: Organisation;
  etag: string;
}

export const ROLES = ['owner', 'manager', 'member', 'viewer'] as const satisfies readonly Role[];
export const MANDATE_KINDS = ['patent_agent', 'technology_transfer', 'adviser'] as const;
export const MANDATE_SCOPES = [
  'read',
  'list',
  'negotiate',
  'report',
  'cases',
] as const satisfies readonly MandateScope[];
