import type { ReactNode } from 'react';
import css from './Choice.module.css';
import type { FieldState } from './useForm';

interface ChoiceFieldProps extends FieldState<string> {
  label: ReactNode;
  hint?: ReactNode;
  options: { value: string; label: string; text?: string }[];
}

/** One of a few, each explained in a sentence: the browser's own radio buttons, because a list would hide the sentences. */
export function ChoiceField({ id, name, label, hint, options, value, onChange, error }: ChoiceFieldProps) {
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <fieldset id={id} className={css.choice} tabIndex={-1} aria-describedby={described || undefined}>
      <legend>{label}</legend>
      {hint && (
        <p id={`${id}-hint`} className={css.hint}>
          {hint}
        </p>
      )}
      {options.map((option) => (
        <label key={option.value} data-chosen={option.value === value || undefined}>
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={option.value === value}
            onChange={() => onChange(option.value)}
          />
          <span>
            <b>{option.label}</b>
            {option.text && <span>{option.text}</span>}
          </span>
        </label>
      ))}
      {error && (
        <p id={`${id}-error`} className={css.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
