import { useWords } from '../hooks/useLanguage';
import { useSession } from '../hooks/useSession';

/** The ways in: only to parts that work, and only to those that this person may enter. */
export function useNavigation() {
  const t = useWords('shell');
  const isOperator = useSession()?.roles.includes('operator') ?? false;
  return [
    { to: '/$lang/search', label: t('nav.search') },
    { to: '/$lang/classes', label: t('nav.classes') },
    { to: '/$lang/classify', label: t('nav.classify') },
    ...(isOperator ? [{ to: '/$lang/imports', label: t('nav.imports') } as const] : []),
  ] as const;
}
