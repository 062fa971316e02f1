import type { FacetName, State } from '../../api/contract';
import { useWords } from '../../hooks/useLanguage';
import { STANDING } from '../../lib/legalState';

interface Named {
  value: string;
  label: string;
}

const LANGUAGE_NAMES: Readonly<Record<string, string>> = {
  en: 'English',
  'zh-Hant': '繁體中文',
  'zh-Hans': '简体中文',
};

/** States and kinds are called as everywhere else in the product; all other names come with the answer. */
export function useOptionLabel(): (facet: FacetName, option: Named) => string {
  const t = useWords('shell');
  return (facet, { value, label }) => {
    if (facet === 'status' && value in STANDING) return t(`state.${value as State}`);
    if (facet === 'type' && (value === 'patent' || value === 'technology')) return t(`type.${value}`);
    if (facet === 'language') return LANGUAGE_NAMES[value] ?? label;
    const isSymbol = facet === 'section' || facet === 'class' || facet === 'subclass';
    return isSymbol && label !== value && !label.startsWith(`${value} `) ? `${value} ${label}` : label;
  };
}
