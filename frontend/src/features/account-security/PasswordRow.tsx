import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { askSignIn } from '../../api/client';
import { PasswordField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm } from '../../components/forms/useForm';
import { useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { renewSession } from '../../hooks/useSession';
import { owned } from '../../lib/signInApi';
import { userQuery } from './queries';
import { Row } from './Row';
import css from './Security.module.css';

/** Changing the password, or setting one where the way in was a code so far. */
export function PasswordRow() {
  const t = useWords('security');
  const user = useQuery(userQuery).data;
  const [isOpen, setIsOpen] = useState(false);
  const [isDone, setIsDone] = useState(false);
  const hasPassword = user?.hasPassword ?? true;
  return (
    <Row
      title={t('password.title')}
      status={
        <>
          {hasPassword ? t('password.set') : t('password.none')}
          <span role="status" className={css.done}>
            {isDone && t('password.done')}
          </span>
        </>
      }
      action={isOpen ? t('leave') : hasPassword ? t('password.change') : t('password.add')}
      isOpen={isOpen}
      onOpen={(next) => {
        setIsOpen(next);
        setIsDone(false);
      }}
    >
      <PasswordForm
        hasPassword={hasPassword}
        onDone={() => {
          setIsOpen(false);
          setIsDone(true);
        }}
      />
    </Row>
  );
}

function PasswordForm({ hasPassword, onDone }: { hasPassword: boolean; onDone: () => void }) {
  const t = useWords('security');
  const queries = useQueryClient();
  const asked = useReauthentication();
  const form = useForm({
    initial: { current_password: '', new_password: '' },
    check: ({ current_password, new_password }) => [
      ...(hasPassword && !current_password ? [{ field: 'current_password', text: t('password.errorCurrent') }] : []),
      ...(new_password ? [] : [{ field: 'new_password', text: t('password.errorNew') }]),
    ],
    send: async ({ current_password, new_password }) => {
      const body = hasPassword ? { current_password, new_password } : { new_password };
      await asked(() => owned(askSignIn('POST', 'account/password/change', { body })));
      await Promise.all([renewSession(queries), queries.invalidateQueries({ queryKey: userQuery.queryKey })]);
      onDone();
    },
  });
  return (
    <Form form={form} isBare label={t('password.title')}>
      {hasPassword && (
        <PasswordField
          {...form.field('current_password')}
          label={t('password.current')}
          autoComplete="current-password"
        />
      )}
      <PasswordField {...form.field('new_password')} label={t('password.new')} autoComplete="new-password" isRated />
      <FormActions>
        <SubmitButton isBusy={form.isBusy}>{t('password.save')}</SubmitButton>
      </FormActions>
    </Form>
  );
}
