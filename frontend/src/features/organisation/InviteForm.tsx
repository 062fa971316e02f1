import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import type { LanguageTag } from '../../api/contract';
import { ChoiceField } from '../../components/forms/ChoiceField';
import { SelectField, TextField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm } from '../../components/forms/useForm';
import { useRefusals } from '../../components/forms/useRefusals';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { LANGUAGES } from '../../lib/languages';
import { invite, newKey } from './calls';
import type { Role } from './contract';
import { Done } from './Part';
import { everythingOf } from './queries';
import { useGivenRoles } from './useGivenRoles';
import { useOrganisation } from './useOrganisation';

const ADDRESS = /^\S+@\S+\.\S+$/;

/** Invites somebody by mail: the link is for that address alone. */
export function InviteForm() {
  const t = useWords('organisation');
  const language = useLanguage();
  const { organisation } = useOrganisation();
  const queries = useQueryClient();
  const told = useRefusals();
  const roles = useGivenRoles();
  const [said, setSaid] = useState('');
  const key = useRef(newKey());
  const form = useForm({
    initial: { email: '', role: 'member' as string, language: language as string },
    draft: `invite-${organisation.id}`,
    check: ({ email }) => (ADDRESS.test(email.trim()) ? [] : [{ field: 'email', text: t('error.email') }]),
    send: async (values) => {
      setSaid('');
      const email = values.email.trim();
      const body = { email, role: values.role as Role, language: values.language as LanguageTag };
      try {
        await told(invite(organisation.id, body, key.current), {
          address_refused: 'email',
          already_member: 'email',
          already_invited: 'email',
          role_not_yours_to_give: 'role',
        });
      } finally {
        // Another press is another wish, also after a refusal: what was refused may have been mended elsewhere.
        key.current = newKey();
      }
      await queries.invalidateQueries({ queryKey: everythingOf(organisation.id) });
      form.reset({ ...values, email: '' });
      setSaid(t('invite.done', { email }));
    },
  });
  return (
    <>
      <Form form={form} label={t('invite.title')}>
        <TextField
          {...form.field('email')}
          label={t('invite.email')}
          hint={t('invite.emailHint')}
          type="email"
          maxLength={254}
        />
        <ChoiceField
          {...form.field('role')}
          label={t('people.head.role')}
          options={roles.map((role) => ({ value: role, label: t(`role.${role}`), text: t(`role.${role}.short`) }))}
        />
        <SelectField
          {...form.field('language')}
          label={t('invite.language')}
          options={LANGUAGES.map(({ tag, name }) => ({ value: tag, label: name }))}
        />
        <FormActions>
          <SubmitButton isBusy={form.isBusy}>{t('invite.send')}</SubmitButton>
        </FormActions>
      </Form>
      <Done text={said} />
    </>
  );
}
