import { ApiError } from '../api/client';
import { ProofNeeded, readProofs, SessionLost } from '../lib/signInApi';
import { askPerson, openPrompt } from '../lib/signInPrompt';

/** Codes with which our own API asks for proof; the sign-in API answers with its flows instead. */
const WANTS_PROOF = ['reauthentication_needed', 'reauthentication_required'];
/** Sign in again, then prove: more than that means that something else is wrong. */
const MOST_QUESTIONS = 2;

async function settle(error: unknown): Promise<void> {
  if (error instanceof ProofNeeded) return askPerson({ kind: 'reauthenticate', proofs: error.proofs });
  if (error instanceof SessionLost) return askPerson({ kind: 'expired' });
  if (!(error instanceof ApiError)) throw error;
  if (WANTS_PROOF.includes(error.code)) return askPerson({ kind: 'reauthenticate', proofs: await readProofs() });
  if (error.status === 401 && error.code !== 'not_confirmed') return askPerson({ kind: 'expired' });
  throw error;
}

/**
 * Wraps any request: `const asked = useReauthentication(); await asked(() => change(…))`. Where the server wants to be told once more
 * who is there, or the session has ended, the person is asked in the page, and then the request goes out again. Leaving the question
 * rejects with the code "not_confirmed"; every other refusal comes through as it is.
 */
export function useReauthentication(): <Body>(request: () => Promise<Body>) => Promise<Body> {
  return askedUntilDone;
}

/**
 * A write that found the session ended goes out again once the same person has signed in. The page's shell has put the question to
 * whoever was signed in; a visitor's refusal comes through as it is.
 */
export async function repeatedAfterSignIn<Body>(request: () => Promise<Body>): Promise<Body> {
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof ApiError) || error.status !== 401 || openPrompt()?.kind !== 'expired') throw error;
    await askPerson({ kind: 'expired' });
    return request();
  }
}

async function askedUntilDone<Body>(request: () => Promise<Body>): Promise<Body> {
  for (let questions = 0; questions < MOST_QUESTIONS; questions += 1) {
    try {
      return await request();
    } catch (error) {
      await settle(error);
    }
  }
  return request();
}
