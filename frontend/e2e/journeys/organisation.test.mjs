/** From nobody to an organisation with people: registering, inviting, joining by the mailed link, removing, and what stands in between. */
import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { beside, enterMailedCode, mailed, newAddress, prove, signUp, who } from './people.mjs';
import { headed, journey, place, SEGMENTS, visit, words } from './product.mjs';

const NAMES = {
  en: 'Journey Mould Works Limited',
  'zh-Hant': '旅程模具廠有限公司',
  'zh-Hans': '旅程模具厂有限公司',
};
const FIELDS = { en: 'nameEn', 'zh-Hant': 'nameZhHant', 'zh-Hans': 'nameZhHans' };
const LINK = /https?:\/\/\S+(\/(?:en|zh-hant|zh-hans)\/invitations\/[\w-]+)/;

/** A number that nobody registered before. */
const newNumber = () => String(randomInt(10_000_000, 99_999_999));

const press = (page, name) => page.locator('main').getByRole('button', { name, exact: true }).click();
const said = (page, text) => page.locator('main [role="status"]').getByText(text, { exact: true }).waitFor();

async function stepTo(page, t, step) {
  await page
    .locator('main h2')
    .getByText(t('organisation', `found.${step}.title`), { exact: true })
    .waitFor();
}

/** Goes through all steps of registering. Ends on the page of the organisation. */
async function register(page, language, t, { name, number = newNumber() }) {
  const next = () => press(page, t('organisation', 'found.next'));
  await page.locator('input[name="kind"][value="manufacturer"]').check();
  await next();
  await stepTo(page, t, 'names');
  await page.locator(`input[name="${FIELDS[language]}"]`).fill(name);
  await next();
  await stepTo(page, t, 'number');
  await page.locator('input[name="registrationNumber"]').fill(number);
  await next();
  await stepTo(page, t, 'profile');
  await page.locator('select[name="sector"]').selectOption('C');
  await page.locator('input[name="employees"]').fill('85');
  await page.getByText(t('organisation', 'size.sme')).waitFor();
  await next();
  await stepTo(page, t, 'check');
  await press(page, t('organisation', 'found.button'));
  await page.waitForURL((url) => url.pathname.endsWith('/organisation/profile'));
  await headed(page, name);
  return number;
}

async function newOwner(page, language, t, name = NAMES[language]) {
  const email = newAddress('owner');
  await signUp(page, language, t, { name: 'Owner Lam', email });
  await visit(page, language, 'organisations/new');
  const number = await register(page, language, t, { name });
  return { email, number };
}

/** The path of the invitation link in the newest mail to an address. */
const mailedLink = (page, address) => mailed(page, address, ({ text }) => text.match(LINK)?.[1]);

async function invite(page, language, t, email) {
  await visit(page, language, 'organisation/invitations');
  await page.locator('input[name="email"]').fill(email);
  await press(page, t('organisation', 'invite.send'));
  await said(page, t('organisation', 'invite.done', { email }));
  return mailedLink(page, email);
}

/** Signs up where one stands, and comes back to where one was sent from. */
async function signUpHere(page, t, { name, email }) {
  await page.getByLabel(t('session', 'signUp.name')).fill(name);
  await page.getByLabel(t('session', 'email')).fill(email);
  await page.locator('input[name="agreed"]').check();
  await page.getByRole('button', { name: t('session', 'signUp.button') }).click();
  await page.waitForURL((url) => url.pathname.endsWith('/sign-in/code'));
  await enterMailedCode(page, t, email);
}

