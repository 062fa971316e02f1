/** A new address to sign in with, to the end: the code to the new one, the notice to the old one, and which of them opens the account. */
import assert from 'node:assert/strict';
import { ask, mailAbout, mailedCode, newAddress, prove, signInWithPassword, signOut, signUp, who } from './people.mjs';
import { journey, settled, visit } from './product.mjs';

/** The subject of the notice, as its template says it. */
const NOTICE = '你的帳戶電郵地址已更改';

journey(
  'a changed address opens the account, the old one is told and opens nothing',
  { language: 'zh-Hant', refusals: true },
  async (page, t) => {
    const [old, fresh] = [newAddress('old'), newAddress('fresh')];
    await signUp(page, 'zh-Hant', t, { name: '陳大文 Chan', email: old });
    await visit(page, 'zh-Hant', 'account/security');
    const row = page.getByRole('region', { name: t('security', 'email.title') });
    await row.getByRole('button', { name: t('security', 'email.change') }).click();
    await row.getByLabel(t('security', 'email.new')).fill(fresh);
    await row.getByRole('button', { name: t('security', 'email.send') }).click();
    await prove(page, t);
    await row.getByText(t('security', 'email.sentTo', { address: fresh })).waitFor();
    // Until the code is entered nothing has changed, and a wrong one changes nothing either.
    const field = row.getByLabel(t('security', 'email.code'));
    await field.fill('AAAA-AAAA');
    await row.getByRole('button', { name: t('security', 'email.confirm') }).click();
    await row.getByRole('alert').getByText(t('forms', 'code.incorrect_code')).waitFor();
    assert.equal((await who(page)).person.email, old);
    await field.fill(await mailedCode(page, fresh));
    await row.getByRole('button', { name: t('security', 'email.confirm') }).click();
    await row.getByText(fresh, { exact: true }).waitFor();
    assert.equal((await who(page)).person.email, fresh);

    const notice = await mailAbout(page, old, NOTICE);
    // The old mailbox learns that it happened and not where to.
    assert.equal(notice.text.includes(fresh), false);
    assert.equal(notice.language, 'zh-Hant');

    await signOut(page, t);
    await visit(page, 'zh-Hant', 'sign-in');
    await signInWithPassword(page, 'zh-Hant', t, { email: old });
    await page.locator('main form [role="alert"]').getByText(t('forms', 'code.email_password_mismatch')).waitFor();
    assert.equal((await who(page)).person, null);
    await page.reload();
    await settled(page);
    await signInWithPassword(page, 'zh-Hant', t, { email: fresh });
    await page.waitForURL((url) => !url.pathname.includes('/sign-in'));
    assert.equal((await who(page)).person.email, fresh);
    assert.equal((await ask(page, 'GET', 'account')).body.email, fresh);
  },
);
