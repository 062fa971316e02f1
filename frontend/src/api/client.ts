import createClient from 'openapi-fetch';
import type { LanguageTag, paths } from './contract';

/** A refusal or failure of the server, in the words of its problem document; status 0 means that nothing answered. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** What the operator can look up. */
  readonly reference: string;

  constructor(status: number, code: string, detail: string, reference = '') {
    super(detail);
    this.status = status;
    this.code = code;
    this.reference = reference;
  }
}

/** The token of the present session: Django asks for it on every write. It changes at sign-in, so the session answer sets it. */
let csrfToken = '';
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

const client = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  // Looked up at each call, so that tests can put their own in its place.
  fetch: (request) => globalThis.fetch(request),
});
client.use({
  onRequest({ request }) {
    if (request.method !== 'GET' && csrfToken) request.headers.set('X-CSRFToken', csrfToken);
    return request;
  },
});

export const { GET, POST, DELETE } = client;

/** Labels come back in the language of the page, whatever the browser prefers. */
export function inLanguage(language: LanguageTag): { 'Accept-Language': string } {
  return { 'Accept-Language': language };
}

function record(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** Turns an answer into its body, or throws what went wrong as one kind of error. */
export async function answered<Body>(
  call: Promise<{ data?: Body; error?: unknown; response: Response }>,
): Promise<Body> {
  let result;
  try {
    result = await call;
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw new ApiError(0, 'no_connection', String(failure));
  }
  const { data, error, response } = result;
  if (response.ok) return data as Body;
  const problem = record(error);
  throw new ApiError(
    response.status,
    typeof problem.code === 'string' ? problem.code : 'unexpected',
    typeof problem.detail === 'string' ? problem.detail : response.statusText,
    response.headers.get('X-Request-Id') ?? '',
  );
}
