import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { askSignIn } from '../../api/client';
import { useFaultTexts } from '../../components/forms/faults';
import { CodeField, TextField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm } from '../../components/forms/useForm';
import { useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { renewSession, useSession } from '../../hooks/useSession';
import { changeEmail, dropEmail, owned, resendEmailCode } from '../../lib/signInApi';
import { emailsQuery } from './queries';
import { Row } from './Row';
import css from './Security.module.css';

/** The address one signs in with. A new one counts once its code was entered; until then the old one stays. */
export function EmailRow() {
  const t = useWords('security');
  const emails = useQuery(emailsQuery).data ?? [];
  const [isOpen, setIsOpen] = useState(false);
  const present =
    emails.find(({ isPrimary, isVerified }) => isPrimary && isVerified) ?? emails.find(({ isVerified }) => isVerified);
  const own = useSession()?.person?.email;
  const waiting = emails.find(({ isVerified }) => !isVerified);
  return (
    <Row
      title={t('email.title')}
      status={present?.email ?? own}
      action={waiting ? undefined : isOpen ? t('leave') : t('email.change')}
      isOpen={isOpen || waiting !== undefined}
      onOpen={setIsOpen}
    >
      {waiting ? <Confirm address={waiting.email} onDone={() => setIsOpen(false)} /> : <NewAddress />}
    </Row>
  );
}

function NewAddress() {
  const t = useWords('security');
  const queries = useQueryClient();
  const asked = useReauthentication();
  const form = useForm({
    initial: { email: '' },
    check: ({ email }) => (/^\S+@\S+\.\S+$/.test(email.trim()) ? [] : [{ field: 'email', text: t('email.error') }]),
    send: async ({ email }) => {
      const list = await asked(() => changeEmail(email.trim()));
      queries.setQueryData(emailsQuery.queryKey, list);
    },
  });
  return (
    <Form form={form} isBare label={t('email.title')}>
      <TextField
        {...form.field('email')}
        label={t('email.new')}
        hint={t('email.hint')}
        type="email"
        autoComplete="email"
        maxLength={254}
      />
      <FormActions>
        <SubmitButton isBusy={form.isBusy}>{t('email.send')}</SubmitButton>
      </FormActions>
    </Form>
  );
}

function Confirm({ address, onDone }: { address: string; onDone: () => void }) {
  const t = useWords('security');
  const queries = useQueryClient();
  const asked = useReauthentication();
  const form = useForm({
    initial: { key: '' },
    check: ({ key }) => (key.trim() ? [] : [{ field: 'key', text: t('codeMissing') }]),
    send: async ({ key }) => {
      const code = key.replace(/\s/g, '');
      await asked(() => owned(askSignIn('POST', 'auth/email/verify', { body: { key: code } })));
      await Promise.all([renewSession(queries), queries.invalidateQueries({ queryKey: ['account'] })]);
      onDone();
    },
  });
  return (
    <Form form={form} isBare label={t('email.title')}>
      <p className={css.note}>{t('email.sentTo', { address })}</p>
      <CodeField {...form.field('key')} label={t('email.code')} isText />
      <FormActions>
        <SubmitButton isBusy={form.isBusy}>{t('email.confirm')}</SubmitButton>
        <ConfirmOthers address={address} onDone={onDone} />
      </FormActions>
    </Form>
  );
}

/** Send it again, or keep the old address. */
function ConfirmOthers({ address, onDone }: { address: string; onDone: () => void }) {
  const t = useWords('security');
  const queries = useQueryClient();
  const asked = useReauthentication();
  const textsOf = useFaultTexts();
  const [said, setSaid] = useState('');
  function run(act: () => Promise<string>) {
    act()
      .then(setSaid)
      .catch((error: unknown) => setSaid(textsOf(error)[0]?.text ?? ''));
  }
  async function again() {
    await resendEmailCode(address);
    return t('email.again');
  }
  async function drop() {
    queries.setQueryData(emailsQuery.queryKey, await asked(() => dropEmail(address)));
    onDone();
    return '';
  }
  return (
    <>
      <Button variant="subtle" onClick={() => run(again)}>
        {t('email.resend')}
      </Button>
      <Button variant="subtle" onClick={() => run(drop)}>
        {t('email.keep')}
      </Button>
      <span role="status" className={css.said}>
        {said}
      </span>
    </>
  );
}
