/** The operator's console: an organisation is verified and its owner told, and a platform role takes two people. */
import assert from 'node:assert/strict';
import { ask, beside, found, mailAbout, newAddress, signUp, who } from './people.mjs';
import { headed, journey, SEGMENTS, settled, signIn, visit, words } from './product.mjs';

const EVIDENCE = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;

/** Signs in as the demo person of an address. */
async function signInAs(page, email) {
  const answer = await ask(page, 'POST', 'demo-session', { body: { email } });
  assert.equal(answer.status, 200, JSON.stringify(answer.body));
}

/** The password of every demo person, as `manage.py prepare` prints it. */
const DEMO_PASSWORD = 'demo-only-2026';

/** Answers the question who one is, which comes before a role is proposed or granted. */
async function prove(page, t) {
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[type="password"]').fill(DEMO_PASSWORD);
  await dialog.getByRole('button', { name: t('session', 'proof.button') }).click();
}

/** Founds an organisation with evidence and asks to be verified. Returns its id. */
async function applicant(page, name) {
  const id = await found(page, name);
  const form = {
    kind: 'registration',
    file: { name: 'certificate.pdf', mimeType: 'application/pdf', buffer: Buffer.from(EVIDENCE) },
  };
  const document = await ask(page, 'POST', `organisations/${id}/documents`, { form });
  assert.equal(document.status, 201, JSON.stringify(document.body));
  const body = { documentIds: [document.body.id], note: 'Journey' };
  const request = await ask(page, 'POST', `organisations/${id}/verification`, { body });
  assert.ok(request.status < 300, JSON.stringify(request.body));
  return id;
}

for (const language of ['en', 'zh-Hant', 'zh-Hans']) {
  journey(
    `an operator verifies an organisation, and its owner reads it in ${language}`,
    { language: 'en', refusals: true },
    async (page, t) => {
      const email = newAddress('verify');
      const name = `Journey Trading ${Date.now()}`;
      const id = await beside(page, language, async (own) => {
        await signUp(own, language, words(language), { name: '陳大文 Chan', email });
        return applicant(own, name);
      });
      await visit(page, 'en');
      await signIn(page, 'en', 'operator');
      await page.getByRole('link', { name: t('shell', 'nav.admin') }).click();
      await headed(page, t('admin', 'orgs.title'));
      await page.getByRole('link', { name }).first().click();
      await headed(page, name);
      // Without a choice and a reason nothing is decided.
      await page.getByRole('button', { name: t('admin', 'decide.button'), exact: true }).click();
      assert.equal(await page.locator('main form [role="alert"] li').count(), 2);
      await page.getByRole('radio', { name: t('admin', 'decide.verify') }).check();
      await page.getByLabel(t('admin', 'reason'), { exact: true }).fill('Number and name agree with the certificate.');
      // The demo's own applicant waits as well, so there is always a next one.
      const next = page.getByLabel(t('admin', 'decide.next'));
      if (language !== 'zh-Hans') await next.uncheck();
      await page.getByRole('button', { name: t('admin', 'decide.button'), exact: true }).click();
      if (language === 'zh-Hans') {
        await page.waitForURL((url) => /\/admin\/organisations\/./.test(url.pathname) && !url.pathname.endsWith(id));
      } else {
        await page.getByText(t('admin', 'decide.done')).waitFor();
        await page.getByRole('link', { name: t('admin', 'trailDone') }).click();
        await page.waitForURL((url) => url.pathname === '/en/audit' && url.searchParams.get('targetId') === id);
      }
      const message = await mailAbout(page, email, name);
      assert.equal(message.language, language);
      assert.match(message.text, new RegExp(`/${SEGMENTS[language]}/organisation`));
    },
  );
}

journey('a platform role takes two operators', { refusals: true }, async (page, t) => {
  const email = newAddress('role');
  const name = `Role Person ${Date.now()}`;
  await beside(page, 'zh-Hant', (own) => signUp(own, 'zh-Hant', words('zh-Hant'), { name, email }));
  await visit(page, 'en');
  await signInAs(page, 'iris.mok@demo-platform.example');
  await visit(page, 'en', 'admin/roles');
  await page.getByLabel(t('admin', 'propose.email')).fill(email);
  await page.getByRole('radio', { name: t('admin', 'role.adviser') }).check();
  await page.getByLabel(t('admin', 'reason'), { exact: true }).fill('Joins the desk next week.');
  await page.getByRole('button', { name: t('admin', 'propose.button'), exact: true }).click();
  await prove(page, t);
  await page.getByText(t('admin', 'propose.done')).waitFor();
  await page.getByText(t('admin', 'proposals.own')).waitFor();
  const row = t('admin', 'proposals.row', { person: name, role: t('admin', 'role.adviser') });
  assert.equal(await page.getByRole('button', { name: t('admin', 'proposals.decideName', { row }) }).count(), 0);
  // Neither does the API let the one who proposed decide.
  const { body } = await ask(page, 'GET', 'admin/role-proposals?state=proposed');
  const proposal = body.items.find(({ person }) => person.email === email);
  const alone = await ask(page, 'POST', `admin/role-proposals/${proposal.id}/decision`, {
    body: { decision: 'grant', reason: 'By myself.' },
  });
  assert.ok(alone.status >= 400 && alone.status < 500, String(alone.status));

  await beside(page, 'en', async (second) => {
    await visit(second, 'en');
    await signInAs(second, 'theo.lau@demo-platform.example');
    await visit(second, 'en', 'admin/roles');
    await second.getByRole('button', { name: t('admin', 'proposals.decideName', { row }) }).click();
    await second.getByRole('radio', { name: t('admin', 'proposals.grant') }).check();
    const form = second.getByRole('form', { name: t('admin', 'proposals.decideName', { row }) });
    await form.getByLabel(t('admin', 'reason'), { exact: true }).fill('Agreed with the desk manager.');
    await form.getByRole('button', { name: t('admin', 'decide.button'), exact: true }).click();
    await prove(second, t);
    await second.getByText(t('admin', 'proposals.granted', { row })).waitFor();
  });
  const message = await mailAbout(page, email, '');
  assert.ok(message);
  await page.reload();
  await settled(page);
  await page.getByRole('button', { name: t('admin', 'grants.endName', { row }) }).waitFor();
});