for (const language of ['en', 'zh-Hant', 'zh-Hans']) {
  journey(
    `a visitor registers an organisation, invites somebody, and removes them again in ${language}`,
    { language, refusals: true },
    async (page, t) => {
      await signUp(page, language, t, { name: '林雅思 Lam', email: newAddress('owner') });
      await visit(page, language, 'organisations');
      await page.getByRole('heading', { name: t('join', 'first.title') }).waitFor();
      await page
        .locator('main')
        .getByRole('link', { name: t('join', 'found') })
        .click();
      await headed(page, t('organisation', 'found.title'));
      const name = NAMES[language];
      await register(page, language, t, { name });
      // The next step stands under the title, and the header says for whom one acts.
      await page.getByText(t('organisation', 'next.verify')).waitFor();
      assert.equal((await who(page)).organisation.standing, 'owner');

      const email = newAddress('second');
      const link = await invite(page, language, t, email);
      assert.ok(link.startsWith(`/${SEGMENTS[language]}/invitations/`));
      await beside(page, language, async (other) => {
        await other.goto(new URL(link, page.url()).href);
        await headed(other, t('invitations', 'title', { name }));
        await other
          .locator('main')
          .getByRole('link', { name: t('invitations', 'sign.up') })
          .click();
        await other.waitForURL((url) => url.pathname.endsWith('/sign-up'));
        await signUpHere(other, t, { name: '葉志堅 Yip', email });
        await other.waitForURL((url) => url.pathname === link);
        await press(other, t('invitations', 'answer.yes'));
        await other.waitForURL((url) => url.pathname.endsWith('/organisation/profile'));
        await headed(other, name);
        assert.equal((await who(other)).organisation.standing, 'member');

        await remove(page, language, t, '葉志堅 Yip');
        // Their next click finds nothing that is theirs.
        await other
          .locator('main nav')
          .getByRole('link', { name: t('organisation', 'tab.people') })
          .click();
        await headed(other, t('organisation', 'none.title'));
        assert.equal((await who(other)).organisation, null);
      });
    },
  );
}

async function remove(page, language, t, name) {
  await visit(page, language, 'organisation/people');
  await press(page, t('organisation', 'people.remove.name', { name }));
  await page
    .getByRole('group', { name: t('organisation', 'people.remove.title', { name }) })
    .getByRole('button', { name: t('organisation', 'people.remove.button'), exact: true })
    .click();
  await said(page, t('organisation', 'people.remove.done', { name }));
}

journey(
  'registering names what is missing, keeps what was typed, and goes back to the step of a refusal',
  { refusals: true },
  async (page, t) => {
    const { number } = await newOwner(page, 'en', t);
    await visit(page, 'en', 'organisations/new');
    await press(page, t('organisation', 'found.next'));
    const alert = page.locator('main form [role="alert"]');
    await alert.getByText(t('organisation', 'error.kind')).waitFor();
    assert.equal(await alert.evaluate((one) => one === document.activeElement), true);
    await page.locator('input[name="kind"][value="buyer"]').check();
    await press(page, t('organisation', 'found.next'));
    await stepTo(page, t, 'names');
    await page.locator('input[name="nameEn"]').fill('Second Journey Limited');
    // Left and come back to: what was typed is still there, and no later step can be opened.
    await page.goto(new URL('/en/organisations/new?step=5', page.url()).href);
    await stepTo(page, t, 'number');
    await page.locator('input[name="registrationNumber"]').fill('1234');
    await press(page, t('organisation', 'found.next'));
    await alert.waitFor();
    await page.locator('input[name="registrationNumber"]').fill(number);
    await press(page, t('organisation', 'found.next'));
    await stepTo(page, t, 'profile');
    await press(page, t('organisation', 'found.next'));
    await stepTo(page, t, 'check');
    await page.getByText('Second Journey Limited').waitFor();
    await press(page, t('organisation', 'found.button'));
    await stepTo(page, t, 'number');
    await alert.getByText(t('organisation', 'refusal.registration_taken')).waitFor();
    assert.equal(place(page), '/en/organisations/new?step=3');
  },
);

journey(
  'an invitation is for its address alone, is not mailed twice at once, and opens nothing once revoked',
  { language: 'zh-Hant', refusals: true },
  async (page, t) => {
    await newOwner(page, 'zh-Hant', t);
    const email = newAddress('invited');
    const link = await invite(page, 'zh-Hant', t, email);
    await press(page, t('organisation', 'sent.resendName', { email }));
    await page.locator('main [role="alert"]').getByText(t('organisation', 'refusal.too_many_invitations')).waitFor();
    await beside(page, 'zh-Hant', async (other) => {
      await other.goto(new URL(`${link}x`, page.url()).href);
      await headed(other, t('invitations', 'unknown.title'));
      await signUp(other, 'zh-Hant', t, { name: 'Somebody Else', email: newAddress('other') });
      await other.goto(new URL(link, page.url()).href);
      await other.getByRole('button', { name: t('invitations', 'other.signOut'), exact: true }).waitFor();
      assert.equal(await other.getByRole('button', { name: t('invitations', 'answer.yes') }).count(), 0);
      await press(page, t('organisation', 'sent.revokeName', { email }));
      await page
        .getByRole('group', { name: t('organisation', 'sent.revokeTitle', { email }) })
        .getByRole('button', { name: t('organisation', 'sent.revoke'), exact: true })
        .click();
      await said(page, t('organisation', 'sent.revoked', { email }));
      await other.reload();
      await headed(other, t('invitations', 'closed.revoked'));
    });
  },
);

