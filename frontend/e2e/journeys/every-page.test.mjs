/**
 * Every page at two widths in three languages: axe finds nothing serious or critical, the console stays silent, the content
 * security policy is kept, nothing scrolls sideways, and there is one heading of the first level.
 */
import assert from 'node:assert/strict';
import { pagesOf, prepare } from '../pages.mjs';
import { faultsOn } from './axe.mjs';
import { ADDRESS, journey, signIn, visit } from './product.mjs';

const REFUSING = new Set(['not-found', 'imports-forbidden', 'sign-in-code-none', 'invitation-unknown']);

async function technologyOf(page) {
  const answer = await page.request.get(`${ADDRESS}/api/v1/technologies?limit=1`);
  return (await answer.json()).items[0].id;
}

for (const language of ['en', 'zh-Hant', 'zh-Hans']) {
  for (const width of [1440, 360]) {
    journey(`every page in ${language} at ${width}`, { language, width, refusals: true }, async (page) => {
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
        for (const fault of await faultsOn(page, REFUSING.has(entry.name))) faults.push(`${entry.name}: ${fault}`);
      }
      assert.deepEqual(faults, []);
    });
  }
}
