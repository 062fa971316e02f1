import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { FileField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useChange } from '../../components/forms/useChange';
import { useForm } from '../../components/forms/useForm';
import { useRefusals } from '../../components/forms/useRefusals';
import { useWords } from '../../hooks/useLanguage';
import { removeLogo, setLogo } from './calls';
import css from './Organisation.module.css';
import { Done, Fault } from './Part';
import { everythingOf } from './queries';
import { useOrganisation } from './useOrganisation';

/** The logo, set and taken away. */
export function Logo() {
  const t = useWords('organisation');
  const { organisation } = useOrganisation();
  const queries = useQueryClient();
  const told = useRefusals();
  const [said, setSaid] = useState('');
  const refresh = everythingOf(organisation.id);
  const form = useForm({
    initial: { file: null as File | null },
    check: ({ file }) => (file ? [] : [{ field: 'file', text: t('error.file') }]),
    send: async ({ file }) => {
      if (!file) return;
      setSaid('');
      await told(setLogo(organisation.id, file), { file: 'file' });
      await queries.invalidateQueries({ queryKey: refresh });
      form.reset();
      setSaid(t('logo.done'));
    },
  });
  const removal = useChange({
    change: (_: void) => removeLogo(organisation.id),
    refresh,
    onDone: () => setSaid(t('logo.gone')),
  });
  return (
    <>
      <h3>{t('logo.title')}</h3>
      <div className={css.logoRow}>
        {organisation.logo && <img src={organisation.logo} alt={t('logo.alt')} width={96} height={96} />}
        {/* The browser's file button keeps what was chosen; a new one begins empty. */}
        <Form key={organisation.logo ?? ''} form={form} label={t('logo.title')}>
          <FileField
            {...form.field('file')}
            label={organisation.logo ? t('logo.another') : t('logo.choose')}
            hint={t('logo.hint')}
            accept="image/png,image/jpeg,image/webp"
          />
          <FormActions>
            <SubmitButton isBusy={form.isBusy} variant="default">
              {t('logo.send')}
            </SubmitButton>
            {organisation.logo && (
              <Button variant="subtle" loading={removal.isBusy} onClick={() => removal.run()}>
                {t('logo.remove')}
              </Button>
            )}
          </FormActions>
        </Form>
      </div>
      <Fault text={removal.fault} />
      <Done text={said} />
    </>
  );
}
