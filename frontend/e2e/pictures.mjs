/**
 * Takes pictures of the main pages of a running product in three languages and two widths.
 *
 *   PRODUCT_ADDRESS=http://127.0.0.1:8000 node e2e/pictures.mjs FOLDER
 *
 * Prints one JSON line for each picture: {"page", "language", "width", "file"}.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launchBrowser, newPage, settled } from './browser.mjs';
import { pagesOf } from './pages.mjs';

const ADDRESS = process.env.PRODUCT_ADDRESS ?? 'http://127.0.0.1:8000';
const FOLDER = process.argv[2];
const SEGMENTS = { en: 'en', 'zh-Hant': 'zh-hant', 'zh-Hans': 'zh-hans' };
const QUERIES = { en: 'injection moulding', 'zh-Hant': '注塑', 'zh-Hans': '注塑' };
/** The pages, and as whom: nobody, the operator, or the owner of a small manufacturer. */
const WANTED = {
  home: '',
  search: '',
  patent: '',
  technology: '',
  class: '',
  'classify-answer': '',
  'sign-in': '',
  'account-security': 'owner',
  'account-data': 'owner',
  'organisation-people': 'owner',
  'organisation-verification': 'owner',
  'organisation-signing': 'owner',
  imports: 'operator',
  'admin-organisations': 'operator',
  'admin-roles': 'operator',
  audit: 'operator',
};
const INVENTIONS = {
  en: 'An injection moulding method for thin-walled plastic housings: molten plastic fills the mould cavity to 94 %, then nitrogen is injected through a gas nozzle into the ribs of the moulded part, and the mould clamping force is lowered while it cools.',
  'zh-Hant':
    '一種薄壁塑膠殼體的注塑成型方法：熔融塑膠注入注塑模具的型腔至九成四，再由氣嘴向筋位注入氮氣，並在冷卻時降低鎖模力。',
  'zh-Hans':
    '一种薄壁塑料壳体的注塑成型方法：熔融塑料注入注塑模具的型腔至九成四，再由气嘴向加强筋注入氮气，并在冷却时降低锁模力。',
};
/** Longer pages are cut here: the rest is more of the same. */
const HEIGHT = { 1440: 1250, 360: 1250 };

/** One page in one language, as far down as is shown. */
async function take(page, entry, language, width) {
  await page.goto(`${ADDRESS}/${SEGMENTS[language]}/${entry.path}`);
  await page.waitForSelector('main#main');
  await settled(page);
  if (entry.name === 'classify-answer') await ask(page, language);
  if (entry.name === 'imports') await openNewestReport(page);
  await settled(page);
  // The focus ring says where somebody was; in a picture there is nobody.
  await page.evaluate(() => document.activeElement?.blur());
  const file = `${entry.name}.${language}.${width}.png`;
  const full = await page.evaluate(() => document.documentElement.scrollHeight);
  // The window itself is made taller: pictures beyond the window mix the looks of two widths.
  await page.setViewportSize({ width, height: Math.min(full, HEIGHT[width]) });
  await settled(page);
  await page.screenshot({ path: join(FOLDER, file), animations: 'disabled' });
  process.stdout.write(`${JSON.stringify({ page: entry.name, language, width, file })}\n`);
}

/** The classifier's answer to an invention that it should know. */
async function ask(page, language) {
  await page.fill('main textarea', INVENTIONS[language]);
  await page.click('main form button[type="submit"]');
  await page.waitForSelector('main ol li h3');
}

/** The report of the newest import, with what was held back. */
async function openNewestReport(page) {
  await page.locator('main tbody th a').first().click();
  await page.waitForSelector('main dl dd');
}

/** Signs in as the first demo account with this role. */
async function signIn(page, wanted) {
  const session = await (await page.request.get(`${ADDRESS}/api/app/session`)).json();
  const { email } = session.demoAccounts.find(({ role }) => role === wanted);
  const headers = { 'X-CSRFToken': session.csrfToken, Referer: ADDRESS };
  const answer = await page.request.post(`${ADDRESS}/api/app/demo-session`, { data: { email }, headers });
  if (!answer.ok()) throw new Error(`The demo ${wanted} could not sign in: ${answer.status()}`);
}

async function main() {
  mkdirSync(FOLDER, { recursive: true });
  const browser = await launchBrowser();
  try {
    const probe = await newPage(browser);
    const technologies = await (
      await probe.request.get(`${ADDRESS}/api/app/search?q=injection&type=technology`)
    ).json();
    // Each of them signs in once: so many sign-ins at a stretch would be refused.
    const sessions = {};
    for (const who of ['owner', 'operator']) {
      await signIn(probe, who);
      sessions[who] = await probe.context().storageState();
      await probe.context().clearCookies();
    }
    await probe.context().close();
    for (const language of Object.keys(SEGMENTS)) {
      const pages = pagesOf({ patent: 'HK30999001B', technology: technologies.items[0].id, query: QUERIES[language] });
      for (const width of [1440, 360]) {
        for (const who of ['', 'owner', 'operator']) {
          const options = { deviceScaleFactor: 1, ...(who ? { storageState: sessions[who] } : {}) };
          const page = await newPage(browser, language, width, options);
          const window = page.viewportSize();
          for (const entry of pages.filter(({ name }) => WANTED[name] === who)) {
            await page.setViewportSize(window);
            await take(page, entry, language, width);
          }
          await page.context().close();
        }
      }
    }
  } finally {
    await browser.close();
  }
}

await main();