journey('the auditor reads the console and finds nothing to press', { refusals: true }, async (page, t) => {
  await signIn(page, 'en', 'auditor');
  for (const part of ['organisations', 'people', 'signatories', 'roles']) {
    await visit(page, 'en', `admin/${part}`);
    await page.getByText(t('admin', 'readOnly')).waitFor();
  }
  assert.equal(await page.getByRole('button', { name: t('admin', 'propose.button'), exact: true }).count(), 0);
  await visit(page, 'en', 'admin/organisations');
  await page.locator('main table tbody th a').first().click();
  await page.waitForURL((url) => /\/admin\/organisations\/[0-9a-f-]{36}$/.test(url.pathname));
  await settled(page);
  assert.equal(await page.locator('main form').count(), 0);
});

journey('a member is not let into the console, and a visitor is asked who they are', {}, async (page, t) => {
  await visit(page, 'en', 'admin/people');
  assert.equal(await page.locator('main h1').innerText(), t('admin', 'forbidden.title'));
  await signIn(page, 'en', 'member');
  await visit(page, 'en', 'admin/roles');
  assert.equal(await page.locator('main h1').innerText(), t('admin', 'forbidden.title'));
  assert.equal(await page.getByRole('link', { name: t('shell', 'nav.admin') }).count(), 0);
});

journey('an operator suspends a person at once, and lifts it again', { refusals: true }, async (page, t) => {
  const email = newAddress('held');
  await beside(page, 'zh-Hans', async (own) => {
    await signUp(own, 'zh-Hans', words('zh-Hans'), { name: 'Held Person', email });
    await visit(page, 'en');
    await signIn(page, 'en', 'operator');
    await visit(page, 'en', 'admin/people');
    await page.getByLabel(t('admin', 'people.filter.q')).fill(email);
    await page.getByRole('button', { name: t('admin', 'find') }).click();
    await page.waitForURL((url) => url.searchParams.get('q') === email);
    await page.getByRole('link', { name: 'Held Person' }).click();
    await headed(page, 'Held Person');
    await page.getByRole('button', { name: t('admin', 'suspend.open'), exact: true }).click();
    await page.getByLabel(t('admin', 'reason'), { exact: true }).fill('Somebody else uses the account.');
    await page.getByRole('button', { name: t('admin', 'suspend.button', { name: 'Held Person' }) }).click();
    await page.getByText(t('admin', 'suspend.done')).waitFor();
    // The very next request of the person is a visitor's.
    assert.equal((await who(own)).person, null);
    const message = await mailAbout(page, email, '');
    assert.equal(message.language, 'zh-Hans');
  });
  await page.getByRole('button', { name: t('admin', 'suspend.lift') }).click();
  await page.getByLabel(t('admin', 'reason'), { exact: true }).fill('The owner proved who they are.');
  await page.getByRole('button', { name: t('admin', 'suspend.lift') }).click();
  await page.getByText(t('admin', 'suspend.lifted')).waitFor();
  await page.getByText(t('admin', 'suspend.end', { reason: 'The owner proved who they are.' })).waitFor();
});

journey('two entries of one organisation become one', { refusals: true }, async (page, t) => {
  const name = `Journey Twins ${Date.now()}`;
  const [first, second] = await beside(page, 'en', async (own) => {
    await signUp(own, 'en', t, { name: 'Twin Founder', email: newAddress('twins') });
    return [await applicant(own, name), await applicant(own, name)];
  });
  await visit(page, 'en');
  await signIn(page, 'en', 'operator');
  await visit(page, 'en', `admin/organisations/${first}`);
  await page.getByRole('button', { name: t('admin', 'twins.mergeName', { name }) }).click();
  const form = page.getByRole('form', { name: t('admin', 'merge.title') });
  await form.getByRole('radio').nth(1).check();
  await form.getByLabel(t('admin', 'reason'), { exact: true }).fill('Entered twice by the same person.');
  await form.getByRole('button', { name: t('admin', 'merge.button') }).click();
  await page.waitForURL((url) => url.pathname === `/en/admin/organisations/${second}`);
  await visit(page, 'en', `admin/organisations/${first}`);
  await page.getByText(t('admin', 'state.merged'), { exact: true }).waitFor();
  await page.getByRole('link', { name: t('admin', 'fact.mergedLink') }).click();
  await page.waitForURL((url) => url.pathname === `/en/admin/organisations/${second}`);
});
