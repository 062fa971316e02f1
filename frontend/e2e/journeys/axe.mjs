/** What is wrong with the page that is shown, for everybody who does not see it as its designer does. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { faultsOf } from './product.mjs';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What axe finds serious or critical, a page that scrolls sideways, its headings and title, and what the console reports. */
export async function faultsOn(page, refusals = false) {
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
  return [...found, ...faultsOf(page, refusals)];
}
