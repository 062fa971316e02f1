import type { TechnologyField } from '../api/contract';
import { useWords } from '../hooks/useLanguage';

/** Fields of technology with their sectors, in the punctuation of the language. */
export function TechnologyFields({ fields }: { fields: TechnologyField[] }) {
  const t = useWords('shell');
  return <b>{fields.map(({ label, sector }) => t('fieldInSector', { label, sector })).join(t('listSeparator'))}</b>;
}
