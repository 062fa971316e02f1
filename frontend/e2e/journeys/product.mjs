/**
 * A journey through the running product: one person, one language, one window. PRODUCT_ADDRESS names the product; JOURNEY_PICTURES
 * may name a folder that gets a picture of the window when a journey fails.
 */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { launchBrowser, newPage, settled as shown } from '../browser.mjs';

export const ADDRESS = process.env.PRODUCT_ADDRESS ?? 'http://127.0.0.1:8000';
export const SEGMENTS = { en: 'en', 'zh-Hant': 'zh-hant', 'zh-Hans': 'zh-hans' };
const WAIT_MILLISECONDS = 30_000;
const REFUSED = /Failed to load resource: the server responded with a status of 4\d\d/;

let started;
after(async () => (await started)?.close());

/** The product's own words, so that a better sentence does not break a journey: `words('en')('search', 'found_other', { number: 3 })`. */
export function words(language) {
  return (room, key, values = {}) => {
    const file = new URL(`../../src/locales/${language}/${room}.json`, import.meta.url);
    const text = JSON.parse(readFileSync(file, 'utf8'))[key];
    assert.ok(text !== undefined, `${language}/${room}.json has no "${key}"`);
    return text.replace(/\{\{(\w+)\}\}/g, (_, name) => String(values[name]));
  };
}

/**
 * A test in a window of its own. It fails on any error of the console, breaches of the content security policy among them;
 * `refusals` says that the journey goes where the server refuses, which browsers report as an error too.
 */
export function journey(name, { language = 'en', width = 1440, refusals = false, timeout = 240_000 }, travel) {
  test(name, { timeout }, async () => {
    started ??= launchBrowser();
    const page = await newPage(await started, language, width);
    page.setDefaultTimeout(WAIT_MILLISECONDS);
    try {
      await travel(page, words(language));
      assert.deepEqual(faultsOf(page, refusals), []);
    } catch (error) {
      await picture(page, name);
      throw error;
    } finally {
      await page.context().close();
    }
  });
}

export function faultsOf(page, refusals) {
  return page.faults.filter((fault) => !(refusals && REFUSED.test(fault)));
}

async function picture(page, name) {
  const folder = process.env.JOURNEY_PICTURES;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${name.replace(/[^\p{L}\p{N}]+/gu, '-')}.png`);
  await page.screenshot({ path: file }).catch(() => undefined);
}

/** Waits until the front end has taken over from the served text and shows its content. */
export async function settled(page) {
  await page.waitForSelector('main#main');
  await shown(page);
}

/** A heading without the breaks that a designer put into it. */
export function oneLine(text) {
  return text.replace(/\s*\n\s*/g, '');
}

/** Opens a page by its path below the language and waits for its content. Returns the HTTP status. */
export async function visit(page, language, path = '') {
  const response = await page.goto(`${ADDRESS}/${SEGMENTS[language]}/${path}`);
  await settled(page);
  return response.status();
}

/** Where the window stands, without the host. */
export function place(page) {
  const { pathname, search } = new URL(page.url());
  return decodeURIComponent(pathname) + search;
}

/** Types into the search box of the page and presses Enter. */
export async function search(page, text) {
  const box = page.locator('main input[name="q"]');
  await box.fill(text);
  await box.press('Enter');
  await page.waitForURL((url) => url.pathname.endsWith('/search') && url.searchParams.get('q') === text);
  await answered(page);
}

/** Waits until the results of the search in the address are shown: the address changes before they are there. */
export async function answered(page) {
  await page.locator('main h1').filter({ hasText: /\d/ }).waitFor();
  await settled(page);
}

/** Waits for a page whose heading is this text. */
export async function headed(page, text) {
  await page.waitForFunction((wanted) => document.querySelector('#main h1')?.innerText.trim() === wanted, text.trim());
  await settled(page);
}

/** The number in the heading of the results. */
export async function total(page) {
  await answered(page);
  const heading = await page.locator('main h1').innerText();
  const digits = heading.replace(/[^0-9]/g, '');
  assert.notEqual(digits, '', `the heading "${heading}" has no number`);
  return Number(digits);
}

/** Waits, at most 20 seconds, until the number of results lies between two bounds, both included. */
export async function totalWithin(page, least, most) {
  await page.waitForFunction(
    ([from, to]) => {
      const digits = (document.querySelector('#main h1')?.textContent ?? '').replace(/[^0-9]/g, '');
      return digits !== '' && Number(digits) >= from && Number(digits) <= to;
    },
    [least, most],
    { timeout: 20_000 },
  );
  await answered(page);
}

/** Paths of the hits on the page, without the language. */
export async function hits(page) {
  const links = await page
    .locator('main section ol > li h2 a')
    .evaluateAll((all) => all.map((a) => a.getAttribute('href')));
  return links.map((href) => href.split('/').slice(2).join('/'));
}

/** Signs in as the first demo account of a role, at a press. Returns the account. */
export async function signIn(page, language, role) {
  const session = await (await page.request.get(`${ADDRESS}/api/app/session`)).json();
  const account = session.demoAccounts.find((one) => one.role === role);
  assert.ok(account, `no demo account has the role ${role}`);
  if (!page.url().includes('/sign-in')) await visit(page, language, 'sign-in');
  await page.getByRole('button', { name: words(language)('session', 'demo.useName', { name: account.name }) }).click();
  await page.waitForURL((url) => !url.pathname.includes('sign-in'));
  await settled(page);
  return account;
}

/** Asks the search until it finds so many records, at most 20 seconds: for what the relay does a moment after an import. */
export async function found(page, query, count) {
  await page.waitForFunction(
    async ([address, wanted]) => (await (await fetch(address)).json()).total === wanted,
    [`/api/app/search?q=${encodeURIComponent(query)}`, count],
    { polling: 250, timeout: 20_000 },
  );
}
