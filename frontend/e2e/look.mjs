/**
 * Takes pictures of every page in three languages and two widths, and reads each with axe. Ends with an error where axe finds
 * something serious or critical, where the console reports an error, or where a page scrolls sideways.
 *
 *   node e2e/look.mjs --base http://127.0.0.1:8099 --out ../docs/screenshots [--only home,search] [--language en] [--width 360]
 *     [--patent HK30099901A2] [--technology ID] [--email iris.mok@demo-platform.example]
 */
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launchBrowser, newPage, settled } from './browser.mjs';
import { LANGUAGES, pagesOf, prepare } from './pages.mjs';

const { values: wanted } = parseArgs({
  options: {
    base: { type: 'string', default: 'http://127.0.0.1:8099' },
    out: { type: 'string' },
    only: { type: 'string' },
    language: { type: 'string' },
    width: { type: 'string' },
    patent: { type: 'string', default: 'HK30099901A2' },
    technology: { type: 'string', default: '00000000-0000-7000-8000-000000000000' },
    email: { type: 'string', default: 'iris.mok@demo-platform.example' },
    query: { type: 'string' },
  },
});
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const only = wanted.only?.split(',');
const faults = [];
let looked = 0;

/** Signs in as the demo operator, at a press as a person would. */
async function signIn(page) {
  const session = await (await page.request.get(`${wanted.base}/api/app/session`)).json();
  const account = session.demoAccounts.find(({ email, role }) => email === wanted.email || role === 'operator');
  const headers = { 'X-CSRFToken': session.csrfToken, Referer: wanted.base };
  const answer = await page.request.post(`${wanted.base}/api/app/demo-session`, {
    data: { email: account.email },
    headers,
  });
  if (!answer.ok()) throw new Error(`The demo operator could not sign in: ${answer.status()}`);
}

/** What axe finds serious or critical, one line each. The script runs beside the page, so its policy stays in force. */
async function readWithAxe(page) {
  const client = await page.context().newCDPSession(page);
  await client.send('Runtime.evaluate', { expression: axe });
  const { result } = await client.send('Runtime.evaluate', {
    expression: `axe.run({ resultTypes: ['violations'] }).then((r) => JSON.stringify(r.violations
      .filter((v) => v.impact === 'serious' || v.impact === 'critical')
      .map((v) => v.id + ': ' + v.nodes.slice(0, 3).map((n) => n.target.join(' ')).join(' | '))))`,
    awaitPromise: true,
    returnByValue: true,
  });
  return JSON.parse(result.value);
}

async function look(page, entry, language, segment, width) {
  const where = `${entry.name}.${language}.${width}`;
  page.faults.length = 0;
  await page.goto(`${wanted.base}/${segment}/${entry.path}`);
  await settled(page);
  await prepare(page, entry, language);
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
  if (sideways) faults.push(`${where}: scrolls sideways`);
  for (const found of await readWithAxe(page)) faults.push(`${where}: axe ${found}`);
  const expected = /the server responded with a status of 4\d\d/;
  for (const fault of page.faults.filter((one) => !expected.test(one))) faults.push(`${where}: console ${fault}`);
  if (wanted.out) {
    // Beyond 8,192 device pixels Chromium repeats the picture, so tall pages are taken at single density.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    const scale = height * (width < 768 ? 2 : 1) > 8000 ? 'css' : 'device';
    await page.screenshot({ path: join(wanted.out, `${where}.png`), fullPage: true, scale });
  }
  looked += 1;
}

if (wanted.out) mkdirSync(wanted.out, { recursive: true });
const browser = await launchBrowser();
try {
  for (const [language, segment] of LANGUAGES.filter(([tag]) => !wanted.language || tag === wanted.language)) {
    for (const width of wanted.width ? [Number(wanted.width)] : [1440, 360]) {
      const page = await newPage(browser, language, width);
      let signedIn = false;
      for (const entry of pagesOf(wanted).filter(({ name }) => !only || only.includes(name))) {
        if (entry.operator && !signedIn) {
          await signIn(page);
          signedIn = true;
        }
        await look(page, entry, language, segment, width);
      }
      await page.context().close();
    }
  }
} finally {
  await browser.close();
}
for (const fault of faults) process.stderr.write(`${fault}\n`);
process.stdout.write(`${looked} pages looked at, ${faults.length} faults\n`);
process.exitCode = faults.length > 0 ? 1 : 0;
