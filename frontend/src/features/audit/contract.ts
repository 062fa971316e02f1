/** The shapes of the audit trail, taken from the generated schema. */
import type { components } from '../../api/schema';

type Schemas = components['schemas'];

export type AuditActor = Schemas['AuditActor'];
export type AuditEntry = Schemas['AuditEntry'];
/** What was recorded, by the names that the recording part of the product gave. */
export type Values = Record<string, unknown> | null;
export type AuditEntryDetail = Omit<Schemas['AuditEntryDetail'], 'before' | 'after' | 'personal'> & {
  before: Values;
  after: Values;
  personal: Values;
};
export type AuditVerification = Schemas['AuditVerification'];
export type AuditChain = Schemas['AuditChain'];
export type Look = Schemas['Look'];
