import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ApiError } from '../../api/client';
import { ChoiceField } from '../../components/forms/ChoiceField';
import type { Fault } from '../../components/forms/faults';
import { TextareaField, TextField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { Outcome } from '../../components/forms/Outcome';
import { useForm } from '../../components/forms/useForm';
import { useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import css from './Admin.module.css';
import { ROLES } from './filters';
import { EVERYTHING, proposeRole } from './queries';

const ADDRESS = /^\S+@\S+\.\S+$/;

function useProposal(onDone: () => void) {
  const t = useWords('admin');
  const queries = useQueryClient();
  const asked = useReauthentication();
  const form = useForm({
    initial: { email: '', role: '', reason: '' },
    draft: 'propose role',
    check: ({ email, role, reason }) => {
      const faults: Fault[] = [];
      if (!ADDRESS.test(email.trim())) faults.push({ field: 'email', text: t('propose.emailError') });
      if (!role) faults.push({ field: 'role', text: t('propose.roleError') });
      if (!reason.trim()) faults.push({ field: 'reason', text: t('reasonError') });
      return faults;
    },
    send: async ({ email, role, reason }) => {
      const wanted = ROLES.find((one) => one === role) ?? 'auditor';
      try {
        await asked(() => proposeRole({ email: email.trim(), role: wanted, reason: reason.trim() }));
      } catch (error) {
        throw error instanceof ApiError && error.status === 404 ? unknownAddress(error, t('propose.unknown')) : error;
      }
      await queries.invalidateQueries({ queryKey: EVERYTHING });
      form.reset();
      onDone();
    },
  });
  return form;
}

/** An operator may know that an address has no account: the fault stands at the field. */
function unknownAddress(error: ApiError, message: string): ApiError {
  return new ApiError(422, 'unknown_address', message, error.reference, [
    { field: 'email', code: 'unknown_address', message },
  ]);
}

/** The first of two people. */
export function ProposeForm() {
  const t = useWords('admin');
  const [isDone, setIsDone] = useState(false);
  const form = useProposal(() => setIsDone(true));
  return (
    <section className={css.section} aria-labelledby="propose">
      <h2 id="propose">{t('propose.title')}</h2>
      <p>{t('propose.text')}</p>
      <div className={css.narrow}>
        <Form form={form} label={t('propose.title')}>
          <TextField
            {...form.field('email')}
            label={t('propose.email')}
            hint={t('propose.emailHint')}
            type="email"
            autoComplete="off"
            maxLength={254}
          />
          <ChoiceField
            {...form.field('role')}
            label={t('propose.role')}
            options={ROLES.map((role) => ({ value: role, label: t(`role.${role}`), text: t(`role.${role}.text`) }))}
          />
          <TextareaField
            {...form.field('reason')}
            label={t('reason')}
            hint={t('reasonHint.kept')}
            rows={3}
            maxLength={1000}
          />
          <FormActions>
            <SubmitButton isBusy={form.isBusy}>{t('propose.button')}</SubmitButton>
          </FormActions>
        </Form>
      </div>
      <Outcome done={isDone && t('propose.done')} />
    </section>
  );
}
