import { Textarea } from '@mantine/core';
import { useWords } from '../../hooks/useLanguage';
import { useLabel, type FieldLook } from './fieldLook';
import css from './Forms.module.css';
import type { FieldState } from './useForm';

type TextareaFieldProps = FieldState<string> & FieldLook & { rows?: number; maxLength?: number; lang?: string };

/** Several lines. Says how much room is left when it gets short. */
export function TextareaField({
  value,
  onChange,
  hint,
  isOptional,
  isReadOnly,
  rows = 4,
  ...field
}: TextareaFieldProps) {
  const t = useWords('forms');
  const label = useLabel({ label: field.label, isOptional });
  const left = field.maxLength === undefined ? null : field.maxLength - value.length;
  const isShort = left !== null && field.maxLength !== undefined && left < field.maxLength / 5;
  return (
    <div>
      <Textarea
        {...field}
        label={label}
        description={hint}
        value={value}
        rows={rows}
        readOnly={isReadOnly}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
      <p className={css.strength} role="status">
        {isShort && t('left', { number: left })}
      </p>
    </div>
  );
}
