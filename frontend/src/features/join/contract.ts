import type { Schemas } from '../../api/contract';

export type OwnOrganisation = Schemas['Organisation'];
export type OwnMandate = Schemas['OwnMandate'];
export type JoinOffer = Schemas['JoinOffer'];
export type OwnJoinRequest = Schemas['OwnJoinRequest'];
