/** One's own account: the profile and its language, a token that works until it is revoked, the copy of one's data, and the end. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { enterMailedCode, mailedCode, newAddress, PASSWORD, signInWithPassword, signUp, who } from './people.mjs';
import { ADDRESS, headed, journey, place, SEGMENTS, settled, signIn, visit, words } from './product.mjs';

/** Answers the question who one is, which comes before what cannot be taken back. */
async function prove(page, t) {
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type="password"]').fill(PASSWORD);
  await dialog.getByRole('button', { name: t('session', 'proof.button') }).click();
}

for (const [language, wanted] of [
  ['en', 'zh-Hans'],
  ['zh-Hant', 'en'],
  ['zh-Hans', 'zh-Hant'],
]) {
  journey(
    `the pages follow the language of the profile, from ${language} to ${wanted}`,
    { language, refusals: true },
    async (page, t) => {
      await signUp(page, language, t, { name: 'Profile Person', email: newAddress('profile') });
      await visit(page, language, 'account');
      assert.equal(place(page), `/${SEGMENTS[language]}/account/profile`);
      await page.getByLabel(t('account', 'profile.name'), { exact: true }).fill('Renamed Person');
      await page.locator('main select[name="language"]').selectOption(wanted);
      await page.getByLabel(t('account', 'profile.zoneFind'), { exact: true }).fill('tokyo');
      const zone = page.getByLabel(t('account', 'profile.zone'), { exact: true });
      await page.waitForFunction(
        (list) => list.options.length <= 2 && [...list.options].some(({ value }) => value === 'Asia/Tokyo'),
        await zone.elementHandle(),
      );
      await zone.selectOption('Asia/Tokyo');
      await page.getByRole('button', { name: t('account', 'profile.save') }).click();
      await page.waitForURL((url) => url.pathname === `/${SEGMENTS[wanted]}/account/profile`);
      await settled(page);
      const { person } = await who(page);
      assert.deepEqual([person.name, person.language, person.timeZone], ['Renamed Person', wanted, 'Asia/Tokyo']);
      assert.equal(await page.evaluate(() => document.documentElement.lang), wanted);
    },
  );
}

journey(
  'a token is shown once, works as the example says, and is refused once revoked',
  { refusals: true },
  async (page, t) => {
    await signUp(page, 'en', t, { name: 'Token Person', email: newAddress('token') });
    await visit(page, 'en', 'account/tokens');
    const make = page.getByRole('button', { name: t('account', 'tokens.make') });
    await make.click();
    await make.click();
    // Sent empty: both things that are missing are named, and nothing is made.
    assert.equal(await page.locator('main form [role="alert"] li').count(), 2);
    await page.getByLabel(t('account', 'tokens.name'), { exact: true }).fill('Nightly report');
    await page.getByLabel(t('account', 'scope.account.read'), { exact: true }).check();
    await make.click();
    await prove(page, t);
    const shown = page.locator('[data-token]');
    await shown.waitFor();
    const token = await shown.innerText();
    const example = await page.locator('main pre').innerText();
    assert.equal(example.split('\n').length, 3);
    const address = example.match(/'(http[^']+)'/)[1];
    const read = () => fetch(address, { headers: { Authorization: `Bearer ${token}` } });
    const answer = await read();
    assert.equal(answer.status, 200);
    assert.equal((await answer.json()).name, 'Token Person');
    await page.getByRole('button', { name: t('account', 'tokens.stored') }).click();
    await page.reload();
    await settled(page);
    assert.ok(!(await page.content()).includes(token));
    await page.getByRole('button', { name: t('account', 'tokens.revokeName', { name: 'Nightly report' }) }).click();
    await page
      .getByRole('group')
      .getByRole('button', { name: t('account', 'tokens.revoke'), exact: true })
      .click();
    await page.getByText(t('account', 'tokens.none')).waitFor();
    assert.equal((await read()).status, 401);
  },
);

journey(
  'the copy of one’s data is asked for, waited for and downloaded',
  { language: 'zh-Hant', refusals: true },
  async (page, t) => {
    await signUp(page, 'zh-Hant', t, { name: '陳大文', email: newAddress('copy') });
    await visit(page, 'zh-Hant', 'account/data');
    await page.getByText(t('account', 'consents.statistics'), { exact: true }).click();
    await page.getByRole('switch', { name: t('account', 'consents.statistics'), checked: true }).waitFor();
    await page.getByRole('button', { name: t('account', 'copies.ask') }).click();
    await prove(page, t);
    const link = page.locator('main a[download]');
    await link.waitFor({ timeout: 40_000 });
    const [download] = await Promise.all([page.waitForEvent('download'), link.click()]);
    assert.equal(download.suggestedFilename(), 'my-data.zip');
    const content = readFileSync(await download.path());
    assert.equal(content.subarray(0, 2).toString(), 'PK');
    const consents = await (await page.request.get(`${ADDRESS}/api/app/account/consents`)).json();
    assert.deepEqual(consents, { news: false, statistics: true });
  },
);

