/** Wrong addresses and closed doors: designed pages that say what is the matter and where to go. */
import assert from 'node:assert/strict';
import { journey, oneLine, place, search, settled, signIn, visit, words } from './product.mjs';

for (const language of ['en', 'zh-Hant', 'zh-Hans']) {
  journey(`a wrong address offers the search box in ${language}`, { language, refusals: true }, async (page, t) => {
    assert.equal(await visit(page, language, 'no-such-page'), 404);
    assert.equal(await page.locator('main h1').innerText(), t('states', 'notFound.page.title'));
    await search(page, 'B29C');
    assert.equal(place(page), `/${language.toLowerCase()}/search?q=B29C`);
  });
}

journey('an unknown number offers the search box with the number in it', { refusals: true }, async (page, t) => {
  assert.equal(await visit(page, 'en', 'patents/US99999999B2'), 404);
  assert.equal(await page.locator('main h1').innerText(), t('states', 'notFound.record.title'));
  assert.equal(await page.locator('main input[name="q"]').inputValue(), 'US99999999B2');
});

journey('an unknown class leads back to the classes', { language: 'zh-Hans', refusals: true }, async (page, t) => {
  assert.equal(await visit(page, 'zh-Hans', 'classes/Z99Z'), 404);
  assert.equal(await page.locator('main h1').innerText(), t('states', 'notFound.class.title'));
  await page.getByRole('link', { name: t('states', 'toClasses') }).click();
  await page.waitForURL((url) => url.pathname === '/zh-hans/classes');
});

journey(
  'a visitor is told that imports are for operators, and comes back after signing in',
  { language: 'zh-Hant', refusals: true },
  async (page, t) => {
    await visit(page, 'zh-Hant', 'imports');
    await page.getByText(t('imports', 'forbidden.title')).waitFor();
    await page.getByText(t('imports', 'forbidden.visitor')).waitFor();
    await page
      .locator('main')
      .getByRole('link', { name: t('imports', 'forbidden.signIn') })
      .click();
    await page.waitForURL((url) => url.pathname === '/zh-hant/sign-in');
    await settled(page);
    await signIn(page, 'zh-Hant', 'operator');
    await page.waitForURL((url) => url.pathname === '/zh-hant/imports');
  },
);

journey('a member who is no operator is told as whom they are signed in', { refusals: true }, async (page, t) => {
  const member = await signIn(page, 'en', 'member');
  assert.equal(await page.getByRole('link', { name: t('shell', 'nav.imports') }).count(), 0);
  await visit(page, 'en', 'imports');
  await page.getByText(t('imports', 'forbidden.title')).waitFor();
  const sentence = await page.locator('main').innerText();
  assert.ok(sentence.includes(member.name), sentence);
  assert.equal(await page.locator('main input[type="file"]').count(), 0);
});

journey(
  'a wrong password is said beside the form and nothing is lost',
  { language: 'zh-Hans', refusals: true },
  async (page, t) => {
    await visit(page, 'zh-Hans', 'sign-in');
    await page.getByLabel(t('session', 'email')).fill('iris.mok@demo-platform.example');
    await page.locator('input[name="password"]').fill('not-the-password');
    await page
      .locator('main form')
      .getByRole('button', { name: t('session', 'button'), exact: true })
      .click();
    assert.equal(await page.getByRole('alert').innerText(), t('forms', 'code.email_password_mismatch'));
    assert.equal(await page.getByLabel(t('session', 'email')).inputValue(), 'iris.mok@demo-platform.example');
  },
);

journey('without scripts a record can still be read', { language: 'zh-Hant' }, async (page) => {
  const context = await page.context().browser().newContext({ javaScriptEnabled: false });
  const plain = await context.newPage();
  await plain.goto(`${process.env.PRODUCT_ADDRESS}/zh-hant/patents/HK30999001B`);
  assert.match(await plain.locator('h1').innerText(), /氣體輔助注塑/);
  assert.ok((await plain.locator('noscript').count()) === 1);
  assert.equal(await plain.locator('dl dt').first().innerText(), '專利號');
  await context.close();
});

journey('the bare host leads to the language that the browser asks for', { language: 'zh-Hans' }, async (page) => {
  const response = await page.goto(`${process.env.PRODUCT_ADDRESS}/`);
  assert.equal(response.status(), 200);
  await page.waitForURL((url) => url.pathname === '/zh-hans/');
  await settled(page);
  assert.equal(oneLine(await page.locator('main h1').innerText()), oneLine(words('zh-Hans')('home', 'title')));
});
