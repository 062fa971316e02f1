import { Checkbox } from '@mantine/core';
import type { FieldLook } from './fieldLook';
import type { FieldState } from './useForm';

/** A yes. Its label may hold links. */
export function CheckboxField({
  value,
  onChange,
  hint,
  isOptional: _optional,
  ...field
}: FieldState<boolean> & FieldLook) {
  return (
    <Checkbox
      id={field.id}
      name={field.name}
      label={field.label}
      description={hint}
      error={field.error}
      checked={value}
      onChange={(event) => onChange(event.currentTarget.checked)}
    />
  );
}
