import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { ChoiceField } from '../../components/forms/ChoiceField';
import type { Fault } from '../../components/forms/faults';
import { CheckboxField, TextareaField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm } from '../../components/forms/useForm';
import { useWords } from '../../hooks/useLanguage';

interface ReasonFormProps {
  /** Names the form. */
  label: string;
  /** What is decided; without choices there is only the reason. */
  question?: ReactNode;
  choices?: { value: string; label: string; text: string }[];
  /** Whether the people concerned read the reason, or the audit trail alone keeps it. */
  isTold?: boolean;
  button: string;
  /** Offers to go on to the next one afterwards. */
  next?: string;
  isDestructive?: boolean;
  onCancel?: () => void;
  /** Where unsent text is kept. */
  draft: string;
  send: (values: { decision: string; reason: string }, isNext: boolean) => Promise<unknown>;
}

/** Everything that staff write asks for a reason: this is where it is asked. */
export function ReasonForm(props: ReasonFormProps) {
  const { label, question, choices = [], isTold = true, button, next, isDestructive, onCancel } = props;
  const t = useWords('admin');
  const forms = useWords('forms');
  const form = useForm({
    initial: { decision: '', reason: '', isNext: true },
    draft: props.draft,
    check: ({ decision, reason }) => {
      const faults: Fault[] = [];
      if (choices.length > 0 && !decision) faults.push({ field: 'decision', text: t('decide.choose') });
      if (!reason.trim()) faults.push({ field: 'reason', text: t('reasonError') });
      return faults;
    },
    send: ({ decision, reason, isNext }) => props.send({ decision, reason: reason.trim() }, isNext),
  });
  return (
    <Form form={form} label={label} isBare>
      {choices.length > 0 && <ChoiceField {...form.field('decision')} label={question} options={choices} />}
      <TextareaField
        {...form.field('reason')}
        label={t('reason')}
        hint={t(isTold ? 'reasonHint.told' : 'reasonHint.kept')}
        rows={3}
        maxLength={1000}
      />
      {next && <CheckboxField {...form.field('isNext')} label={next} />}
      <FormActions>
        <SubmitButton isBusy={form.isBusy} {...(isDestructive ? { color: 'brick' } : {})}>
          {button}
        </SubmitButton>
        {onCancel && (
          <Button variant="default" onClick={onCancel}>
            {forms('cancel')}
          </Button>
        )}
      </FormActions>
    </Form>
  );
}
