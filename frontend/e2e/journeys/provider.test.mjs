/**
 * Signing in with an account elsewhere: at "Works ID", a house of our own on loopback whose page asks who one is there and what to
 * answer, and at "Quiet ID", which never answers.
 */
import assert from 'node:assert/strict';
import { faultsOn } from './axe.mjs';
import { mailAbout, newAddress, prove, signInWithPassword, signOut, signUp, who } from './people.mjs';
import { ADDRESS, headed, journey, settled, visit } from './product.mjs';

const HOUSE = 'Works ID';
const QUIET = 'Quiet ID';

/** Says at the house who is there, and presses one of its buttons. */
async function atHouse(page, { email, name = 'Ada Lam', isConfirmed = true, answer = 'Allow' }) {
  await page.getByRole('heading', { name: HOUSE }).waitFor();
  await page.getByLabel('Address', { exact: true }).fill(email);
  await page.getByLabel('Name').fill(name);
  await page.getByLabel('The address is confirmed').setChecked(isConfirmed);
  await page.getByRole('button', { name: answer, exact: true }).click();
  await page.waitForURL((url) => url.origin === ADDRESS);
}

/** From the sign-in page to the house and back. */
async function goThere(page, language, t, person) {
  if (!new URL(page.url()).pathname.endsWith('/sign-in')) await visit(page, language, 'sign-in');
  await page.getByRole('button', { name: t('session', 'provider.use', { name: HOUSE }) }).click();
  await atHouse(page, person);
}

async function isIn(page) {
  await page.waitForURL((url) => !url.pathname.includes('/sign-in'));
  await settled(page);
}

/** Presses Tab until the button of this name has the focus. */
async function tabTo(page, name) {
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    if ((await page.evaluate(() => document.activeElement?.textContent)) === name) return;
  }
  throw new Error(`"${name}" was not reached with 60 presses of Tab`);
}

/** The links of whoever is signed in, as the server lists them. */
async function links(page) {
  const answer = await page.request.get(`${ADDRESS}/api/auth/browser/v1/account/providers`);
  return (await answer.json()).data.map(({ provider, display }) => [provider.name, display]);
}

journey(
  'a newcomer continues with an account elsewhere, with the keyboard alone, and comes in by it again',
  { refusals: true },
  async (page, t) => {
    const email = newAddress('newcomer');
    await visit(page, 'en', 'sign-in?next=%2Fen%2Fclasses');
    await tabTo(page, t('session', 'provider.use', { name: HOUSE }));
    await page.keyboard.press('Enter');
    await atHouse(page, { email, name: 'Newcomer Lam' });
    await page.waitForURL((url) => url.pathname === '/en/classes');
    await settled(page);
    const { person, termsDue } = await who(page);
    assert.deepEqual([person.email, person.name, person.language], [email, 'Newcomer Lam', 'en']);
    // What nobody has agreed to yet is told in one line.
    assert.deepEqual(termsDue.map(({ kind }) => kind).sort(), ['privacy', 'terms']);
    await page.getByRole('region', { name: t('shell', 'termsDue.both') }).waitFor();
    assert.deepEqual(await links(page), [[HOUSE, email]]);

    await signOut(page, t);
    await goThere(page, 'en', t, { email });
    await isIn(page);
    assert.equal((await who(page)).person.id, person.id);

    // Nothing else opens the account yet, so the link stays.
    await visit(page, 'en', 'account/security');
    await page.getByRole('button', { name: t('security', 'linked.removeName', { name: HOUSE }) }).click();
    await page
      .getByRole('group')
      .getByRole('button', { name: t('security', 'remove') })
      .click();
    await page.getByRole('alert').getByText(t('security', 'linked.lastWay')).waitFor();
    assert.deepEqual(await links(page), [[HOUSE, email]]);
  },
);

