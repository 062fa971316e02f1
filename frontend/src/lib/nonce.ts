import { setNonce } from 'get-nonce';

/**
 * The one-time word that the content security policy asks of every style sheet made at run time. The browser hides it from
 * attributes, so it is read from the property of our own script, or from the meta element that the page may carry.
 */
export function readNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]');
  const nonce = meta?.nonce || meta?.content || document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce || '';
  // The scroll lock of drawers makes its own sheet through this package.
  if (nonce) setNonce(nonce);
  return nonce;
}
