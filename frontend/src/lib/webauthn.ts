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

/** What the library types as always there, and older browsers lack. */
type Known = Partial<Pick<typeof PublicKeyCredential, 'parseCreationOptionsFromJSON' | 'parseRequestOptionsFromJSON'>>;

function described(list: PublicKeyCredentialDescriptorJSON[] | undefined) {
  return (list ?? []).map((one) => ({ ...one, id: bytesOf(one.id) }));
}

function creationOptionsOf(json: PublicKeyCredentialCreationOptionsJSON): PublicKeyCredentialCreationOptions {
  const known: Known = window.PublicKeyCredential;
  if (known.parseCreationOptionsFromJSON) return known.parseCreationOptionsFromJSON(json);
  return {
    ...json,
    challenge: bytesOf(json.challenge),
    user: { ...json.user, id: bytesOf(json.user.id) },
    excludeCredentials: described(json.excludeCredentials),
  } as PublicKeyCredentialCreationOptions;
}

function requestOptionsOf(json: PublicKeyCredentialRequestOptionsJSON): PublicKeyCredentialRequestOptions {
  const known: Known = window.PublicKeyCredential;
  if (known.parseRequestOptionsFromJSON) return known.parseRequestOptionsFromJSON(json);
  return {
    ...json,
    challenge: bytesOf(json.challenge),
    allowCredentials: described(json.allowCredentials),
  } as PublicKeyCredentialRequestOptions;
}

/** What the browser made, as JSON for the server. */
export function credentialJson(credential: PublicKeyCredential): Bag {
  if (typeof credential.toJSON === 'function') return credential.toJSON() as Bag;
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

/** The options themselves, in whatever the server wrapped them. */
function publicKeyOf<Options>(options: unknown): Options {
  const bag = (options ?? {}) as Bag;
  return (bag.publicKey ?? bag) as Options;
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
