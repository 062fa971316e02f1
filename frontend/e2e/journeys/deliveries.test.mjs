/**
 * What failed too often is held up: everybody of the staff sees it, an operator has it tried again with a reason, and it is done.
 * Whoever runs this has parked one delivery of one kind of work and two of another.
 */
import assert from 'node:assert/strict';
import { faultsOn } from './axe.mjs';
import { ask, beside } from './people.mjs';
import { headed, journey, settled, signIn, visit, words } from './product.mjs';

const ONE = 'search.technology_changed';
const TWO = 'search.right_changed';

for (const language of ['en', 'zh-Hant', 'zh-Hans']) {
  for (const width of [1440, 360]) {
    journey(
      `an auditor sees what is held up in ${language} at ${width}, and has nothing to press`,
      { language, width, refusals: true },
      async (page, t) => {
        await signIn(page, language, 'auditor');
        await visit(page, language, 'admin/queues');
        await page.getByText(t('admin', 'queues.health.parked_other', { figure: 3 })).waitFor();
        assert.equal(await page.getByText(t('admin', 'queues.error.OperationalError')).count(), 3);
        assert.equal(await page.getByText(t('admin', 'readOnly')).count(), 1);
        assert.equal(await page.locator('main').getByRole('button').count(), 0);
        assert.doesNotMatch(await page.content(), /kept-from-view/);
        assert.deepEqual(await faultsOn(page), []);
        // Neither does the API let an auditor press.
        const { body } = await ask(page, 'GET', 'admin/deliveries');
        const refused = await ask(page, 'POST', `admin/deliveries/${body.items[0].id}/retry`, {
          body: { reason: 'No.' },
        });
        assert.equal(refused.status, 403);
      },
    );
  }
}

/** Gives the reason and waits until the page says what became of it. */
async function tryAgain(page, t, button, count) {
  const panel = page.getByRole('group').filter({ has: page.getByRole('form') });
  // Without a reason nothing happens.
  await panel.getByRole('button', { name: button, exact: true }).click();
  assert.equal(await panel.locator('[role="alert"] li').count(), 1);
  await panel.getByLabel(t('admin', 'reason'), { exact: true }).fill('The database is back.');
  assert.deepEqual(await faultsOn(page), []);
  await panel.getByRole('button', { name: button, exact: true }).click();
  await page.getByText(t('admin', count === 1 ? 'queues.done_one' : 'queues.done_other', { count })).waitFor();
}

journey('an operator has what is held up tried again, and it is done', {}, async (page, t) => {
  const [one, two] = [ONE, TWO].map((handler) => t('admin', `queues.work.${handler}`));
  await signIn(page, 'en', 'operator');
  await page.getByRole('link', { name: t('shell', 'nav.admin') }).click();
  await page.getByRole('link', { name: t('admin', 'tab.queues'), exact: true }).click();
  await headed(page, t('admin', 'queues.title'));
  await page.getByText(t('admin', 'queues.health.parked_other', { figure: 3 })).waitFor();

  // One of them, found by the figure of its kind of work.
  await page.getByRole('link', { name: `1 ${t('admin', 'queues.state.parked')}: ${one}` }).click();
  await page.waitForURL((url) => url.searchParams.get('handler') === ONE);
  await page.getByText(t('admin', 'queues.only', { work: one })).waitFor();
  await settled(page);
  await page.getByRole('button', { name: `${t('admin', 'queues.retry')}: ${one}` }).click();
  await tryAgain(page, t, t('admin', 'queues.retry'), 1);
  await page.getByRole('heading', { name: t('admin', 'queues.none.parked') }).waitFor();
  await page.getByRole('link', { name: t('admin', 'queues.everything') }).click();

  // Then all of the other kind.
  await page.getByText(t('admin', 'queues.health.parked_other', { figure: 2 })).waitFor();
  await page.getByRole('button', { name: `${t('admin', 'queues.all')}: ${two}` }).click();
  await tryAgain(page, t, t('admin', 'queues.all'), 2);
  await page.getByText(t('admin', 'queues.health.good')).waitFor();

  // The trail names who, what and why, and the auditor reads it.
  await page.getByRole('link', { name: t('admin', 'trailDone') }).click();
  await page.waitForURL((url) => url.pathname === '/en/audit' && url.searchParams.get('targetId') === TWO);
  await page.getByText('The database is back.').first().waitFor();
  await beside(page, 'zh-Hant', async (auditor) => {
    await visit(auditor, 'zh-Hant');
    await signIn(auditor, 'zh-Hant', 'auditor');
    const { body } = await ask(auditor, 'GET', 'audit-entries?action=outbox.retried');
    assert.deepEqual(
      body.items.map(({ target, reason }) => [target.type, reason]),
      [
        ['outbox.delivery', 'The database is back.'],
        ['outbox.delivery', 'The database is back.'],
      ],
    );
    await visit(auditor, 'zh-Hant', 'admin/queues');
    await auditor.getByText(words('zh-Hant')('admin', 'queues.health.good')).waitFor();
  });
});
