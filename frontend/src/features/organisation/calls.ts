import { answered, asForm, DELETE, inLanguage, PATCH, POST, PUT } from '../../api/client';
import type { LanguageTag, Schemas } from '../../api/contract';
import type {
  DocumentKind,
  NewInvitation,
  NewMandate,
  NewOrganisation,
  NewSignatory,
  ProfileChange,
  Role,
} from './contract';

const at = (id: string) => ({ path: { organisation_id: id } });
/** A key of its own for one press: sent twice, it is carried out once. */
export const newKey = () => crypto.randomUUID();
const once = (key: string) => ({ 'Idempotency-Key': key });

export function found(language: LanguageTag, body: NewOrganisation, key: string) {
  return answered(POST('/api/app/organisations', { body, headers: { ...inLanguage(language), ...once(key) } }));
}

export function edit(language: LanguageTag, id: string, body: ProfileChange, etag: string) {
  const headers = { ...inLanguage(language), 'If-Match': etag };
  return answered(PATCH('/api/app/organisations/{organisation_id}', { params: at(id), body, headers }));
}

export function setLogo(id: string, file: File) {
  const form = asForm<Schemas['LogoUploadRequest']>({ file });
  return answered(PUT('/api/app/organisations/{organisation_id}/logo', { params: at(id), ...form }));
}

export function removeLogo(id: string) {
  return answered(DELETE('/api/app/organisations/{organisation_id}/logo', { params: at(id) }));
}

const member = (id: string, membership: string) => ({ path: { organisation_id: id, membership_id: membership } });

export function changeRole(id: string, membership: string, role: Role) {
  const params = member(id, membership);
  return answered(
    PATCH('/api/app/organisations/{organisation_id}/members/{membership_id}', { params, body: { role } }),
  );
}

/** Removes a member; with one's own membership, leaves. */
export function removeMember(id: string, membership: string) {
  const params = member(id, membership);
  return answered(DELETE('/api/app/organisations/{organisation_id}/members/{membership_id}', { params }));
}

export function handOver(id: string, userId: string) {
  return answered(POST('/api/app/organisations/{organisation_id}/ownership', { params: at(id), body: { userId } }));
}

export function invite(id: string, body: NewInvitation, key: string) {
  const headers = once(key);
  return answered(POST('/api/app/organisations/{organisation_id}/invitations', { params: at(id), body, headers }));
}

const invitation = (id: string, one: string) => ({ path: { organisation_id: id, invitation_id: one } });

export function resendInvitation(id: string, one: string) {
  const params = invitation(id, one);
  return answered(POST('/api/app/organisations/{organisation_id}/invitations/{invitation_id}/resend', { params }));
}

export function revokeInvitation(id: string, one: string) {
  const params = invitation(id, one);
  return answered(DELETE('/api/app/organisations/{organisation_id}/invitations/{invitation_id}', { params }));
}

export function decideJoin(id: string, request: string, accept: boolean, role: Role) {
  const params = { path: { organisation_id: id, request_id: request } };
  return answered(
    POST('/api/app/organisations/{organisation_id}/join-requests/{request_id}/decision', {
      params,
      body: { accept, role },
    }),
  );
}

export function addDocument(id: string, kind: DocumentKind, file: File) {
  const form = asForm<Schemas['DocumentUploadRequest']>({ kind, file });
  return answered(POST('/api/app/organisations/{organisation_id}/documents', { params: at(id), ...form }));
}

export function removeDocument(id: string, document: string) {
  const params = { path: { organisation_id: id, document_id: document } };
  return answered(DELETE('/api/app/organisations/{organisation_id}/documents/{document_id}', { params }));
}

/** Where the browser fetches a document; each look is recorded. */
export function documentAddress(id: string, document: string): string {
  return `/api/app/organisations/${id}/documents/${document}`;
}

export function submitVerification(id: string, documentIds: string[], note: string) {
  const body = { documentIds, note };
  return answered(POST('/api/app/organisations/{organisation_id}/verification', { params: at(id), body }));
}

export function withdrawVerification(id: string) {
  return answered(DELETE('/api/app/organisations/{organisation_id}/verification', { params: at(id) }));
}

export function addDomain(id: string, domain: string) {
  return answered(POST('/api/app/organisations/{organisation_id}/domains', { params: at(id), body: { domain } }));
}

export function removeDomain(id: string, domain: string) {
  const params = { path: { organisation_id: id, domain_id: domain } };
  return answered(DELETE('/api/app/organisations/{organisation_id}/domains/{domain_id}', { params }));
}

export function proposeSignatory(id: string, body: NewSignatory) {
  return answered(POST('/api/app/organisations/{organisation_id}/signatories', { params: at(id), body }));
}

export function endSignatory(id: string, signatory: string) {
  const params = { path: { organisation_id: id, signatory_id: signatory } };
  return answered(DELETE('/api/app/organisations/{organisation_id}/signatories/{signatory_id}', { params }));
}

export function offerMandate(id: string, body: NewMandate, key: string) {
  const headers = once(key);
  return answered(POST('/api/app/organisations/{organisation_id}/mandates', { params: at(id), body, headers }));
}

/** Withdraws an offer, or ends a mandate that was accepted. */
export function endMandate(id: string, mandate: string) {
  const params = { path: { organisation_id: id, mandate_id: mandate } };
  return answered(DELETE('/api/app/organisations/{organisation_id}/mandates/{mandate_id}', { params }));
}

export function closeOrganisation(id: string, reason: string) {
  return answered(POST('/api/app/organisations/{organisation_id}/closure', { params: at(id), body: { reason } }));
}
