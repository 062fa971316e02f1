/** Why another house opened nothing, as the address of the page tells it: our name for each code that has a sentence of its own. */
const BOTH = { cancelled: 'cancelled', denied: 'denied', expired: 'expired', no_answer: 'noAnswer' } as const;
const SIGNING_IN = { ...BOTH, address_taken: 'addressTaken', unverified_address: 'unverified' } as const;
const LINKING = { ...BOTH, connected_other: 'elsewhere', reauthentication_required: 'tooLong' } as const;

export type SignInRefusal = (typeof SIGNING_IN)[keyof typeof SIGNING_IN] | 'unknown';
type LinkRefusal = (typeof LINKING)[keyof typeof LINKING] | 'unknown';

// The address bar can hold anything, the names of an object's own inheritance among it.
function named<Name extends string>(names: Record<string, Name>, code: string): Name | 'unknown' {
  return Object.hasOwn(names, code) ? (names[code] ?? 'unknown') : 'unknown';
}

export function signInRefusal(code: string): SignInRefusal {
  return named(SIGNING_IN, code);
}

export function linkRefusal(code: string): LinkRefusal {
  return named(LINKING, code);
}

/** What a page to which another house sends the browser back reads of its address. */
export interface ProviderReturn {
  /** Why nothing was opened. */
  error?: string;
  /** Which house it was, by its id. */
  provider?: string;
}

const LONGEST = 60;

export function readProviderReturn(raw: Record<string, unknown>): ProviderReturn {
  const [error, provider] = [raw.error, raw.provider].map((value) => {
    const first: unknown = [value].flat()[0];
    return typeof first === 'string' && first ? first.slice(0, LONGEST) : undefined;
  });
  return { ...(error ? { error } : {}), ...(provider ? { provider } : {}) };
}
