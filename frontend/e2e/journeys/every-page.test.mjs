/**
 * Every page at two widths in three languages: axe finds nothing serious or critical, the console stays silent, the content
 * security policy is kept, nothing scrolls sideways, and there is one heading of the first level.
 */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pagesOf, prepare } from '../pages.mjs';
import { ADDRESS, faultsOf, journey, signIn, visit } from './product.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const REFUSING = new Set(['not-found', 'imports-forbidden', 'sign-in-code-none', 'invitation-unknown']);

async function technologyOf(page) {
  const answer = await page.request.get(`${ADDRESS}/api/v1/technologies?limit=1`);
  return (await answer.json()).items[0].id;
}

async function faultsOn(page, entry) {
  // Evaluated beside the page's own scripts, so that the policy stays in force while axe reads.
  await page.evaluate(AXE);
  const found = await page.evaluate(async () => {
    const { violations } = await globalThis.axe.run({ resultTypes: ['violations'] });
    return violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => `axe ${id}: ${nodes.map(({ target }) => target.join(' ')).join(' | ')}`);
  });
  const seen = await page.evaluate(() => ({
    isWider: document.documentElement.scrollWidth > window.innerWidth,
    headings: document.querySelectorAll('h1').length,
    isUntitled: document.title === '',
  }));
  if (seen.isWider) found.push('scrolls sideways');
  if (seen.headings !== 1) found.push(`has ${seen.headings} headings of the first level`);
  if (seen.isUntitled) found.push('has no title');
  return [...found, ...faultsOf(page, REFUSING.has(entry.name))];
}

for (const language of ['en', 'zh-Hant', 'zh-Hans']) {
  for (const width of [1440, 360]) {
    journey(
      `every page in ${language} at ${width}`,
      { language, width, refusals: true, timeout: 240_000 },
      async (page) => {
        const faults = [];
        let isSignedIn = false;
        const pages = pagesOf({ patent: 'HK30999001B', technology: await technologyOf(page) });
        for (const entry of pages) {
          if (entry.operator && !isSignedIn) {
            await signIn(page, language, 'operator');
            isSignedIn = true;
          }
          page.faults.length = 0;
          await visit(page, language, entry.path);
          await prepare(page, entry, language);
          for (const fault of await faultsOn(page, entry)) faults.push(`${entry.name}: ${fault}`);
        }
        assert.deepEqual(faults, []);
      },
    );
  }
}
