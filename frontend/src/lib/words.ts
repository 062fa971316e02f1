import i18next, { type TFunction } from 'i18next';
import type { LanguageTag } from '../api/contract';
import type english from '../locales/en';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell';
    resources: typeof english;
    enableSelector: false;
    keySeparator: false;
    nsSeparator: false;
  }
}

export type Namespace = keyof typeof english;
export type Words<Part extends Namespace> = TFunction<Part>;

const catalogues: Record<LanguageTag, () => Promise<{ default: object }>> = {
  en: () => import('../locales/en'),
  'zh-Hant': () => import('../locales/zh-Hant'),
  'zh-Hans': () => import('../locales/zh-Hans'),
};

const ready = i18next.init({
  lng: 'en',
  fallbackLng: false,
  keySeparator: false,
  nsSeparator: false,
  resources: {},
  // React escapes what it shows; escaping twice would show the marks.
  interpolation: { escapeValue: false },
  showSupportNotice: false,
} as Parameters<typeof i18next.init>[0]);

/** Loads one language's catalogue, once. A page is shown only after it is there, so no key is ever seen. */
export async function loadWords(language: LanguageTag): Promise<void> {
  await ready;
  if (i18next.hasResourceBundle(language, 'shell')) return;
  const catalogue = (await catalogues[language]()).default;
  for (const [namespace, texts] of Object.entries(catalogue)) i18next.addResourceBundle(language, namespace, texts);
}

export function wordsOf<Part extends Namespace>(language: LanguageTag, namespace: Part): Words<Part> {
  return i18next.getFixedT(language, namespace) as Words<Part>;
}
