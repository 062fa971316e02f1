import type { components } from '../../api/schema';

type Schemas = components['schemas'];

export type OwnOrganisation = Schemas['Organisation'];
export type OwnMandate = Schemas['OwnMandate'];
export type JoinOffer = Schemas['JoinOffer'];
export type OwnJoinRequest = Schemas['OwnJoinRequest'];
