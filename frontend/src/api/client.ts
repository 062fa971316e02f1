import createClient from 'openapi-fetch';
import { seenAs } from './seenAs';
import type { LanguageTag, paths } from './contract';

/** What is wrong with one value: `field` is its name on the wire, pieces joined by dots, "" for the whole. */
interface ValueFault {
  field: string;
  code: string;
  message: string;
}

/** A refusal or failure of the server, in the words of its problem document; status 0 means that nothing answered. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** What the operator can look up. */
  readonly reference: string;
  /** Which values were refused, where the server says it. */
  readonly faults: readonly ValueFault[];

  constructor(status: number, code: string, detail: string, reference = '', faults: readonly ValueFault[] = []) {
    super(detail);
    this.status = status;
    this.code = code;
    this.reference = reference;
    this.faults = faults;
  }
}

/** The token of the present session: Django asks for it on every write. It changes at sign-in, so the session answer sets it. */
let csrfToken = '';
export function setCsrfToken(token: string): void {
  csrfToken = token;
}

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

function needsToken(request: Request): boolean {
  return !SAFE.has(request.method);
}

/** Reads the token anew. Another tab that signs in or out changes it for all. */
async function renewToken(): Promise<void> {
  const answer = await globalThis.fetch(new Request(`${window.location.origin}/api/app/session`));
  if (answer.ok) setCsrfToken(String(record(await answer.json()).csrfToken ?? ''));
}

async function isStaleToken(response: Response): Promise<boolean> {
  if (response.status !== 403) return false;
  const body: unknown = await response
    .clone()
    .json()
    .catch(() => null);
  return record(body).code === 'csrf_failed';
}

/** Sends a request with the token of the session; one that was refused for an old token goes out once more with the new one. */
async function send(request: Request): Promise<Response> {
  if (!needsToken(request)) {
    // Who is signed in stays who they are; everything else is shown as the others see it.
    if (seenAs() && !/\/api\/(?:app\/session$|auth\/)/.test(request.url)) request.headers.set('X-See-As', seenAs());
    return globalThis.fetch(request);
  }
  // An upload is not kept for a second try: its copy would hold the whole file in memory.
  if (/multipart/.test(request.headers.get('Content-Type') ?? '')) return globalThis.fetch(withToken(request));
  const text = await request.text();
  const response = await globalThis.fetch(withToken(request, text));
  if (!(await isStaleToken(response))) return response;
  await renewToken();
  return globalThis.fetch(withToken(request, text));
}

/** The request with the token of the session; with `text` one of its own, so that it can be sent again. */
function withToken(request: Request, text?: string): Request {
  const { url, method, credentials, signal } = request;
  const made =
    text === undefined
      ? request
      : new Request(url, { method, credentials, signal, headers: request.headers, body: text || null });
  if (csrfToken) made.headers.set('X-CSRFToken', csrfToken);
  return made;
}

// `fetch` is looked up at each call, so that tests can put their own in its place.
const client = createClient<paths>({ baseUrl: window.location.origin, credentials: 'same-origin', fetch: send });

export const { GET, POST, PUT, PATCH, DELETE } = client;

/** Labels come back in the language of the page, whatever the browser prefers. */
export function inLanguage(language: LanguageTag): { 'Accept-Language': string } {
  return { 'Accept-Language': language };
}

/**
 * A request whose body is a form with a file in it. The document of the API calls a file a text, which is why the shape of the body
 * is told and not checked here.
 */
export function asForm<Body extends Record<string, string>>(parts: { [Name in keyof Body]: Body[Name] | File }) {
  const bodySerializer = () => {
    const form = new FormData();
    for (const [name, part] of Object.entries<string | File>(parts)) form.set(name, part);
    return form;
  };
  return { body: parts as Body, bodySerializer };
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
  throw told(errorOf(response.status, error, response));
}

function errorOf(status: number, body: unknown, response: Response): ApiError {
  const problem = record(body);
  const faults = faultsIn(problem);
  return new ApiError(
    status,
    typeof problem.code === 'string' ? problem.code : (faults[0]?.code ?? 'unexpected'),
    typeof problem.detail === 'string' ? problem.detail : (faults[0]?.message ?? response.statusText),
    response.headers.get('X-Request-Id') ?? '',
    faults,
  );
}

/** Problem documents name a value by a JSON pointer, the sign-in API by the name of its parameter. */
function faultsIn(body: Record<string, unknown>): ValueFault[] {
  if (!Array.isArray(body.errors)) return [];
  return body.errors.map(record).map(({ pointer, param, code, detail, message }) => ({
    field: typeof pointer === 'string' ? pointer.replace(/^\//, '').replaceAll('/', '.') : String(param ?? ''),
    code: String(code ?? 'invalid'),
    message: String(detail ?? message ?? ''),
  }));
}

const lostSession = new Set<() => void>();

/** Calls back whenever the server asks who somebody is: their session has ended. Returns what stops it. */
export function onLostSession(callback: () => void): () => void {
  lostSession.add(callback);
  return () => lostSession.delete(callback);
}

function told(error: ApiError): ApiError {
  // A visitor's sight is told to sign in where the person behind it need not.
  if (error.status === 401 && error.code === 'sign_in_needed' && !seenAs())
    for (const callback of lostSession) callback();
  return error;
}

/** What the sign-in API answered. "401 with a pending step" is an ordinary answer there, so nothing is thrown for a status. */
export interface SignInAnswer {
  status: number;
  body: Record<string, unknown>;
  error: ApiError;
}

const SIGN_IN_API = '/api/auth/browser/v1/';

interface SignInRequest {
  body?: object;
  /** The one address that takes a form instead of JSON. */
  form?: URLSearchParams;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** Asks the sign-in API, whose shapes its own library sets. Throws only where nothing answered. */
export async function askSignIn(
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE',
  path: string,
  { body, form, headers = {}, signal }: SignInRequest = {},
): Promise<SignInAnswer> {
  const request = new Request(`${window.location.origin}${SIGN_IN_API}${path}`, {
    method,
    credentials: 'same-origin',
    headers: { Accept: 'application/json', ...(body ? { 'Content-Type': 'application/json' } : {}), ...headers },
    body: body ? JSON.stringify(body) : form,
    signal,
  });
  let response: Response;
  try {
    response = await send(request);
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure;
    throw new ApiError(0, 'no_connection', String(failure));
  }
  const answer = record(await response.json().catch(() => null));
  return { status: response.status, body: answer, error: errorOf(response.status, answer, response) };
}