journey(
  'two windows change the profile: the text of the second is kept, and theirs is shown',
  { refusals: true },
  async (page, t) => {
    await newOwner(page, 'en', t);
    const open = async (window) => {
      await visit(window, 'en', 'organisation/profile');
      await press(window, t('organisation', 'profile.edit'));
      await window.locator('input[name="district"]').waitFor();
    };
    const second = await page.context().newPage();
    await open(page);
    await open(second);
    await second.locator('input[name="district"]').fill('Tai Po');
    await second.locator('input[name="website"]').fill('https://theirs.example.hk');
    await press(second, t('organisation', 'profile.save'));
    await second.getByText('Tai Po').waitFor();
    await second.close();
    await page.locator('input[name="district"]').fill('Kwun Tong');
    await press(page, t('organisation', 'profile.save'));
    await page.getByRole('heading', { name: t('organisation', 'theirs.title') }).waitFor();
    await page.locator('main dd').getByText('Tai Po').waitFor();
    assert.equal(await page.locator('input[name="district"]').inputValue(), 'Kwun Tong');
    // What was not touched here follows theirs, so that nothing of it is undone.
    assert.equal(await page.locator('input[name="website"]').inputValue(), 'https://theirs.example.hk');
    await press(page, t('organisation', 'profile.save'));
    await page.locator('main dl').getByText('Kwun Tong').waitFor();
    await page.locator('main dl').getByText('https://theirs.example.hk').waitFor();
  },
);

/** The smallest PDF that is one. */
const PDF = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]>>endobj\nxref\n0 4\n0000000000 65535 f \n0000000009 00000 n \n0000000052 00000 n \n0000000101 00000 n \ntrailer<</Size 4/Root 1 0 R>>\nstartxref\n164\n%%EOF\n',
);

journey(
  'an owner hands in evidence, asks to be verified, and takes it back',
  { language: 'zh-Hans', refusals: true },
  async (page, t) => {
    await newOwner(page, 'zh-Hans', t);
    await visit(page, 'zh-Hans', 'organisation/verification');
    await press(page, t('organisation', 'submit.send'));
    await page.locator('main form [role="alert"]').getByText(t('organisation', 'refusal.evidence_needed')).waitFor();
    const chosen = page.locator('input[type="file"]');
    await chosen.setInputFiles({ name: 'broken.pdf', mimeType: 'application/pdf', buffer: Buffer.from('no PDF') });
    await press(page, t('organisation', 'document.send'));
    await page.locator('main form [role="alert"]').getByText(t('organisation', 'refusal.file_refused')).waitFor();
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name: 'register.pdf', mimeType: 'application/pdf', buffer: PDF });
    await press(page, t('organisation', 'document.send'));
    await said(page, t('organisation', 'document.done', { name: 'register.pdf' }));
    await page.locator('textarea[name="note"]').fill('三个月内的登记摘录');
    await press(page, t('organisation', 'submit.send'));
    await said(page, t('organisation', 'submit.done'));
    await page.getByText(t('organisation', 'verification.text.submitted')).waitFor();
    await press(page, t('organisation', 'withdraw.button'));
    await page
      .getByRole('group', { name: t('organisation', 'withdraw.title') })
      .getByRole('button', { name: t('organisation', 'withdraw.button') })
      .click();
    await said(page, t('organisation', 'withdraw.done'));
    await page.getByText(t('organisation', 'verification.text.unverified')).waitFor();
  },
);

journey('an owner closes the organisation by typing its name', { refusals: true }, async (page, t) => {
  await newOwner(page, 'en', t);
  await visit(page, 'en', 'organisation/closing');
  await page.locator('textarea[name="reason"]').fill('The works move to another company.');
  await page.locator('input[name="typed"]').fill('Another name');
  await press(page, t('organisation', 'closing.button'));
  await page.locator('main form [role="alert"]').waitFor();
  await page.locator('input[name="typed"]').fill(NAMES.en);
  await press(page, t('organisation', 'closing.button'));
  await prove(page, t);
  await page.getByText(t('join', 'said.closed')).waitFor();
  assert.equal((await who(page)).organisation, null);
  await page.getByRole('heading', { name: words('en')('join', 'first.title') }).waitFor();
});

/** Answers the question in the page: the button of its group. */
const confirm = (page, title, button) =>
  page.getByRole('group', { name: title, exact: true }).getByRole('button', { name: button, exact: true }).click();

