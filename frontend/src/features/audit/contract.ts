/** The shapes of the audit trail, taken from the generated schema. */
import type { Schemas } from '../../api/contract';

export type AuditActor = Schemas['AuditActor'];
export type AuditEntry = Schemas['AuditEntry'];
export type AuditEntryDetail = Schemas['AuditEntryDetail'];
/** What was recorded, by the names that the recording part of the product gave. */
export type Values = AuditEntryDetail['before'];
export type AuditVerification = Schemas['AuditVerification'];
export type AuditChain = Schemas['AuditChain'];
export type Look = Schemas['Look'];
