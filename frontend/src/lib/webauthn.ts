/**
 * Passkeys between the sign-in API, which speaks JSON with base64url, and the browser, which speaks bytes. Browsers that know the
 * JSON form convert themselves; for the others a few lines do it here.
 */
type Bag = Record<string, unknown>;

export function bytesOf(text: string): ArrayBuffer {
  const plain = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0)).buffer;
}

export function textOf(bytes: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('');
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** True where the browser has passkeys at all. It has them on https and on localhost only. */
export function hasPasskeys(): boolean {
  return typeof window !== 'undefined' && 'PublicKeyCredential' in window;
}

/** True where the browser can offer passkeys in the list under an input field. */
export async function offersInField(): Promise<boolean> {
  return hasPasskeys() && ((await window.PublicKeyCredential.isConditionalMediationAvailable?.()) ?? false);
}

function described(list: unknown): PublicKeyCredentialDescriptor[] {
  return (Array.isArray(list) ? list : []).map((one: Bag) => ({
    ...(one as unknown as PublicKeyCredentialDescriptor),
    id: bytesOf(String(one.id)),
  }));
}

export function creationOptionsOf(json: Bag): PublicKeyCredentialCreationOptions {
  const native = window.PublicKeyCredential.parseCreationOptionsFromJSON as ((json: unknown) => unknown) | undefined;
  if (native) return native.call(window.PublicKeyCredential, json) as PublicKeyCredentialCreationOptions;
  const user = json.user as Bag;
  return {
    ...(json as unknown as PublicKeyCredentialCreationOptions),
    challenge: bytesOf(String(json.challenge)),
    user: { ...(user as unknown as PublicKeyCredentialUserEntity), id: bytesOf(String(user.id)) },
    excludeCredentials: described(json.excludeCredentials),
  };
}

export function requestOptionsOf(json: Bag): PublicKeyCredentialRequestOptions {
  const native = window.PublicKeyCredential.parseRequestOptionsFromJSON as ((json: unknown) => unknown) | undefined;
  if (native) return native.call(window.PublicKeyCredential, json) as PublicKeyCredentialRequestOptions;
  return {
    ...(json as unknown as PublicKeyCredentialRequestOptions),
    challenge: bytesOf(String(json.challenge)),
    allowCredentials: described(json.allowCredentials),
  };
}

/** What the browser made, as JSON for the server. */
export function credentialJson(credential: PublicKeyCredential): Bag {
  if (typeof credential.toJSON === 'function') return credential.toJSON() as unknown as Bag;
  const { response } = credential;
  const bytes = (value: unknown) => (value instanceof ArrayBuffer ? textOf(value) : undefined);
  const answer = response as AuthenticatorAssertionResponse & AuthenticatorAttestationResponse;
  return {
    id: credential.id,
    rawId: textOf(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: {
      clientDataJSON: textOf(response.clientDataJSON),
      attestationObject: bytes(answer.attestationObject),
      transports: answer.getTransports?.(),
      authenticatorData: bytes(answer.authenticatorData),
      signature: bytes(answer.signature),
      userHandle: bytes(answer.userHandle),
    },
  };
}

/** The person closed the browser's question, or it ran out: nothing to tell, the page stays as it is. */
export function wasLeft(error: unknown): boolean {
  return error instanceof DOMException && (error.name === 'NotAllowedError' || error.name === 'AbortError');
}

function publicKeyOf(options: unknown): Bag {
  const bag = (options ?? {}) as Bag;
  return (bag.publicKey ?? bag) as Bag;
}

/** Makes a passkey with the options of the server. */
export async function makePasskey(options: unknown): Promise<Bag> {
  const credential = await navigator.credentials.create({ publicKey: creationOptionsOf(publicKeyOf(options)) });
  return credentialJson(credential as PublicKeyCredential);
}

/** Asks for a passkey with the options of the server: in a window of the browser, or in the list under a field. */
export async function askPasskey(options: unknown, mediation?: 'conditional', signal?: AbortSignal): Promise<Bag> {
  const credential = await navigator.credentials.get({
    publicKey: requestOptionsOf(publicKeyOf(options)),
    mediation,
    signal,
  });
  return credentialJson(credential as PublicKeyCredential);
}