journey('an erased account is gone: its password opens nothing any more', { refusals: true }, async (page, t) => {
  const email = newAddress('gone');
  await signUp(page, 'en', t, { name: 'Gone Person', email });
  await visit(page, 'en', 'account/data');
  await page.getByRole('button', { name: t('account', 'erase.open') }).click();
  const typed = page.getByLabel(t('account', 'erase.confirm', { email }));
  const erase = page.getByRole('button', { name: t('account', 'erase.button') });
  await typed.fill('somebody@else.example');
  await erase.click();
  await page.getByText(t('account', 'erase.confirmError')).first().waitFor();
  await typed.fill(email);
  await erase.click();
  await prove(page, t);
  await headed(page, t('account', 'farewell.title'));
  assert.equal((await who(page)).person, null);
  await visit(page, 'en', 'sign-in');
  await signInWithPassword(page, 'en', t, { email });
  await page.locator('main form [role="alert"]').waitFor();
  assert.equal((await who(page)).person, null);
});

journey(
  'the only owner of an organisation is told what stands in the way',
  { language: 'zh-Hans' },
  async (page, t) => {
    await signIn(page, 'zh-Hans', 'owner');
    await visit(page, 'zh-Hans', 'account/data');
    await page.getByRole('heading', { name: t('account', 'erase.blocked') }).waitFor();
    assert.equal(await page.getByRole('button', { name: t('account', 'erase.open') }).count(), 0);
    await page.getByRole('button', { name: t('account', 'erase.block.only_ownerLink') }).click();
    await page.waitForURL((url) => url.pathname === '/zh-hans/organisation/people');
  },
);

journey('the terms are open to everybody, in three languages', {}, async (page) => {
  for (const language of ['en', 'zh-Hant', 'zh-Hans']) {
    await visit(page, language, 'terms');
    assert.equal(await page.locator('main h1').innerText(), words(language)('terms', 'terms'));
    assert.ok((await page.locator('main h2').count()) >= 4);
    await page
      .locator('footer')
      .getByRole('link', { name: words(language)('shell', 'footer.privacy') })
      .click();
    await headed(page, words(language)('terms', 'privacy'));
  }
});

journey(
  'a version of the terms that was not accepted is told in one line, which a yes takes away',
  { refusals: true },
  async (page, t) => {
    const email = newAddress('terms');
    await visit(page, 'en', 'sign-up');
    await page.getByLabel(t('session', 'signUp.name')).fill('Terms Person');
    await page.getByLabel(t('session', 'email')).fill(email);
    await page.locator('input[name="agreed"]').check();
    await page.getByRole('button', { name: t('session', 'signUp.button') }).click();
    await page.waitForURL((url) => url.pathname.endsWith('/sign-in/code'));
    // The yes belongs to whoever proves the address where it was given. Proven elsewhere, it is asked for again.
    const used = await mailedCode(page, email);
    await page.context().clearCookies();
    await visit(page, 'en', 'sign-in');
    await page.getByRole('button', { name: t('session', 'useCode') }).click();
    await page.getByLabel(t('session', 'email')).fill(email);
    await page.getByRole('button', { name: t('session', 'code.send') }).click();
    await page.waitForURL((url) => url.pathname.endsWith('/sign-in/code'));
    await settled(page);
    await enterMailedCode(page, t, email, [used]);
    await page.waitForURL((url) => !url.pathname.includes('/sign-in'));
    const line = page.getByRole('region', { name: t('shell', 'termsDue.both') });
    await line.getByRole('link', { name: t('shell', 'termsDue.readTerms') }).click();
    await headed(page, t('terms', 'terms'));
    await page.getByRole('button', { name: t('terms', 'accept') }).click();
    await page.getByText(t('terms', 'accepted')).waitFor();
    assert.deepEqual(
      (await who(page)).termsDue.map(({ kind }) => kind),
      ['privacy'],
    );
    await visit(page, 'en', 'about');
    await page.getByRole('button', { name: t('shell', 'termsDue.accept') }).click();
    await page.waitForFunction(() => !document.querySelector('section[class*="termsDue"]'));
    assert.deepEqual((await who(page)).termsDue, []);
  },
);
