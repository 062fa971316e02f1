import { useWords } from '../../hooks/useLanguage';
import { useLabel, type FieldLook } from './fieldLook';
import css from './Forms.module.css';
import type { FieldState } from './useForm';

type FileFieldProps = FieldState<File | null> & FieldLook & { accept?: string };

/**
 * The browser's own file input, laid unseen over a button with our words: its own words follow the browser's language and not the
 * page's. A file may be dropped on it. What was chosen stays through refusals of other fields.
 */
export function FileField({ id, name, label, hint, error, value, onChange, accept, isOptional }: FileFieldProps) {
  const t = useWords('forms');
  const words = useLabel({ label, isOptional });
  const described = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={css.file}>
      <label htmlFor={id}>{words}</label>
      {hint && <p id={`${id}-hint`}>{hint}</p>}
      <div className={css.fileRow}>
        <input
          id={id}
          name={name}
          type="file"
          accept={accept}
          aria-invalid={error ? true : undefined}
          aria-describedby={described || undefined}
          onChange={(event) => onChange(event.currentTarget.files?.[0] ?? null)}
        />
        <span className={css.fileButton} aria-hidden>
          {t('chooseFile')}
        </span>
        <span className={css.chosen}>{value ? value.name : t('noFile')}</span>
      </div>
      {error && (
        <p id={`${id}-error`} className={css.fieldError}>
          {error}
        </p>
      )}
    </div>
  );
}
