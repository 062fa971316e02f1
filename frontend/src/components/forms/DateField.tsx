import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../../hooks/useLanguage';
import css from './Forms.module.css';
import type { FieldState } from './useForm';

interface DateFieldProps extends FieldState<string> {
  label: string;
  hint?: ReactNode;
  isOptional?: boolean;
  /** The first day that can be chosen, as 2026-11-21. */
  from?: string;
}

/** A day, with the calendar of the browser. The value is 2026-11-21, or empty. */
export function DateField({ label, hint, isOptional = false, from, value, onChange, ...field }: DateFieldProps) {
  const t = useWords('forms');
  return (
    <TextInput
      {...field}
      type="date"
      min={from}
      label={
        isOptional ? (
          <>
            {label} <span className={css.optional}>{t('optional')}</span>
          </>
        ) : (
          label
        )
      }
      description={hint}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
