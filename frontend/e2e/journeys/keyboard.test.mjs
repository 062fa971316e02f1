/** Everything can be reached and done without a mouse, the focus can always be seen, and it is never lost. */
import assert from 'node:assert/strict';
import { answered, journey, place, settled, visit } from './product.mjs';

/** What has the focus: its name, and whether something marks it. */
function focused(page) {
  return page.evaluate(() => {
    const one = document.activeElement;
    const style = getComputedStyle(one);
    const around = getComputedStyle(one.closest('form')?.firstElementChild ?? one);
    const marks = [
      style.outlineStyle !== 'none' && style.outlineWidth !== '0px',
      style.boxShadow !== 'none',
      around.boxShadow !== 'none',
    ];
    return {
      tag: one.tagName,
      name: (one.getAttribute('aria-label') ?? one.textContent ?? '').trim(),
      isMarked: marks.some(Boolean),
    };
  });
}

async function tabTo(page, wanted) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const here = await focused(page);
    assert.ok(here.isMarked, `the focus on ${here.tag} "${here.name}" cannot be seen`);
    if (await wanted(here)) return here;
  }
  throw new Error('the wanted element was not reached with 60 presses of Tab');
}

journey('the first press of Tab offers to skip to the content', {}, async (page, t) => {
  await visit(page, 'en', 'about');
  await page.keyboard.press('Tab');
  const skip = await focused(page);
  assert.deepEqual([skip.name, skip.isMarked], [t('shell', 'skip'), true]);
  await page.waitForFunction(() => document.activeElement.getBoundingClientRect().top >= 0);
  await page.keyboard.press('Enter');
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main');
});

journey('the order of the focus is the order on the screen', {}, async (page, t) => {
  await visit(page, 'en');
  // The door for people appears when the session is known.
  await page.getByRole('link', { name: t('shell', 'signIn') }).waitFor();
  const order = [];
  for (let presses = 0; presses < 11; presses += 1) {
    await page.keyboard.press('Tab');
    order.push((await focused(page)).name);
  }
  const shell = (key) => t('shell', key);
  assert.deepEqual(order, [
    shell('skip'),
    shell('brand'),
    shell('nav.search'),
    shell('nav.classes'),
    shell('nav.classify'),
    'EN English',
    '繁 繁體中文（香港）',
    '简 简体中文',
    shell('signIn'),
    shell('search.label'),
    shell('search.button'),
  ]);
});

journey('a search from the first key to the record with the keyboard alone', {}, async (page) => {
  await visit(page, 'en');
  await tabTo(page, ({ tag }) => tag === 'INPUT');
  await page.keyboard.type('plating');
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => url.searchParams.get('q') === 'plating');
  await answered(page);
  await tabTo(page, () => page.evaluate(() => document.activeElement.matches('main section ol > li h2 a')));
  await page.keyboard.press('Enter');
  await page.waitForURL((url) => /\/(patents|technologies)\//.test(url.pathname));
  await settled(page);
  // A new page starts at its heading, so that a screen reader says where one is.
  await page.waitForFunction(() => document.activeElement?.tagName === 'H1');
});

journey('a filter is set with the space bar and keeps the focus', { language: 'zh-Hant' }, async (page) => {
  await visit(page, 'zh-Hant', 'search?q=B29C');
  await tabTo(page, () => page.evaluate(() => document.activeElement.matches('aside input[type="checkbox"]')));
  const before = place(page);
  await page.keyboard.press('Space');
  await page.waitForURL((url) => url.pathname + url.search !== before);
  await settled(page);
  assert.equal(await page.evaluate(() => document.activeElement.matches('aside input[type="checkbox"]:checked')), true);
});

journey(
  'on a phone the menu opens, closes with Escape and gives the focus back',
  { language: 'zh-Hans', width: 360 },
  async (page, t) => {
    await visit(page, 'zh-Hans');
    const menu = page.getByRole('button', { name: t('shell', 'menu') });
    await menu.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('dialog').waitFor();
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await page.waitForFunction(
      (name) => document.activeElement?.getAttribute('aria-label') === name,
      t('shell', 'menu'),
    );
  },
);
