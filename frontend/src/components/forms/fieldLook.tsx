import type { ReactNode } from 'react';
import { useWords } from '../../hooks/useLanguage';
import css from './Forms.module.css';

/** What every field has beside its value. */
export interface FieldLook {
  label: ReactNode;
  /** Said before the field, so that it is read before typing. */
  hint?: ReactNode;
  /** Written after the label: most fields must be filled, so the few others say it. */
  isOptional?: boolean;
  isReadOnly?: boolean;
}

export function useLabel({ label, isOptional = false }: FieldLook): ReactNode {
  const t = useWords('forms');
  if (!isOptional) return label;
  return (
    <>
      {label} <span className={css.optional}>{t('optional')}</span>
    </>
  );
}
