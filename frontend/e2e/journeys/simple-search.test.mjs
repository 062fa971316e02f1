/** J2, first storey: type, narrow down, read, come back, in the language that its reader reads. */
import assert from 'node:assert/strict';
import {
  answered,
  headed,
  hits,
  journey,
  oneLine,
  place,
  search,
  SEGMENTS,
  settled,
  total,
  totalWithin,
  visit,
  words,
} from './product.mjs';

const QUERIES = { en: 'injection moulding', 'zh-Hant': '注塑', 'zh-Hans': '注塑' };
const NEXT = { en: 'zh-Hant', 'zh-Hant': 'zh-Hans', 'zh-Hans': 'en' };

for (const language of Object.keys(QUERIES)) {
  journey(`simple search in ${language}`, { language }, async (page, t) => {
    assert.equal(await visit(page, language), 200);
    assert.equal(oneLine(await page.locator('main h1').innerText()), oneLine(t('home', 'title')));
    assert.equal(await page.evaluate(() => document.documentElement.lang), language);

    await search(page, QUERIES[language]);
    const all = await total(page);
    assert.ok(all >= 3, `only ${all} hits for ${QUERIES[language]}`);
    assert.ok((await page.locator('main mark').count()) > 0, 'no hit shows what matched');

    const offices = page.getByRole('group', { name: t('search', 'facet.office') });
    const option = offices.locator(':scope > div').first();
    const announced = Number((await option.locator('.ip-num').innerText()).replace(/\D/g, ''));
    await option.getByRole('checkbox').check();
    await page.waitForURL((url) => url.searchParams.has('office'));
    await totalWithin(page, announced, announced);
    const narrowed = { place: place(page), hits: await hits(page) };
    assert.ok(announced <= all);

    // The address is the whole state: somebody else who opens it sees the same.
    await page.reload();
    await answered(page);
    assert.deepEqual({ place: place(page), hits: await hits(page) }, narrowed);

    const first = page.locator('main section ol > li h2 a').first();
    const title = await first.innerText();
    await first.click();
    await headed(page, title);
    assert.equal(place(page), `/${SEGMENTS[language]}/${narrowed.hits[0]}`);
    assert.match(await page.title(), new RegExp(`${t('shell', 'brand')}$`));

    // Another language keeps the place.
    const other = NEXT[language];
    await page.locator(`header a[hreflang="${other}"]`).click();
    await page.waitForFunction((tag) => document.documentElement.lang === tag, other);
    await page.getByRole('link', { name: words(other)('shell', 'footer.about') }).waitFor();
    assert.equal(place(page), `/${SEGMENTS[other]}/${narrowed.hits[0]}`);

    await page.goBack();
    await headed(page, title);
    await page.goBack();
    await page.waitForURL((url) => url.pathname.endsWith('/search'));
    await answered(page);
    assert.deepEqual({ place: place(page), hits: await hits(page) }, narrowed);
  });
}

journey('a query in either script gives the identical list', { language: 'zh-Hant' }, async (page) => {
  const lists = [];
  for (const text of ['注塑機', '注塑机']) {
    await visit(page, 'zh-Hant');
    await search(page, text);
    lists.push({ total: await total(page), hits: await hits(page) });
  }
  assert.ok(lists[0].total > 0);
  assert.deepEqual(lists[1], lists[0]);
});

journey('a number in any notation finds its record, and a piece can be dropped', {}, async (page, t) => {
  await visit(page, 'en');
  await search(page, 'HK 30999001 B');
  assert.equal((await hits(page))[0], 'patents/HK30999001B');
  const readings = page.getByRole('list', { name: t('search', 'understoodAs') });
  assert.equal(await readings.getByRole('listitem').count(), 1);
  await readings.getByRole('button').last().click();
  await page.waitForURL((url) => !url.searchParams.has('q'));
  await totalWithin(page, 2, 1_000_000);
});

journey('an old address of a record leads to it', {}, async (page) => {
  await page.goto(new URL('/en/patents/hk%2030999001', process.env.PRODUCT_ADDRESS).href);
  await settled(page);
  assert.equal(place(page), '/en/patents/HK30999001B');
});

journey('nothing found offers ways out', { language: 'zh-Hans' }, async (page, t) => {
  await visit(page, 'zh-Hans', 'search?q=zzzz+qqqq');
  assert.equal(await total(page), 0);
  await page.getByText(t('search', 'nothing.title')).waitFor();
  await page.getByRole('link', { name: t('search', 'nothing.classes') }).click();
  await page.waitForURL((url) => url.pathname === '/zh-hans/classes');
});

journey('on a phone the filters open over the results', { language: 'zh-Hant', width: 360 }, async (page, t) => {
  await visit(page, 'zh-Hant', `search?q=${encodeURIComponent('注塑')}`);
  await page.getByRole('button', { name: t('search', 'filters.open') }).click();
  const drawer = page.getByRole('dialog');
  await drawer
    .getByRole('group', { name: t('search', 'facet.type') })
    .getByRole('checkbox')
    .first()
    .check();
  await page.waitForURL((url) => url.searchParams.has('type'));
  await drawer.getByRole('button').last().click();
  await drawer.waitFor({ state: 'hidden' });
  await answered(page);
  assert.ok((await hits(page)).length > 0);
});
