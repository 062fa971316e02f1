/** For whom one acts, and in whose sight: one person of two organisations, and staff who look at pages as others see them. */
import assert from 'node:assert/strict';
import { ask, beside, found, mailAbout, newAddress, openPersonMenu, signUp, who } from './people.mjs';
import { headed, journey, settled, signIn, visit, words } from './product.mjs';

/** What the header says about for whom one acts. */
const acting = (page, name) => page.locator('header button[aria-expanded]').last().getByText(name).waitFor();

journey(
  'one person of two organisations acts for one at a time, and another tab follows',
  { refusals: true },
  async (page, t) => {
    await signUp(page, 'en', t, { name: 'Two Hats', email: newAddress('hats') });
    const [first, second] = [`First Hat ${Date.now()}`, `Second Hat ${Date.now()}`];
    const ids = [await found(page, first), await found(page, second)];
    await visit(page, 'en', 'organisation/profile');
    await headed(page, second);
    await acting(page, second);
    const other = await page.context().newPage();
    await visit(other, 'en', 'organisation/people');
    await headed(other, second);

    await openPersonMenu(page);
    const part = page.getByRole('region', { name: t('shell', 'actingFor') });
    await part.getByText(second, { exact: true }).waitFor();
    await part.getByRole('button', { name: first }).click();
    // The page that stands open is drawn anew for the other organisation, in both tabs.
    await headed(page, first);
    await acting(page, first);
    await other.getByText(t('shell', 'tab.organisation', { name: first })).waitFor();
    await headed(other, first);
    await acting(other, first);
    assert.equal(await other.locator('main').getByText(second).count(), 0);
    assert.equal((await who(page)).organisation.id, ids[0]);

    // What is written now is written for the one that is shown.
    await other.reload();
    await settled(other);
    await headed(other, first);
    await openPersonMenu(other);
    await other
      .getByRole('region', { name: t('shell', 'actingFor') })
      .getByRole('button', { name: second })
      .click();
    await headed(other, second);
    await page.getByText(t('shell', 'tab.organisation', { name: second })).waitFor();
    await page.getByRole('button', { name: t('organisation', 'profile.edit') }).click();
    await page.locator('input[name="district"]').fill('Kwai Chung');
    await page.getByRole('button', { name: t('organisation', 'profile.save') }).click();
    await page.locator('main dl').getByText('Kwai Chung').waitFor();
    const districts = [];
    for (const id of ids) districts.push((await ask(page, 'GET', `organisations/${id}`)).body.district);
    assert.deepEqual(districts, ['', 'Kwai Chung']);
  },
);

journey(
  'an operator sees pages as a visitor and as a member would, and comes back to their own view',
  { language: 'zh-Hant', refusals: true },
  async (page, t) => {
    await signIn(page, 'zh-Hant', 'operator');
    await visit(page, 'zh-Hant', 'admin/organisations');
    const row = page.locator('main table tbody th a').first();
    const name = await row.innerText();
    const asked = [];
    page.on('request', (request) => asked.push(request.headers()['x-see-as'] ?? ''));
    const choice = page.getByLabel(t('shell', 'seeAs.label'));
    await choice.selectOption('visitor');
    await page.getByText(t('shell', 'seeAs.said')).waitFor();
    await page
      .getByRole('heading', { name: t('states', 'closed.seenAs.title') })
      .first()
      .waitFor();
    assert.equal(await page.locator('main').getByText(name).count(), 0);
    assert.ok(asked.includes('visitor'), JSON.stringify(asked));

    await choice.selectOption('member:manufacturer');
    await page
      .getByRole('link', { name: t('shell', 'nav.classes') })
      .first()
      .click();
    await page.waitForURL((url) => url.pathname.endsWith('/classes'));
    await settled(page);
    // Going on keeps the sight; it is said on every page and recorded.
    await page.getByText(t('shell', 'seeAs.said')).waitFor();
    assert.ok(asked.includes('member:manufacturer'), JSON.stringify(asked));
    assert.equal((await who(page)).person.email, 'iris.mok@demo-platform.example');
    const { body } = await ask(page, 'GET', 'audit-entries?action=accounts.see_pages_as');
    assert.deepEqual([...new Set(body.items.map(({ actor }) => actor.name))], ['莫詩雅（示範）']);

    await page.getByRole('button', { name: t('shell', 'seeAs.back') }).click();
    await page.getByText(t('shell', 'seeAs.said')).waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: t('shell', 'nav.admin') }).click();
    await headed(page, t('admin', 'orgs.title'));
    await page.locator('main table').getByText(name).first().waitFor();
  },
);

journey(
  'members of a suspended organisation read and change nothing, from one click to the next',
  { language: 'zh-Hans', refusals: true },
  async (page, t) => {
    const email = newAddress('rests');
    const name = `Resting Works ${Date.now()}`;
    await signUp(page, 'zh-Hans', t, { name: '周敏', email });
    const id = await found(page, name);
    await visit(page, 'zh-Hans', 'organisation/profile');
    const edit = page.getByRole('button', { name: t('organisation', 'profile.edit') });
    await edit.click();
    const district = page.locator('input[name="district"]');
    await district.fill('Tsuen Wan');

    await beside(page, 'en', async (staff) => {
      const e = words('en');
      await visit(staff, 'en');
      await signIn(staff, 'en', 'operator');
      await visit(staff, 'en', `admin/organisations/${id}`);
      await staff.getByRole('button', { name: e('admin', 'suspend.open'), exact: true }).click();
      await staff.getByLabel(e('admin', 'reason'), { exact: true }).fill('Two people claim it.');
      await staff.getByRole('button', { name: e('admin', 'suspend.button', { name }) }).click();
      await staff.getByText(e('admin', 'suspend.done')).waitFor();

      // The form that stood open is refused with the reason, and what was typed in it stays.
      await page.getByRole('button', { name: t('organisation', 'profile.save') }).click();
      const alert = page.locator('main form [role="alert"]');
      await alert.getByText(t('organisation', 'refusal.organisation_not_active')).waitFor();
      assert.equal(await district.inputValue(), 'Tsuen Wan');
      await visit(page, 'zh-Hans', 'organisation/profile');
      // Its owner is told why; the instant is the server's.
      const why = page.getByText(t('organisation', 'suspendedReason', { reason: 'Two people claim it.' }));
      await why.waitFor();
      const { suspension } = (await ask(page, 'GET', `organisations/${id}`)).body;
      assert.equal(suspension.reason, 'Two people claim it.');
      assert.equal(await edit.count(), 0);
      assert.deepEqual(
        [(await who(page)).organisation.standing, (await ask(page, 'GET', `organisations/${id}`)).body.district],
        ['viewer', ''],
      );
      await visit(page, 'zh-Hans', 'organisation/people');
      await page.locator('main table').getByText('周敏').waitFor();
      await mailAbout(page, email, name);

      await staff.getByRole('button', { name: e('admin', 'suspend.lift') }).click();
      await staff.getByLabel(e('admin', 'reason'), { exact: true }).fill('The register names her.');
      await staff.getByRole('button', { name: e('admin', 'suspend.lift') }).click();
      await staff.getByText(e('admin', 'suspend.lifted')).waitFor();
    });
    await visit(page, 'zh-Hans', 'organisation/profile');
    await edit.waitFor();
    assert.equal(await page.getByText('Two people claim it.').count(), 0);
    assert.equal((await who(page)).organisation.standing, 'owner');
  },
);
