/** The operator's import: a file with one bad record goes in, the good ones are found a moment later. */
import assert from 'node:assert/strict';
import { signOut } from './people.mjs';
import { found, hits, journey, place, search, settled, signIn, total, visit } from './product.mjs';

const RECORDS = [
  {
    id: 'HK39990001A',
    title: 'Quillbark spindle for journey tests',
    abstract: 'A spindle that turns a quillbark.',
    ipc: ['B23Q 1/70'],
    lang: 'en',
    source: 'journey',
  },
  '{"id": "HK39990002A", "title": "cut off in the mid',
  {
    id: 'CN139990003A',
    title: '用于旅程测试的奎尔巴克主轴',
    abstract: '一种主轴。',
    ipc: ['B23Q 1/70'],
    lang: 'zh',
    source: 'journey',
  },
];
const FILE = {
  name: 'journey.jsonl',
  text: RECORDS.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n'),
};

/** Drops the file on the page as a hand would. */
async function drop(page, t) {
  const carried = await page.evaluateHandle(({ name, text }) => {
    const transfer = new DataTransfer();
    transfer.items.add(new File([text], name, { type: 'application/x-ndjson' }));
    return transfer;
  }, FILE);
  await page.getByText(t('imports', 'drop.text')).dispatchEvent('drop', { dataTransfer: carried });
  await page.waitForURL((url) => /\/imports\/[0-9a-f-]{36}$/.test(url.pathname));
  await page
    .locator('main header')
    .getByText(t('imports', 'state.finished'), { exact: true })
    .waitFor({ timeout: 30_000 });
}

async function facts(page) {
  const numbers = await page.locator('main dl dd').allInnerTexts();
  const [read, created, updated, unchanged, quarantined] = numbers.map(Number);
  return { read, created, updated, unchanged, quarantined };
}

journey('an operator imports a file with one bad record', { language: 'en', refusals: true }, async (page, t) => {
  await visit(page, 'en');
  assert.equal(await page.getByRole('link', { name: t('shell', 'nav.imports') }).count(), 0);
  await page.getByRole('link', { name: t('shell', 'signIn') }).click();
  await settled(page);
  const operator = await signIn(page, 'en', 'operator');
  await page.getByText(operator.name).first().waitFor();

  await page.getByRole('link', { name: t('shell', 'nav.imports') }).click();
  await page.getByRole('heading', { level: 1, name: t('imports', 'title') }).waitFor();
  await drop(page, t);
  assert.deepEqual(await facts(page), { read: 3, created: 2, updated: 0, unchanged: 0, quarantined: 1 });
  const held = page.locator('section[aria-labelledby="quarantine"] li');
  await held.first().waitFor();
  assert.equal(await held.count(), 1);
  assert.equal(await held.locator('b').innerText(), 'line 2');
  const report = place(page);

  await page
    .locator('header')
    .getByRole('link', { name: t('shell', 'brand') })
    .click();
  await settled(page);
  await search(page, 'quillbark');
  await found(page, 'quillbark', 1);
  await page.reload();
  await settled(page);
  assert.equal(await total(page), 1);
  assert.deepEqual(await hits(page), ['patents/HK39990001A']);

  // The same file again changes nothing and says so.
  await visit(page, 'en', 'imports');
  await drop(page, t);
  assert.deepEqual(await facts(page), { read: 3, created: 0, updated: 0, unchanged: 2, quarantined: 1 });

  // A report can be left and found again.
  await page.getByRole('link', { name: t('imports', 'back') }).click();
  await settled(page);
  const listed = page.getByRole('link', { name: FILE.name });
  await listed.last().waitFor();
  assert.equal(await listed.count(), 2);
  await listed.last().click();
  await page.waitForURL((url) => url.pathname === report);

  await signOut(page, t);
});

journey('a file that is nothing we know fails with a sentence', { language: 'zh-Hant' }, async (page, t) => {
  await signIn(page, 'zh-Hant', 'operator');
  await visit(page, 'zh-Hant', 'imports');
  await page.locator('main input[type="file"]').setInputFiles({
    name: 'picture.jsonl',
    mimeType: 'application/json',
    buffer: Buffer.from('GIF89a\u0000\u0001nothing'),
  });
  await page.waitForURL((url) => /\/imports\/[0-9a-f-]{36}$/.test(url.pathname));
  await page
    .locator('main header')
    .getByText(t('imports', 'state.failed'), { exact: true })
    .waitFor({ timeout: 30_000 });
  assert.notEqual((await page.getByRole('alert').innerText()).trim(), '');
});
