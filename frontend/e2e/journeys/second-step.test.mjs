/** The second step: an authenticator app with its recovery codes, and passkeys on a virtual authenticator of the browser. */
import assert from 'node:assert/strict';
import { appCode, newAddress, PASSWORD, prove, signInWithPassword, signOut, signUp, who } from './people.mjs';
import { ADDRESS, headed, journey, settled, visit } from './product.mjs';

// A browser makes passkeys for names only, and a bare address is none.
const NAMED = ADDRESS.replace('127.0.0.1', 'localhost');

/** Sets up the app and returns its secret and the recovery codes. */
async function setUpApp(page, t) {
  await page.getByRole('button', { name: t('security', 'totp.add') }).click();
  const secret = await page.locator('main ol code').first().innerText();
  await page.getByRole('img', { name: t('security', 'totp.picture') }).waitFor();
  await page.getByLabel(t('security', 'totp.code')).fill(appCode(secret));
  await page.getByRole('button', { name: t('security', 'totp.confirm') }).click();
  await prove(page, t);
  await page.getByRole('button', { name: t('security', 'recovery.show') }).click();
  await page.locator('[data-codes] li').nth(9).waitFor();
  const codes = await page.locator('[data-codes] li').allInnerTexts();
  await page.getByRole('button', { name: t('security', 'recovery.kept') }).click();
  return { secret, codes };
}

journey('an app becomes the second step, and a recovery code stands in for it', { refusals: true }, async (page, t) => {
  const email = newAddress('app');
  await signUp(page, 'en', t, { name: 'App Person', email });
  await visit(page, 'en', 'account/security');
  const { secret, codes } = await setUpApp(page, t);
  assert.equal(codes.length, 10);
  await signOut(page, t);
  await signInWithPassword(page, 'en', t, { email });
  await page.waitForURL((url) => url.pathname.endsWith('/sign-in/second-factor'));
  await settled(page);
  assert.equal((await who(page)).person, null);
  await page.getByLabel(t('session', 'second.app')).fill('000000');
  await page.getByRole('button', { name: t('session', 'second.confirm') }).click();
  await page.getByRole('alert').getByText(t('forms', 'code.incorrect_code')).waitFor();
  await page.getByLabel(t('session', 'second.app')).fill(appCode(secret, 1));
  await page.getByRole('button', { name: t('session', 'second.confirm') }).click();
  await page.waitForURL((url) => !url.pathname.includes('/sign-in'));
  assert.equal((await who(page)).isStrong, true);

  await signOut(page, t);
  await signInWithPassword(page, 'en', t, { email });
  await page.waitForURL((url) => url.pathname.endsWith('/sign-in/second-factor'));
  await page.getByRole('button', { name: t('session', 'second.useRecovery') }).click();
  await page.getByLabel(t('session', 'second.recovery')).fill(codes[0]);
  await page.getByRole('button', { name: t('session', 'second.confirm') }).click();
  await page.waitForURL((url) => !url.pathname.includes('/sign-in'));
  await visit(page, 'en', 'account/security');
  await page.getByText(t('security', 'recovery.left', { number: 9 })).waitFor();
});

/** An authenticator that says yes by itself, as a phone does after a fingerprint. */
async function addAuthenticator(page) {
  const client = await page.context().newCDPSession(page);
  await client.send('WebAuthn.enable');
  const options = {
    protocol: 'ctap2',
    transport: 'internal',
    hasResidentKey: true,
    hasUserVerification: true,
    isUserVerified: true,
    automaticPresenceSimulation: true,
  };
  await client.send('WebAuthn.addVirtualAuthenticator', { options });
}

/** A browser that offers no passkeys in the list under a field, so that nothing happens before a press. */
async function offerNothing(page) {
  await page.addInitScript(() => {
    globalThis.PublicKeyCredential.isConditionalMediationAvailable = async () => false;
  });
}

journey(
  'a passkey is made, named, and opens the account as soon as the browser offers it',
  { language: 'zh-Hant', refusals: true },
  async (page, t) => {
    await addAuthenticator(page);
    const email = newAddress('key');
    await signUp(page, 'zh-Hant', t, { name: '鑰匙', email, origin: NAMED });
    await page.goto(`${NAMED}/zh-hant/account/security`);
    await settled(page);
    await page.getByRole('button', { name: t('security', 'passkeys.add') }).click();
    await page.getByLabel(t('security', 'passkeys.name')).fill('辦公室電腦');
    await page.getByRole('button', { name: t('security', 'passkeys.make') }).click();
    await prove(page, t);
    await page.getByText('辦公室電腦').waitFor();
    await signOut(page, t);
    await page.goto(`${NAMED}/zh-hant/sign-in?next=%2Fzh-hant%2Fclasses`);
    await settled(page);
    await page.waitForURL((url) => url.pathname === '/zh-hant/classes');
    const session = await who(page);
    assert.deepEqual([session.person.email, session.isStrong], [email, true]);

    await page.goto(`${NAMED}/zh-hant/account/security`);
    await settled(page);
    await page.getByRole('button', { name: t('security', 'passkeys.removeName', { name: '辦公室電腦' }) }).click();
    await page
      .getByRole('group')
      .getByRole('button', { name: t('security', 'remove') })
      .click();
    await prove(page, t);
    await page.getByText(t('security', 'passkeys.none')).waitFor();
  },
);

