/** The pages that pictures are taken of and that axe reads: name, path below the language, and what to do before. */
export function pagesOf({ patent, technology, symbol = 'B29C', query = 'B29C' }) {
  return [
    { name: 'home', path: '' },
    { name: 'search', path: `search?q=${encodeURIComponent(query)}` },
    { name: 'search-nothing', path: 'search?q=zzzz+qqqq&status=lapsed' },
    { name: 'patent', path: `patents/${patent}` },
    { name: 'technology', path: `technologies/${technology}` },
    { name: 'classes', path: 'classes' },
    { name: 'class', path: `classes/${symbol}` },
    { name: 'classify', path: 'classify' },
    { name: 'classify-answer', path: 'classify', before: 'classify' },
    { name: 'sign-in', path: 'sign-in' },
    { name: 'imports-forbidden', path: 'imports' },
    { name: 'about', path: 'about' },
    { name: 'accessibility', path: 'accessibility' },
    { name: 'not-found', path: 'no-such-page' },
    { name: 'imports', path: 'imports', operator: true },
  ];
}

export const LANGUAGES = [
  ['en', 'en'],
  ['zh-Hant', 'zh-hant'],
  ['zh-Hans', 'zh-hans'],
];

const INVENTION = {
  en: 'Molten plastic fills the cavity to about 94 %. A gas needle at the end of the runner then pushes inert gas, so that a thin-walled housing cools without sink marks.',
  'zh-Hant': '熔融塑膠填充型腔至九成四，流道末端的氣針再注入惰性氣體，令薄壁殼體冷卻時不產生縮痕。',
  'zh-Hans': '熔融塑料填充型腔至九成四，流道末端的气针再注入惰性气体，使薄壁壳体冷却时不产生缩痕。',
};

/** Brings a page into the state that its name promises. */
export async function prepare(page, entry, language) {
  if (entry.before !== 'classify') return;
  await page.fill('main textarea', INVENTION[language]);
  await page.click('main form button[type="submit"]');
  await page.waitForSelector('main ol li h3');
}
