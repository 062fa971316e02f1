import type { LanguageTag } from '../../api/contract';
import type { OrganisationName } from './queries';

const KEYS: Record<LanguageTag, readonly (keyof OrganisationName)[]> = {
  en: ['en', 'zhHant', 'zhHans'],
  'zh-Hant': ['zhHant', 'zhHans', 'en'],
  'zh-Hans': ['zhHans', 'zhHant', 'en'],
};
const TAGS: Record<keyof OrganisationName, LanguageTag> = { en: 'en', zhHant: 'zh-Hant', zhHans: 'zh-Hans' };

/** A name in the language of the page, else in the nearest there is: [text, its language]. */
export function nameIn(language: LanguageTag, name: OrganisationName): [string, LanguageTag] {
  const key = KEYS[language].find((one) => name[one]) ?? 'en';
  return [name[key] ?? '', TAGS[key]];
}

/** All the names there are, each with its language. */
export function namesIn(name: OrganisationName): [string, LanguageTag][] {
  return KEYS.en.flatMap((key) => (name[key] ? [[name[key], TAGS[key]] as [string, LanguageTag]] : []));
}

const DAY_MILLISECONDS = 86_400_000;

/** Whole days between an instant and now. */
export function daysSince(iso: string, now: Date): number {
  return Math.max(0, Math.floor((now.getTime() - new Date(iso).getTime()) / DAY_MILLISECONDS));
}