journey(
  'a role is changed, a signatory is proposed, a mandate is offered, accepted and laid down, and the ownership handed over',
  { refusals: true },
  async (page, t) => {
    const o = (key, values) => t('organisation', key, values);
    await newOwner(page, 'en', t);
    const email = newAddress('colleague');
    const link = await invite(page, 'en', t, email);
    const agent = newAddress('agent');
    await beside(page, 'en', async (other) => {
      await signUp(other, 'en', t, { name: 'Colleague Ho', email });
      await other.goto(new URL(link, page.url()).href);
      await press(other, t('invitations', 'answer.yes'));
      await headed(other, NAMES.en);

      await visit(page, 'en', 'organisation/people');
      await press(page, o('people.role.name', { name: 'Colleague Ho' }));
      await page.locator('input[name="role"][value="manager"]').check();
      await press(page, o('people.role.save'));
      await said(page, o('people.role.done', { name: 'Colleague Ho', role: o('role.manager') }));
      assert.equal((await who(other)).organisation.standing, 'manager');

      await visit(page, 'en', 'organisation/signing');
      await press(page, o('signatory.propose'));
      const proposal = page.getByRole('group', { name: o('signatory.propose'), exact: true });
      await proposal
        .locator('input[type="file"]')
        .setInputFiles({ name: 'resolution.pdf', mimeType: 'application/pdf', buffer: PDF });
      await proposal.getByRole('button', { name: o('document.send') }).click();
      await said(page, o('document.done', { name: 'resolution.pdf' }));
      await proposal.locator('select[name="membershipId"]').selectOption({ index: 2 });
      await proposal.locator('select[name="documentId"]').selectOption({ label: 'resolution.pdf' });
      await proposal.locator('input[name="limit"]').fill('500,000');
      await proposal.getByRole('button', { name: o('propose.send'), exact: true }).click();
      await prove(page, t);
      await said(page, o('propose.done', { name: 'Colleague Ho' }));
      await page.locator('main table').getByText('HK$500,000.00').waitFor();

      await press(page, o('mandate.offer'));
      const offer = page.getByRole('group', { name: o('mandate.offer'), exact: true });
      await offer.locator('input[name="email"]').fill(agent);
      await offer.locator('input[name="read"]').uncheck();
      await offer.getByRole('button', { name: o('offer.send') }).click();
      await offer.locator('[role="alert"]').getByText(o('error.scopes')).waitFor();
      await offer.locator('input[name="read"]').check();
      await offer.locator('input[name="negotiate"]').check();
      await offer.getByRole('button', { name: o('offer.send') }).click();
      await said(page, o('offer.done', { email: agent }));
      await beside(page, 'en', (third) => holdMandate(third, t, agent));
      await visit(page, 'en', 'organisation/signing');
      await page.locator('main table').getByText(o('mandateState.ended')).waitFor();

      await visit(page, 'en', 'organisation/people');
      await press(page, o('people.hand_over.name', { name: 'Colleague Ho' }));
      await confirm(page, o('people.hand_over.title', { name: 'Colleague Ho' }), o('people.hand_over.confirm'));
      await said(page, o('people.hand_over.done', { name: 'Colleague Ho' }));
      assert.equal((await who(page)).organisation.standing, 'manager');
      assert.equal((await who(other)).organisation.standing, 'owner');
      await press(page, o('people.leave.name', { name: 'Owner Lam' }));
      await confirm(page, o('people.leave.title', { name: NAMES.en }), o('people.leave.button'));
      await page.getByText(t('join', 'said.left')).waitFor();
      assert.equal((await who(page)).organisation, null);
    });
  },
);

/** Somebody outside accepts the mandate, acts by it, and lays it down. */
async function holdMandate(page, t, email) {
  await signUp(page, 'en', t, { name: 'Agent Ng', email });
  await visit(page, 'en', 'organisations');
  await press(page, t('join', 'acceptName', { name: NAMES.en }));
  await page.getByText(t('join', 'said.accepted')).waitFor();
  await page.getByText(t('shell', 'standing.of.mandate')).first().waitFor();
  await press(page, t('join', 'layDownName', { name: NAMES.en }));
  assert.equal((await who(page)).organisations[0].viaMandate, true);
  await confirm(page, t('join', 'layDownTitle', { name: NAMES.en }), t('join', 'layDown'));
  await page.getByRole('heading', { name: t('join', 'first.title') }).waitFor();
  assert.deepEqual((await who(page)).organisations, []);
}
