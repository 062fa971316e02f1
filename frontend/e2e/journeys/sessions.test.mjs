/** A session that ends in the middle of something, several tabs, and signing out elsewhere. */
import assert from 'node:assert/strict';
import { ask, found, newAddress, PASSWORD, prove, signInWithPassword, signOut, signUp, who } from './people.mjs';
import { ADDRESS, headed, journey, settled, signIn, visit } from './product.mjs';

journey('an expired session keeps what was typed and repeats what was asked', { refusals: true }, async (page, t) => {
  const email = newAddress('expired');
  await signUp(page, 'en', t, { name: 'Late Person', email });
  await visit(page, 'en', 'account/security');
  await page
    .getByRole('button', { name: t('security', 'email.change') })
    .first()
    .click();
  const wanted = newAddress('later');
  await page.getByLabel(t('security', 'email.new')).fill(wanted);
  await page.context().clearCookies({ name: 'sessionid' });
  await page.getByRole('button', { name: t('security', 'email.send') }).click();
  const dialog = page.getByRole('dialog', { name: t('session', 'expired.title') });
  await dialog.waitFor();
  assert.equal(await page.getByLabel(t('security', 'email.new'), { exact: true }).inputValue(), wanted);
  assert.equal(await dialog.locator('input[name="email"]').inputValue(), email);
  await dialog.locator('input[name="password"]').fill(PASSWORD);
  await dialog.getByRole('button', { name: t('session', 'button'), exact: true }).click();
  await dialog.waitFor({ state: 'hidden' });
  // The request went out again by itself, and asks for the proof that changing an address always asks for.
  await prove(page, t);
  await page.getByText(t('security', 'email.sentTo', { address: wanted })).waitFor();
  assert.equal(new URL(page.url()).pathname, '/en/account/security');
});

journey(
  'a visitor at a closed page comes back to it after signing in',
  { language: 'zh-Hans', refusals: true },
  async (page, t) => {
    const email = newAddress('door');
    await signUp(page, 'zh-Hans', t, { name: '门外', email });
    await signOut(page, t);
    await visit(page, 'zh-Hans', 'account/sessions');
    await page
      .locator('main')
      .getByRole('link', { name: t('states', 'signedInOnly.signIn') })
      .click();
    await page.waitForURL((url) => url.pathname.endsWith('/sign-in'));
    await settled(page);
    await signInWithPassword(page, 'zh-Hans', t, { email });
    await page.waitForURL((url) => url.pathname === '/zh-hans/account/sessions');
    await page.getByText(t('security', 'sessions.this')).waitFor();
  },
);

journey('another tab notices signing out and in', { refusals: true }, async (page, t) => {
  const email = newAddress('tabs');
  await signUp(page, 'en', t, { name: 'Two Tabs', email });
  const other = await page.context().newPage();
  await other.goto(`${ADDRESS}/en/account/security`);
  await settled(other);
  await other.getByText(email).first().waitFor();
  await signOut(page, t);
  await other.getByText(t('shell', 'tab.signed_out')).waitFor();
  await other.getByText(t('states', 'signedInOnly.title')).waitFor();
  assert.equal(await other.getByText(email).count(), 0);
  await visit(page, 'en', 'sign-in');
  await signInWithPassword(page, 'en', t, { email });
  await page.waitForURL((url) => !url.pathname.includes('/sign-in'));
  await other.getByText(t('shell', 'tab.person', { name: 'Two Tabs' })).waitFor();
  await other.getByRole('heading', { name: t('security', 'password.title') }).waitFor();
  // The token changed with the session; a write in the other tab still works.
  await signOut(other, t);
  assert.equal((await who(page)).person, null);
});

journey('signing out elsewhere ends the other session at once', { refusals: true }, async (page, t) => {
  const email = newAddress('elsewhere');
  await signUp(page, 'en', t, { name: 'Two Places', email });
  const far = await page.context().browser().newContext({ locale: 'en-GB' });
  const elsewhere = await far.newPage();
  await signInWithPassword(elsewhere, 'en', t, { email });
  await elsewhere.waitForURL((url) => !url.pathname.includes('/sign-in'));
  await visit(page, 'en', 'account/sessions');
  await page.getByRole('button', { name: t('security', 'sessions.all') }).click();
  await page
    .getByRole('group')
    .getByRole('button', { name: t('security', 'sessions.all') })
    .click();
  await page.getByText(t('security', 'sessions.done')).waitFor();
  assert.equal((await who(elsewhere)).person, null);
  assert.equal((await who(page)).person.email, email);
  await far.close();
});

journey(
  'a write that found the session ended goes out again for the same person, and never for another',
  { language: 'zh-Hant', refusals: true },
  async (page, t) => {
    const [email, invited] = ['ended', 'invited'].map(newAddress);
    await signUp(page, 'zh-Hant', t, { name: '陳大文', email });
    const first = await found(page, `First of Two ${Date.now()}`);
    const own = await found(page, `Ended Session ${Date.now()}`);
    const dialog = page.getByRole('dialog', { name: t('session', 'expired.title') });
    async function sendWithoutSession() {
      await visit(page, 'zh-Hant', 'organisation/invitations');
      await page.locator('main input[name="email"]').fill(invited);
      await page.context().clearCookies({ name: 'sessionid' });
      await page.getByRole('button', { name: t('organisation', 'invite.send') }).click();
      await dialog.waitFor();
      assert.equal(await page.locator('main form [role="alert"]').count(), 0);
    }

    await sendWithoutSession();
    const tab = await page.context().newPage();
    await visit(tab, 'zh-Hant', 'sign-in');
    const another = await signIn(tab, 'zh-Hant', '');
    await dialog.waitFor({ state: 'hidden' });
    // The page is the other person's now, and nothing of what was typed is in it.
    await headed(page, t('organisation', 'none.title'));
    assert.equal((await who(page)).person.email, another.email);
    await tab.close();

    await signOut(page, t);
    await visit(page, 'zh-Hant', 'sign-in');
    await signInWithPassword(page, 'zh-Hant', t, { email });
    await page.waitForURL((url) => !url.pathname.includes('/sign-in'));
    // A new session begins with the first organisation; the write is for the one that was chosen instead.
    assert.equal((await who(page)).organisation.id, first);
    const chosen = await ask(page, 'PUT', 'session/organisation', { body: { organisationId: own } });
    assert.equal(chosen.status, 200);
    assert.deepEqual((await ask(page, 'GET', `organisations/${own}/invitations`)).body.items, []);
    await sendWithoutSession();
    await dialog.locator('input[name="password"]').fill(PASSWORD);
    await dialog.getByRole('button', { name: t('session', 'button'), exact: true }).click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText(t('organisation', 'invite.done', { email: invited })).waitFor();
    const sent = (await ask(page, 'GET', `organisations/${own}/invitations`)).body.items;
    assert.deepEqual(
      sent.map((one) => one.email),
      [invited],
    );
    assert.equal((await who(page)).organisation.id, own);
  },
);
