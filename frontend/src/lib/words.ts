import i18next, { type TFunction } from 'i18next';
import type { LanguageTag } from '../api/contract';
import type english from '../locales/en';
import type englishInside from '../locales/en/inside';

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'shell';
    resources: typeof english & typeof englishInside;
    enableSelector: false;
    keySeparator: false;
    nsSeparator: false;
  }
}

export type Namespace = keyof (typeof english & typeof englishInside);
export type Words<Part extends Namespace> = TFunction<Part>;

/** Which texts: those of the first view, or those of signing in, accounts and organisations, which most visitors never see. */
type Catalogue = 'first' | 'inside';

const catalogues: Record<LanguageTag, Record<Catalogue, () => Promise<{ default: object }>>> = {
  en: { first: () => import('../locales/en'), inside: () => import('../locales/en/inside') },
  'zh-Hant': { first: () => import('../locales/zh-Hant'), inside: () => import('../locales/zh-Hant/inside') },
  'zh-Hans': { first: () => import('../locales/zh-Hans'), inside: () => import('../locales/zh-Hans/inside') },
};
/** A namespace of each catalogue, by which one sees whether it is there. */
const SIGN: Record<Catalogue, Namespace> = { first: 'shell', inside: 'forms' };

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

/** Loads texts of one language, once. A page is shown only after they are there, so no key is ever seen. */
export async function loadWords(language: LanguageTag, which: Catalogue = 'first'): Promise<void> {
  await ready;
  if (i18next.hasResourceBundle(language, SIGN[which])) return;
  const catalogue = (await catalogues[language][which]()).default;
  for (const [namespace, texts] of Object.entries(catalogue)) i18next.addResourceBundle(language, namespace, texts);
}

export function wordsOf<Part extends Namespace>(language: LanguageTag, namespace: Part): Words<Part> {
  return i18next.getFixedT(language, namespace) as Words<Part>;
}
