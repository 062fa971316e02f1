/** From nobody to somebody: signing up by a mailed code, signing in by password and by code, and a password that was forgotten. */
import assert from 'node:assert/strict';
import { enterMailedCode, mailedCode, newAddress, signInWithPassword, signOut, signUp, who } from './people.mjs';
import { ADDRESS, headed, journey, SEGMENTS, settled, visit } from './product.mjs';

for (const language of ['en', 'zh-Hant', 'zh-Hans']) {
  journey(
    `a visitor signs up by the mailed code, out, and in by password in ${language}`,
    { language, refusals: true },
    async (page, t) => {
      const email = newAddress('owner');
      await signUp(page, language, t, { name: '陳大文 Chan', email });
      const session = await who(page);
      assert.deepEqual([session.person.email, session.person.language], [email, language]);
      // What was agreed to on the form is recorded for the new account.
      assert.deepEqual(session.termsDue, []);
      await signOut(page, t);
      assert.equal((await who(page)).person, null);
      await signInWithPassword(page, language, t, { email });
      await page.waitForURL((url) => !url.pathname.includes('/sign-in'));
      assert.equal((await who(page)).person.email, email);
    },
  );
}

journey('the mailbox page of the demo shows the code', { refusals: true }, async (page, t) => {
  const email = newAddress('mailbox');
  await visit(page, 'en', 'sign-up');
  await page.getByLabel(t('session', 'signUp.name')).fill('Mail Box');
  await page.getByLabel(t('session', 'email')).fill(email);
  await page.locator('input[name="agreed"]').check();
  await page.getByRole('button', { name: t('session', 'signUp.button') }).click();
  await page.waitForURL((url) => url.pathname.endsWith('/sign-in/code'));
  await page.getByRole('link', { name: t('session', 'code.mailbox') }).waitFor();
  const code = await mailedCode(page, email);
  const box = await page.context().newPage();
  await box.goto(`${ADDRESS}/en/mailbox`);
  await box.getByText(email).first().waitFor();
  await box.close();
  await page.getByLabel(t('session', 'code.label')).fill(code);
  await page.getByRole('button', { name: t('session', 'code.confirm') }).click();
  await page.waitForURL((url) => !url.pathname.includes('/sign-in'));
});

journey('signing up names what is missing, and keeps what was typed', { language: 'zh-Hant' }, async (page, t) => {
  await visit(page, 'zh-Hant', 'sign-up');
  await page.getByLabel(t('session', 'signUp.name')).fill('何小明');
  await page.getByRole('button', { name: t('session', 'signUp.button') }).click();
  const alert = page.locator('main form [role="alert"]');
  await alert.waitFor();
  assert.equal(await alert.evaluate((one) => one === document.activeElement), true);
  assert.equal(await alert.getByRole('link').count(), 2);
  await alert.getByRole('link').first().click();
  assert.equal(await page.evaluate(() => document.activeElement.name), 'email');
  await page.reload();
  await settled(page);
  assert.equal(await page.getByLabel(t('session', 'signUp.name')).inputValue(), '何小明');
});

journey('a code by mail is a way in, and a wrong one is told beside the field', { refusals: true }, async (page, t) => {
  const email = newAddress('code');
  await signUp(page, 'en', t, { name: 'Code Person', email, password: '' });
  const used = await mailedCode(page, email);
  await signOut(page, t);
  await visit(page, 'en', 'sign-in?next=%2Fen%2Fclasses');
  await page.getByRole('button', { name: t('session', 'useCode') }).click();
  await page.getByLabel(t('session', 'email')).fill(email);
  await page.getByRole('button', { name: t('session', 'code.send') }).click();
  await page.waitForURL((url) => url.pathname.endsWith('/sign-in/code'));
  await settled(page);
  await page.getByLabel(t('session', 'code.label')).fill('000000');
  await page.getByRole('button', { name: t('session', 'code.confirm') }).click();
  await page.getByRole('alert').getByText(t('forms', 'code.incorrect_code')).waitFor();
  // A reload in the middle loses nothing: the server knows the step.
  await page.reload();
  await settled(page);
  await enterMailedCode(page, t, email, [used]);
  await page.waitForURL((url) => url.pathname === '/en/classes');
});

journey(
  'a forgotten password is set anew with the mailed code',
  { language: 'zh-Hans', refusals: true },
  async (page, t) => {
    const email = newAddress('forgot');
    await signUp(page, 'zh-Hans', t, { name: '林小姐', email });
    const used = await mailedCode(page, email);
    await signOut(page, t);
    await visit(page, 'zh-Hans', 'reset-password');
    await page.getByLabel(t('session', 'email')).fill(email);
    await page.getByRole('button', { name: t('session', 'code.send') }).click();
    await enterMailedCode(page, t, email, [used]);
    const password = 'another-quarry-of-words-7';
    await page.getByLabel(t('session', 'reset.newPassword')).fill('password123');
    await page.getByRole('button', { name: t('session', 'reset.button') }).click();
    await page.getByText(t('forms', 'code.password_too_common')).first().waitFor();
    await page.getByLabel(t('session', 'reset.newPassword')).fill(password);
    await page.getByRole('button', { name: t('session', 'reset.button') }).click();
    await headed(page, t('session', 'reset.doneTitle'));
    await page
      .locator('main')
      .getByRole('link', { name: t('session', 'button') })
      .click();
    await page.waitForURL((url) => url.pathname.endsWith('/sign-in'));
    await signInWithPassword(page, 'zh-Hans', t, { email, password });
    await page.waitForURL((url) => url.pathname === `/${SEGMENTS['zh-Hans']}/`);
  },
);

journey('the answer for an address without an account is the same', { refusals: true }, async (page, t) => {
  await visit(page, 'en', 'reset-password');
  const email = newAddress('nobody');
  await page.getByLabel(t('session', 'email')).fill(email);
  await page.getByRole('button', { name: t('session', 'code.send') }).click();
  await page.getByText(t('session', 'reset.sentTo', { address: email })).waitFor();
});
