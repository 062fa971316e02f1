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
    { name: 'sign-up', path: 'sign-up' },
    { name: 'reset-password', path: 'reset-password' },
    { name: 'sign-in-code-none', path: 'sign-in/code' },
    { name: 'account-forbidden', path: 'account/security' },
    { name: 'imports-forbidden', path: 'imports' },
    { name: 'organisation-forbidden', path: 'organisation/people' },
    { name: 'invitation-unknown', path: 'invitations/no-such-invitation-anywhere' },
    { name: 'about', path: 'about' },
    { name: 'accessibility', path: 'accessibility' },
    { name: 'not-found', path: 'no-such-page' },
    { name: 'imports', path: 'imports', operator: true },
    { name: 'account-security', path: 'account/security', operator: true },
    { name: 'account-sessions', path: 'account/sessions', operator: true },
    { name: 'account-profile', path: 'account/profile', operator: true },
    { name: 'account-tokens', path: 'account/tokens', operator: true },
    { name: 'account-data', path: 'account/data', operator: true },
    { name: 'terms', path: 'terms' },
    { name: 'privacy', path: 'privacy' },
    { name: 'farewell', path: 'farewell' },
    { name: 'admin-organisations', path: 'admin/organisations', operator: true },
    { name: 'admin-people', path: 'admin/people', operator: true },
    { name: 'admin-signatories', path: 'admin/signatories', operator: true },
    { name: 'admin-roles', path: 'admin/roles', operator: true },
    { name: 'admin-queues', path: 'admin/queues', operator: true },
    { name: 'organisations', path: 'organisations', operator: true },
    { name: 'organisations-new', path: 'organisations/new', operator: true },
    { name: 'organisation-profile', path: 'organisation/profile', operator: true },
    { name: 'organisation-people', path: 'organisation/people', operator: true },
    { name: 'organisation-invitations', path: 'organisation/invitations', operator: true },
    { name: 'organisation-verification', path: 'organisation/verification', operator: true },
    { name: 'organisation-signing', path: 'organisation/signing', operator: true },
    { name: 'organisation-closing', path: 'organisation/closing', operator: true },
    { name: 'audit', path: 'audit', operator: true },
    { name: 'mailbox', path: 'mailbox' },
    { name: 'mail-templates', path: 'mail-templates', operator: true },
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
