import { PasswordInput, TextInput } from '@mantine/core';
import { useWords } from '../../hooks/useLanguage';
import { strengthOf } from '../../lib/passwordStrength';
import { useLabel, type FieldLook } from './fieldLook';
import css from './Forms.module.css';
import type { FieldState } from './useForm';

type TextFieldProps = FieldState<string> &
  FieldLook & {
    type?: 'text' | 'email' | 'tel' | 'url' | 'search';
    autoComplete?: string;
    maxLength?: number;
    /** Which keys a phone offers. */
    inputMode?: 'text' | 'numeric' | 'email' | 'url' | 'tel';
    spellCheck?: boolean;
    lang?: string;
  };

/** One line of text. `type="email"` brings the keys of a phone and no guessing of capitals. */
export function TextField({ value, onChange, hint, isOptional, isReadOnly, ...field }: TextFieldProps) {
  const label = useLabel({ label: field.label, isOptional });
  const isAddress = field.type === 'email' || field.type === 'url';
  return (
    <TextInput
      {...field}
      label={label}
      description={hint}
      value={value}
      readOnly={isReadOnly}
      spellCheck={field.spellCheck ?? (isAddress ? false : undefined)}
      autoCapitalize={isAddress ? 'none' : undefined}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

/** A code from a mail or an app: digits in a row, filled in by the phone or the browser where they can. */
export function CodeField(field: FieldState<string> & FieldLook & { isText?: boolean }) {
  const { value, onChange, hint, isOptional: _optional, isReadOnly: _readOnly, isText = false, ...rest } = field;
  return (
    <TextInput
      {...rest}
      classNames={{ input: css.code }}
      description={hint}
      value={value}
      autoComplete="one-time-code"
      inputMode={isText ? 'text' : 'numeric'}
      autoCapitalize="none"
      spellCheck={false}
      maxLength={32}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

type PasswordFieldProps = FieldState<string> &
  FieldLook & {
    autoComplete: 'current-password' | 'new-password';
    /** Says in words how hard the password is to guess; for new ones only. */
    isRated?: boolean;
  };

/** A password with "show", and for a new one its strength in words, not in bars. */
export function PasswordField(props: PasswordFieldProps) {
  const { value, onChange, hint, isOptional, isReadOnly: _readOnly, isRated = false, ...field } = props;
  const t = useWords('forms');
  const label = useLabel({ label: field.label, isOptional });
  const strength = isRated && value ? strengthOf(value) : null;
  return (
    <div>
      <PasswordInput
        {...field}
        label={label}
        description={hint}
        value={value}
        maxLength={128}
        spellCheck={false}
        onChange={(event) => onChange(event.currentTarget.value)}
        visibilityToggleButtonProps={{ 'aria-label': t('showPassword'), tabIndex: 0 }}
      />
      {isRated && (
        <p className={css.strength} role="status" data-strength={strength ?? undefined}>
          {strength && t(`strength.${strength}`)}
        </p>
      )}
    </div>
  );
}
