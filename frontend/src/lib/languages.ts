import type { LanguageTag } from '../api/contract';

/** The three languages in the order of the switch. `segment` is the first piece of every address. */
export const LANGUAGES = [
  { tag: 'en', segment: 'en', short: 'EN', name: 'English' },
  { tag: 'zh-Hant', segment: 'zh-hant', short: '繁', name: '繁體中文（香港）' },
  { tag: 'zh-Hans', segment: 'zh-hans', short: '简', name: '简体中文' },
] as const satisfies readonly { tag: LanguageTag; segment: string; short: string; name: string }[];

export type Segment = (typeof LANGUAGES)[number]['segment'];

export function languageOfSegment(segment: string | undefined): LanguageTag | null {
  return LANGUAGES.find((language) => language.segment === segment?.toLowerCase())?.tag ?? null;
}

export function segmentOf(tag: LanguageTag): Segment {
  return LANGUAGES.find((language) => language.tag === tag)?.segment ?? 'en';
}

/** What the server took the visitor's language for; it knows the choice made before. Addresses without a language are shown in it. */
export const SERVED_LANGUAGE: LanguageTag =
  LANGUAGES.find(({ tag }) => typeof document !== 'undefined' && tag === document.documentElement.lang)?.tag ?? 'en';

/** The language that an address is written in. */
export function languageOfPath(path: string): LanguageTag {
  return languageOfSegment(path.split('/')[1]) ?? SERVED_LANGUAGE;
}

/** The best of our three for what the browser asks for: Chinese of Hong Kong, Macao and Taiwan is written in the traditional script. */
export function preferredLanguage(wanted: readonly string[]): LanguageTag {
  for (const name of wanted) {
    const tag = name.toLowerCase();
    if (tag.startsWith('en')) return 'en';
    if (/^zh(-hant|-hk|-mo|-tw|-hant-.*)$|^yue/.test(tag)) return 'zh-Hant';
    if (tag.startsWith('zh')) return 'zh-Hans';
  }
  return 'en';
}

/** The same place in another language: only the first piece of the path changes. */
export function samePlaceIn(tag: LanguageTag, path: string): string {
  const pieces = path.split('/');
  if (languageOfSegment(pieces[1]) === null) return `/${segmentOf(tag)}/`;
  pieces[1] = segmentOf(tag);
  return pieces.join('/');
}

const YEAR_SECONDS = 31_536_000;

/** Notes the choice in a cookie, which the server reads where an address names no language. It says nothing else. */
export function rememberLanguage(tag: LanguageTag): void {
  document.cookie = `language=${tag}; path=/; max-age=${YEAR_SECONDS}; samesite=lax`;
}
