import { Button, type ButtonProps } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useEffect, useRef, type MouseEvent, type ReactNode } from 'react';
import { useWords } from '../../hooks/useLanguage';
import css from './Forms.module.css';
import { fieldId, type FormState, type FormValues } from './useForm';

interface FormProps<Values extends FormValues> {
  form: FormState<Values>;
  children: ReactNode;
  /** Names the form for those who jump between them, where its heading does not stand right above. */
  label?: string;
  /** A sheet of its own (default), or part of what is around it. */
  isBare?: boolean;
}

/**
 * The frame of every form: the list of what is to mend on top, which takes the focus and leads to the fields; then the fields. Its
 * button is never disabled to hide errors.
 */
export function Form<Values extends FormValues>({ form, children, label, isBare = false }: FormProps<Values>) {
  return (
    <form className={isBare ? css.bare : css.sheet} onSubmit={form.submit} noValidate aria-label={label}>
      <FaultList form={form} />
      {children}
    </form>
  );
}

function FaultList<Values extends FormValues>({ form }: { form: FormState<Values> }) {
  const t = useWords('forms');
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (form.refusals > 0) list.current?.focus();
  }, [form.refusals]);
  if (form.faults.length === 0) return null;
  function goTo(event: MouseEvent, id: string) {
    event.preventDefault();
    document.getElementById(id)?.focus();
  }
  return (
    <div ref={list} className={css.faults} role="alert" tabIndex={-1}>
      <IconAlertTriangle size={20} aria-hidden />
      <div>
        {form.faults.length > 1 && <p>{t('faults', { number: form.faults.length })}</p>}
        <ul>
          {form.faults.map(({ field, text }) => {
            const id = fieldId(form.id, field);
            return (
              <li key={`${field} ${text}`}>
                {field ? (
                  <a href={`#${id}`} onClick={(event) => goTo(event, id)}>
                    {text}
                  </a>
                ) : (
                  text
                )}
              </li>
            );
          })}
        </ul>
      </div>
    </div>
  );
}

interface SubmitButtonProps extends ButtonProps {
  isBusy: boolean;
  children: ReactNode;
}

/** Sends the form. While that is under way it says so and does nothing more; it is never greyed out. */
export function SubmitButton({ isBusy, children, ...look }: SubmitButtonProps) {
  return (
    <Button type="submit" loading={isBusy} {...look}>
      {children}
    </Button>
  );
}

/** The row of buttons at the end of a form: the one filled button first. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className={css.actions}>{children}</div>;
}