journey(
  'a passkey is renamed, and once removed it opens nothing',
  { language: 'zh-Hans', refusals: true },
  async (page, t) => {
    await addAuthenticator(page);
    await offerNothing(page);
    const email = newAddress('renamed');
    await signUp(page, 'zh-Hans', t, { name: '改名', email, origin: NAMED });
    await page.goto(`${NAMED}/zh-hans/account/security`);
    await settled(page);
    await page.getByRole('button', { name: t('security', 'passkeys.add') }).click();
    await page.getByLabel(t('security', 'passkeys.name')).fill('旧手机');
    await page.getByRole('button', { name: t('security', 'passkeys.make') }).click();
    await prove(page, t);
    await page.getByRole('button', { name: t('security', 'recovery.kept') }).waitFor({ state: 'hidden' });

    await page.getByRole('button', { name: t('security', 'passkeys.renameName', { name: '旧手机' }) }).click();
    const rename = page.getByRole('form', { name: t('security', 'passkeys.renameName', { name: '旧手机' }) });
    const name = rename.getByLabel(t('security', 'passkeys.name'));
    assert.equal(await name.inputValue(), '旧手机');
    await name.fill('   ');
    await rename.getByRole('button', { name: t('security', 'passkeys.saveName') }).click();
    await rename.getByRole('alert').getByText(t('security', 'passkeys.errorName')).waitFor();
    await name.fill('新手机 <b>2</b>');
    await rename.getByRole('button', { name: t('security', 'passkeys.saveName') }).click();
    await page.getByText('新手机 <b>2</b>', { exact: true }).waitFor();
    await page.reload();
    await settled(page);
    await page.getByText('新手机 <b>2</b>', { exact: true }).waitFor();
    assert.equal(await page.getByText('旧手机').count(), 0);

    await page.getByRole('button', { name: t('security', 'passkeys.removeName', { name: '新手机 <b>2</b>' }) }).click();
    await page
      .getByRole('group')
      .getByRole('button', { name: t('security', 'remove') })
      .click();
    await page.getByText(t('security', 'passkeys.none')).waitFor();
    await signOut(page, t);
    await page.goto(`${NAMED}/zh-hans/sign-in`);
    await settled(page);
    // The device still holds it; the account no longer knows it.
    await page.getByRole('button', { name: t('session', 'usePasskey') }).click();
    await page.getByRole('alert').getByText(t('session', 'passkeyUnknown')).waitFor();
    assert.equal((await who(page)).person, null);
    await signInWithPassword(page, 'zh-Hans', t, { email });
    await page.waitForURL((url) => !url.pathname.includes('/sign-in'));
    assert.equal((await who(page)).person.email, email);
  },
);

journey(
  'a passkey is the second step after the password, and alone it is both',
  { refusals: true },
  async (page, t) => {
    await addAuthenticator(page);
    await offerNothing(page);
    const email = newAddress('both');
    await signUp(page, 'en', t, { name: 'Both Steps', email, origin: NAMED });
    await page.goto(`${NAMED}/en/account/security`);
    await settled(page);
    await page.getByRole('button', { name: t('security', 'passkeys.add') }).click();
    await page.getByRole('button', { name: t('security', 'passkeys.make') }).click();
    await prove(page, t);
    await page.getByRole('button', { name: t('security', 'recovery.show') }).waitFor();
    await signOut(page, t);
    await page.goto(`${NAMED}/en/sign-in`);
    await settled(page);
    await signInWithPassword(page, 'en', t, { email, password: PASSWORD });
    await headed(page, t('session', 'second.title'));
    await page.getByRole('button', { name: t('session', 'second.passkey') }).click();
    await page.waitForURL((url) => !url.pathname.includes('/sign-in'));
    assert.equal((await who(page)).isStrong, true);
    await signOut(page, t);
    await page.goto(`${NAMED}/en/sign-in`);
    await settled(page);
    await page.getByRole('button', { name: t('session', 'usePasskey') }).click();
    await page.waitForURL((url) => !url.pathname.includes('/sign-in'));
    assert.equal((await who(page)).isStrong, true);
  },
);
