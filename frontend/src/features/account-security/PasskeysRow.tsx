import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { askSignIn } from '../../api/client';
import { ConfirmPanel } from '../../components/forms/ConfirmPanel';
import { useFaultTexts } from '../../components/forms/faults';
import { TextField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm } from '../../components/forms/useForm';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { renewSession } from '../../hooks/useSession';
import { deviceOf } from '../../lib/device';
import { day } from '../../lib/format';
import { owned, type Authenticator } from '../../lib/signInApi';
import { hasPasskeys, makePasskey, wasLeft } from '../../lib/webauthn';
import { authenticatorsQuery } from './queries';
import { Row } from './Row';
import css from './Security.module.css';

const PATH = 'account/authenticators/webauthn';
const NAME_CHARACTERS = 100;

/** What changed the authenticators changed what the session is worth as well. */
function useRefresh(): () => Promise<unknown> {
  const queries = useQueryClient();
  return () =>
    Promise.all([renewSession(queries), queries.invalidateQueries({ queryKey: authenticatorsQuery.queryKey })]);
}

/** Passkeys: a way in that needs no password and counts as two steps. */
export function PasskeysRow({ onCodes }: { onCodes: () => void }) {
  const t = useWords('security');
  const keys = (useQuery(authenticatorsQuery).data ?? []).filter(({ type }) => type === 'webauthn');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Row
      title={t('passkeys.title')}
      status={
        keys.length === 0 ? (
          t('passkeys.none')
        ) : (
          <ul className={css.keys}>
            {keys.map((key) => (
              <Passkey key={key.id} passkey={key} />
            ))}
          </ul>
        )
      }
      action={isOpen ? t('leave') : t('passkeys.add')}
      isOpen={isOpen}
      onOpen={setIsOpen}
    >
      {hasPasskeys() ? (
        <NewPasskey
          onDone={(hasNewCodes) => {
            setIsOpen(false);
            if (hasNewCodes) onCodes();
          }}
        />
      ) : (
        <p className={css.note}>{t('passkeys.impossible')}</p>
      )}
    </Row>
  );
}

function NewPasskey({ onDone }: { onDone: (hasNewCodes: boolean) => void }) {
  const t = useWords('security');
  const asked = useReauthentication();
  const refresh = useRefresh();
  const { system, browser } = deviceOf(navigator.userAgent);
  const form = useForm({
    initial: { name: [system, browser].filter(Boolean).join(' · ') },
    check: ({ name }) => (name.trim() ? [] : [{ field: 'name', text: t('passkeys.errorName') }]),
    send: async ({ name }) => {
      const { data } = await asked(() => owned(askSignIn('GET', `${PATH}?passwordless`)));
      let credential: object;
      try {
        credential = await makePasskey((data as { creation_options?: unknown } | undefined)?.creation_options);
      } catch (error) {
        // The browser's window was closed: the form stays, with nothing to mend.
        if (wasLeft(error)) return;
        throw error;
      }
      const body = { name: name.trim(), credential, passwordless: true };
      const { meta } = await asked(() => owned(askSignIn('POST', PATH, { body })));
      await refresh();
      onDone((meta as { recovery_codes_generated?: unknown } | undefined)?.recovery_codes_generated === true);
    },
  });
  return (
    <Form form={form} isBare label={t('passkeys.add')}>
      <p className={css.note}>{t('passkeys.text')}</p>
      <TextField
        {...form.field('name')}
        label={t('passkeys.name')}
        hint={t('passkeys.nameHint')}
        maxLength={NAME_CHARACTERS}
      />
      <FormActions>
        <SubmitButton isBusy={form.isBusy}>{t('passkeys.make')}</SubmitButton>
      </FormActions>
    </Form>
  );
}

type Act = 'rename' | 'remove' | null;

function Passkey({ passkey }: { passkey: Authenticator }) {
  const t = useWords('security');
  const language = useLanguage();
  const [act, setAct] = useState<Act>(null);
  const used = passkey.lastUsedAt ? t('lastUsed', { day: day(language, passkey.lastUsedAt) }) : t('neverUsed');
  return (
    <li>
      <div className={css.key}>
        <p>
          <b>{passkey.name}</b>
          <span>
            {t('since', { day: day(language, passkey.createdAt) })} · {used}
          </span>
        </p>
        <Button
          variant="subtle"
          aria-label={t('passkeys.renameName', { name: passkey.name })}
          onClick={() => setAct('rename')}
        >
          {t('rename')}
        </Button>
        <Button
          variant="subtle"
          aria-label={t('passkeys.removeName', { name: passkey.name })}
          onClick={() => setAct('remove')}
        >
          {t('remove')}
        </Button>
      </div>
      {act === 'rename' && <Rename passkey={passkey} onDone={() => setAct(null)} />}
      {act === 'remove' && <Remove passkey={passkey} onDone={() => setAct(null)} />}
    </li>
  );
}

function Rename({ passkey, onDone }: { passkey: Authenticator; onDone: () => void }) {
  const t = useWords('security');
  const asked = useReauthentication();
  const refresh = useRefresh();
  const form = useForm({
    initial: { name: passkey.name },
    check: ({ name }) => (name.trim() ? [] : [{ field: 'name', text: t('passkeys.errorName') }]),
    send: async ({ name }) => {
      await asked(() => owned(askSignIn('PUT', PATH, { body: { id: passkey.id, name: name.trim() } })));
      await refresh();
      onDone();
    },
  });
  return (
    <Form form={form} isBare label={t('passkeys.renameName', { name: passkey.name })}>
      <TextField {...form.field('name')} label={t('passkeys.name')} maxLength={NAME_CHARACTERS} />
      <FormActions>
        <SubmitButton isBusy={form.isBusy}>{t('passkeys.saveName')}</SubmitButton>
        <Button variant="subtle" onClick={onDone}>
          {t('leave')}
        </Button>
      </FormActions>
    </Form>
  );
}

function Remove({ passkey, onDone }: { passkey: Authenticator; onDone: () => void }) {
  const t = useWords('security');
  const asked = useReauthentication();
  const refresh = useRefresh();
  const textsOf = useFaultTexts();
  const remove = useMutation({
    mutationFn: () => asked(() => owned(askSignIn('DELETE', PATH, { body: { authenticators: [passkey.id] } }))),
    onSuccess: () => refresh().then(onDone),
  });
  return (
    <ConfirmPanel
      title={t('passkeys.removeTitle', { name: passkey.name })}
      confirm={t('remove')}
      onConfirm={() => remove.mutate()}
      onCancel={onDone}
      isBusy={remove.isPending}
      error={remove.isError ? textsOf(remove.error)[0]?.text : undefined}
    >
      {t('passkeys.removeText')}
    </ConfirmPanel>
  );
}
