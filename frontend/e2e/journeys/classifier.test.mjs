/** "Which class is my invention?": suggestions with reasons, and a text that stays where it was typed. */
import assert from 'node:assert/strict';
import { journey, place, settled, visit, words } from './product.mjs';

// A phrase that stands nowhere else; whoever runs this looks for it afterwards in tables, files and logs.
const SECRET = process.env.JOURNEY_SECRET ?? 'quillbark-untold';
const INVENTIONS = {
  en: `Molten plastic fills the cavity of an injection mould to 94 %. A gas needle then pushes nitrogen into the ribs so that the moulded housing cools without sink marks. ${SECRET}`,
  'zh-Hant': `熔融塑膠注入注塑模具的型腔，流道末端的氣針再注入氮氣，令塑膠殼體冷卻時不產生縮痕。${SECRET}`,
  'zh-Hans': `熔融塑料注入注塑模具的型腔，流道末端的气针再注入氮气，使塑料壳体冷却时不产生缩痕。${SECRET}`,
};

for (const language of Object.keys(INVENTIONS)) {
  journey(`the classifier in ${language}`, { language }, async (page, t) => {
    const asked = [];
    page.on('request', (request) =>
      asked.push({ method: request.method(), url: request.url(), body: request.postData() ?? '' }),
    );
    await visit(page, language, 'classify');
    await page.getByText(t('classify', 'privacy.text')).waitFor();
    await page.getByLabel(t('classify', 'label')).fill(INVENTIONS[language]);
    await page.getByRole('button', { name: t('classify', 'ask') }).click();
    const rows = page.locator('main section ol > li', { has: page.locator('h3') });
    await rows.first().waitFor();
    const symbols = await rows.locator(':scope > span').allInnerTexts();
    assert.ok(
      symbols.every((symbol) => /^[A-H]\d\d[A-Z]$/.test(symbol)),
      symbols.join(),
    );
    assert.ok(symbols.slice(0, 3).includes('B29C'), `B29C is not among the first three: ${symbols}`);
    assert.equal(place(page), `/${language.toLowerCase()}/classify`);
    const carrying = asked.filter(({ url, body }) => (decodeURIComponent(url) + body).includes(SECRET));
    assert.deepEqual(
      carrying.map(({ method, url }) => [method, new URL(url).pathname]),
      [['POST', '/api/app/classification-suggestions']],
    );
  });
}

journey('switching the language keeps the text and translates the labels', { language: 'en' }, async (page, t) => {
  await visit(page, 'en', 'classify');
  await page.getByLabel(t('classify', 'label')).fill(INVENTIONS.en);
  await page.getByRole('button', { name: t('classify', 'ask') }).click();
  const label = page.locator('main section ol > li h3').first();
  await label.waitFor();
  const before = await label.innerText();
  await page.locator('header a[hreflang="zh-Hans"]').click();
  await page.waitForURL((url) => url.pathname === '/zh-hans/classify');
  await page.waitForFunction((old) => document.querySelector('main section ol > li h3')?.textContent !== old, before);
  assert.equal(await page.getByLabel(words('zh-Hans')('classify', 'label')).inputValue(), INVENTIONS.en);
});

journey('a text that is too short is refused beside the field', { language: 'zh-Hant' }, async (page, t) => {
  await visit(page, 'zh-Hant', 'classify');
  await page.getByLabel(t('classify', 'label')).fill('夾');
  await page.getByRole('button', { name: t('classify', 'ask') }).click();
  await page.getByText(t('classify', 'tooShort')).waitFor();
});

journey('a suggestion leads to a search in its class', { language: 'en' }, async (page, t) => {
  await visit(page, 'en', 'classify');
  await page.getByLabel(t('classify', 'label')).fill(INVENTIONS.en);
  await page.getByRole('button', { name: t('classify', 'ask') }).click();
  await page.getByRole('link', { name: t('classify', 'searchIn', { symbol: 'B29C' }) }).click();
  await page.waitForURL((url) => url.pathname === '/en/search' && url.searchParams.get('subclass') === 'B29C');
  await settled(page);
});
