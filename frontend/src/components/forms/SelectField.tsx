import { NativeSelect } from '@mantine/core';
import { useLabel, type FieldLook } from './fieldLook';
import css from './Forms.module.css';
import type { FieldState } from './useForm';

type SelectFieldProps = FieldState<string> &
  FieldLook & { options: { value: string; label: string }[]; autoComplete?: string };

/** The browser's own list: it works with every keyboard, phone and reader. */
export function SelectField({ value, onChange, hint, isOptional, isReadOnly, options, ...field }: SelectFieldProps) {
  const label = useLabel({ label: field.label, isOptional });
  return (
    <NativeSelect
      {...field}
      classNames={{ input: css.select }}
      label={label}
      description={hint}
      data={options}
      value={value}
      disabled={isReadOnly}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
