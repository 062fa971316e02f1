import { useQueryClient } from '@tanstack/react-query';
import { askSignIn } from '../../api/client';
import { CodeField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm } from '../../components/forms/useForm';
import { useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { renewSession } from '../../hooks/useSession';
import { owned } from '../../lib/signInApi';
import { authenticatorsQuery } from './queries';
import { QrCode } from './QrCode';
import css from './Security.module.css';

export interface Seed {
  secret: string;
  address: string;
}

/** The secret as a picture and as text, and the code that proves that the app has it. */
export default function TotpSetUp({ seed, onDone }: { seed: Seed; onDone: () => void }) {
  const t = useWords('security');
  const queries = useQueryClient();
  const asked = useReauthentication();
  const form = useForm({
    initial: { code: '' },
    check: ({ code }) => (code.trim() ? [] : [{ field: 'code', text: t('codeMissing') }]),
    send: async ({ code }) => {
      const body = { code: code.replace(/\s/g, '') };
      await asked(() => owned(askSignIn('POST', 'account/authenticators/totp', { body })));
      await Promise.all([renewSession(queries), queries.invalidateQueries({ queryKey: authenticatorsQuery.queryKey })]);
      onDone();
    },
  });
  return (
    <div className={css.setUp}>
      <div>
        <QrCode text={seed.address} label={t('totp.picture')} />
      </div>
      <Form form={form} isBare label={t('totp.title')}>
        <ol className={css.steps}>
          <li>{t('totp.step1')}</li>
          <li>
            {t('totp.step2')}
            <code className={css.secret}>{seed.secret.match(/.{1,4}/g)?.join(' ')}</code>
            <a href={seed.address}>{t('totp.here')}</a>
          </li>
          <li>{t('totp.step3')}</li>
        </ol>
        <CodeField {...form.field('code')} label={t('totp.code')} />
        <FormActions>
          <SubmitButton isBusy={form.isBusy}>{t('totp.confirm')}</SubmitButton>
        </FormActions>
      </Form>
    </div>
  );
}
