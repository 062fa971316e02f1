import { useParams } from '@tanstack/react-router';
import type { LanguageTag } from '../api/contract';
import { languageOfSegment, SERVED_LANGUAGE, segmentOf, type Segment } from '../lib/languages';
import { wordsOf, type Namespace, type Words } from '../lib/words';

/** The language of the page that is shown. It comes from the address alone. */
export function useLanguage(): LanguageTag {
  const parameters: { lang?: string } = useParams({ strict: false });
  return languageOfSegment(parameters.lang) ?? SERVED_LANGUAGE;
}

/** The parameter that every link inside the product carries on. */
export function useHere(): { lang: Segment } {
  return { lang: segmentOf(useLanguage()) };
}

export function useWords<Part extends Namespace>(namespace: Part): Words<Part> {
  return wordsOf(useLanguage(), namespace);
}
