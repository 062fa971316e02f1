/** What journeys of people need: an address of their own, the code that was mailed, a code of an authenticator app. */
import assert from 'node:assert/strict';
import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { newPage } from '../browser.mjs';
import { ADDRESS, faultsOf, SEGMENTS, settled, visit } from './product.mjs';

export const PASSWORD = 'plating-bath-quarry-88';

/** An address that nobody used before. */
export function newAddress(name) {
  return `${name}-${randomBytes(4).toString('hex')}@journey.example`;
}

const MAIL_MILLISECONDS = 30_000;
const ASK_AGAIN_MILLISECONDS = 250;
const BESIDE_MILLISECONDS = 30_000;
/** Two groups of letters and figures, alone on their line. */
const CODE = /^\s*([A-Z0-9]{3,4}-[A-Z0-9]{3,4})\s*$/m;

/** What `pick` finds in a message to an address, read from the mailbox newest first; waits until there is one. */
export async function mailed(page, address, pick) {
  const { origin } = new URL(page.url());
  const until = Date.now() + MAIL_MILLISECONDS;
  while (Date.now() < until) {
    const answer = await page.request.get(`${origin}/api/app/mailbox?to=${encodeURIComponent(address)}`);
    const found = (await answer.json()).items.map(pick).find(Boolean);
    if (found) return found;
    await setTimeout(ASK_AGAIN_MILLISECONDS);
  }
  throw new Error(`what was waited for was not mailed to ${address}`);
}

/** The newest code that was mailed to an address; `after` holds codes that do not count. */
export function mailedCode(page, address, after = []) {
  const unused = (code) => code && !after.includes(code) && code;
  return mailed(page, address, ({ text }) => unused(text.match(CODE)?.[1]));
}

/** The mail to an address whose subject holds a text. */
export function mailAbout(page, address, text) {
  return mailed(page, address, (message) => message.subject.includes(text) && message);
}

/** A window of its own beside the one of the journey, for a second person. Errors of its console count as well. */
export async function beside(page, language, travel) {
  const other = await newPage(page.context().browser(), language);
  other.setDefaultTimeout(BESIDE_MILLISECONDS);
  try {
    const outcome = await travel(other);
    assert.deepEqual(faultsOf(other, true), []);
    return outcome;
  } finally {
    await other.context().close();
  }
}

/** Asks the API in the name of whoever is signed in. */
export async function ask(page, method, path, { body, form } = {}) {
  const { csrfToken } = await who(page);
  const { origin } = new URL(page.url());
  const headers = { 'X-CSRFToken': csrfToken, Referer: origin, 'Idempotency-Key': crypto.randomUUID() };
  const answer = await page.request.fetch(`${origin}/api/app/${path}`, {
    method,
    headers,
    ...(form ? { multipart: form } : { data: body }),
  });
  return { status: answer.status(), body: await answer.json().catch(() => null) };
}

/** Founds an organisation for whoever is signed in, who acts for it from then on. Returns its id. */
export async function found(page, name) {
  const founded = await ask(page, 'POST', 'organisations', {
    body: {
      kind: 'buyer',
      name: { en: name, zhHant: '', zhHans: '' },
      country: 'VN',
      registrationKind: 'other',
      registrationNumber: `J-${randomBytes(6).toString('hex')}`,
      sector: 'G',
      employees: 12,
    },
  });
  assert.equal(founded.status, 201, JSON.stringify(founded.body));
  return founded.body.id;
}

/** Fills in the form and enters the code. Ends signed in. */
export async function signUp(page, language, t, { name, email, password = PASSWORD, origin = ADDRESS }) {
  await page.goto(`${origin}/${SEGMENTS[language]}/sign-up`);
  await settled(page);
  await page.getByLabel(t('session', 'signUp.name')).fill(name);
  await page.getByLabel(t('session', 'email')).fill(email);
  if (password) await page.locator('input[name="password"]').fill(password);
  await page.locator('input[name="agreed"]').check();
  await page.getByRole('button', { name: t('session', 'signUp.button') }).click();
  await page.waitForURL((url) => url.pathname.endsWith('/sign-in/code'));
  await enterMailedCode(page, t, email);
  await page.waitForURL((url) => !url.pathname.includes('/sign-in'));
  await settled(page);
}

export async function enterMailedCode(page, t, email, after = []) {
  const code = await mailedCode(page, email, after);
  await page.getByLabel(t('session', 'code.label')).fill(code);
  await page.getByRole('button', { name: t('session', 'code.confirm') }).click();
  return code;
}

export async function signInWithPassword(page, language, t, { email, password = PASSWORD }) {
  if (!page.url().includes('/sign-in')) await visit(page, language, 'sign-in');
  await page.getByLabel(t('session', 'email')).fill(email);
  await page.locator('input[name="password"]').fill(password);
  await page
    .locator('main form')
    .getByRole('button', { name: t('session', 'button'), exact: true })
    .click();
}

/** Signs out through the person menu of the header. */
export async function signOut(page, t) {
  await openPersonMenu(page);
  await page.getByRole('button', { name: t('shell', 'signOut') }).click();
  await page
    .getByRole('link', { name: t('shell', 'signIn'), exact: true })
    .first()
    .waitFor();
}

export async function openPersonMenu(page) {
  await page.locator('header button[aria-expanded]').last().click();
}

/** Who the server says is signed in here. */
export async function who(page) {
  const answer = await page.request.get(`${new URL(page.url()).origin}/api/app/session`);
  return answer.json();
}

function bytesOf(base32) {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
  const bits = [...base32.replace(/[\s=]/g, '')]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

const STEP_MILLISECONDS = 30_000;

/** The six figures that an authenticator app shows now (RFC 6238); `steps` looks ahead, for a code that was not used yet. */
export function appCode(secret, steps = 0) {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / STEP_MILLISECONDS) + steps));
  const digest = createHmac('sha1', bytesOf(secret)).update(counter).digest();
  const at = digest[19] & 15;
  return String((digest.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Answers the question "is it you?" with the password, where it was asked in the middle of something. */
export async function prove(page, t, password = PASSWORD) {
  const dialog = page.getByRole('dialog', { name: t('session', 'proof.title') });
  await dialog.locator('input[name="password"]').fill(password);
  await dialog.getByRole('button', { name: t('session', 'proof.button') }).click();
  await dialog.waitFor({ state: 'hidden' });
}
