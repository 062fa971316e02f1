import { createContext, useContext } from 'react';
import type { LanguageTag } from '../../api/contract';
import type { Card, Organisation } from './contract';

export interface OrganisationHere extends Card {
  /** Whether the server says that the person may do this to the organisation. */
  may: (action: string) => boolean;
}

export const OrganisationContext = createContext<OrganisationHere | null>(null);

/** The organisation that the page is about; the layout has read it before any part is shown. */
export function useOrganisation(): OrganisationHere {
  const here = useContext(OrganisationContext);
  if (!here) throw new Error('Parts of the organisation page stand inside its layout.');
  return here;
}

const NAMES = { en: 'en', 'zh-Hant': 'zhHant', 'zh-Hans': 'zhHans' } as const;
type NameKey = (typeof NAMES)[LanguageTag];
export const NAME_KEYS = ['en', 'zhHant', 'zhHans'] as const satisfies readonly NameKey[];
/** The language that a name is written in. */
export const TAG_OF_NAME: Record<NameKey, LanguageTag> = { en: 'en', zhHant: 'zh-Hant', zhHans: 'zh-Hans' };

/** The name in the language of the page, else the first there is: [text, its language]. */
export function nameIn(language: LanguageTag, { name }: Pick<Organisation, 'name'>): [string, LanguageTag] {
  const wanted = [
    NAMES[language],
    ...(language === 'en' ? [] : (['zhHant', 'zhHans'] as const)),
    'en',
    'zhHant',
    'zhHans',
  ] as const;
  const key = wanted.find((one) => name[one]) ?? 'en';
  return [name[key] ?? '', TAG_OF_NAME[key]];
}