journey(
  'an account with a password is not opened by its address alone: it is linked, comes in, and is unlinked',
  { language: 'zh-Hant', refusals: true },
  async (page, t) => {
    const email = newAddress('linked');
    await signUp(page, 'zh-Hant', t, { name: '陳大文', email });
    const { person } = await who(page);
    await signOut(page, t);
    await goThere(page, 'zh-Hant', t, { email });
    await headed(page, t('session', 'provider.title.addressTaken'));
    await page.getByText(t('session', 'provider.text.addressTaken', { name: HOUSE })).waitFor();
    assert.deepEqual(await faultsOn(page, true), []);
    assert.equal((await who(page)).person, null);

    await page.getByRole('link', { name: t('session', 'provider.signInAndLink') }).click();
    await signInWithPassword(page, 'zh-Hant', t, { email });
    await page.waitForURL((url) => url.pathname === '/zh-hant/account/security');
    assert.deepEqual([(await who(page)).person.id, await links(page)], [person.id, []]);
    await page.getByRole('button', { name: t('security', 'linked.add', { name: HOUSE }) }).click();
    await prove(page, t);
    await atHouse(page, { email });
    await page
      .getByRole('status')
      .getByText(t('security', 'linked.done', { name: HOUSE }))
      .waitFor();
    assert.deepEqual(await faultsOn(page, true), []);
    await mailAbout(page, email, `新增登入方式：${HOUSE}`);

    await signOut(page, t);
    await goThere(page, 'zh-Hant', t, { email });
    await isIn(page);
    assert.equal((await who(page)).person.id, person.id);
    await visit(page, 'zh-Hant', 'account/security');
    await page.getByRole('button', { name: t('security', 'linked.removeName', { name: HOUSE }) }).click();
    await page
      .getByRole('group')
      .getByRole('button', { name: t('security', 'remove') })
      .click();
    await prove(page, t);
    const removed = page.getByRole('status').filter({ hasText: t('security', 'linked.removed', { name: HOUSE }) });
    await removed.waitFor();
    assert.equal(await removed.evaluate((one) => one === document.activeElement), true);
    await mailAbout(page, email, `已移除登入方式：${HOUSE}`);
    assert.deepEqual(await links(page), []);

    await signOut(page, t);
    await goThere(page, 'zh-Hant', t, { email });
    await headed(page, t('session', 'provider.title.addressTaken'));
  },
);

for (const [language, width] of [
  ['en', 360],
  ['zh-Hant', 360],
  ['zh-Hans', 1440],
]) {
  journey(
    `what the other house refuses is told with what to do next in ${language} at ${width}`,
    { language, width, refusals: true },
    async (page, t) => {
      const email = newAddress('refused');
      let returned = '';
      page.on('request', (request) => {
        if (request.url().includes('/api/auth/provider/works-id/callback')) returned = request.url();
      });
      const told = async (code) => {
        await headed(page, t('session', `provider.title.${code}`));
        await page.getByText(t('session', `provider.text.${code}`, { name: HOUSE })).waitFor();
        assert.deepEqual([code, ...(await faultsOn(page, true))], [code]);
        assert.equal((await who(page)).person, null);
        const signUp = page.locator('main').getByRole('link', { name: t('session', 'signUp'), exact: true });
        assert.equal(await signUp.count(), code === 'unverified' ? 1 : 0);
        await page.getByRole('link', { name: t('session', 'noStep.again') }).click();
        await page.waitForURL((url) => url.pathname.endsWith('/sign-in'));
        await settled(page);
      };
      await goThere(page, language, t, { email, answer: 'Cancel' });
      await told('cancelled');
      await goThere(page, language, t, { email, answer: 'Refuse' });
      await told('denied');
      await goThere(page, language, t, { email, isConfirmed: false });
      await told('unverified');
      await goThere(page, language, t, { email, answer: 'Allow, then say nothing' });
      await told('noAnswer');
      await page.goto(returned);
      await told('expired');
      await page.getByRole('button', { name: t('session', 'provider.use', { name: QUIET }) }).click();
      await page
        .getByRole('alert')
        .getByText(t('session', 'provider.text.noAnswer', { name: QUIET }))
        .waitFor();
      const silent = page.faults.filter((fault) => fault.includes('status of 503'));
      page.faults = page.faults.filter((fault) => !silent.includes(fault));
      assert.equal(silent.length, 1);
    },
  );
}
