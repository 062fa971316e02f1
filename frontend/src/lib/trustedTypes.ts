/**
 * The content security policy lets no text become markup (`require-trusted-types-for 'script'`). Mantine writes its style sheets
 * through `innerHTML`, so text without a `<` may pass: it can hold a sheet, never an element. Everything else is refused by the browser.
 */
interface PolicyFactory {
  createPolicy(name: string, rules: { createHTML: (text: string) => string | null }): unknown;
}

export function guardMarkup(scope: { trustedTypes?: PolicyFactory } = globalThis as { trustedTypes?: PolicyFactory }) {
  scope.trustedTypes?.createPolicy('default', { createHTML: (text) => (text.includes('<') ? null : text) });
}
