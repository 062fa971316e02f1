import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import type { LanguageTag } from '../../api/contract';
import { ChoiceField } from '../../components/forms/ChoiceField';
import { DateField } from '../../components/forms/DateField';
import { CheckboxField, SelectField, TextField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { Panel } from '../../components/forms/Panel';
import { useForm } from '../../components/forms/useForm';
import { useRefusals } from '../../components/forms/useRefusals';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { daysLater, today } from '../../lib/hongKongDays';
import { LANGUAGES } from '../../lib/languages';
import { newKey, offerMandate } from './calls';
import { MANDATE_KINDS, MANDATE_SCOPES, type NewMandate } from './contract';
import css from './Organisation.module.css';
import { everythingOf } from './queries';
import { useOrganisation } from './useOrganisation';

/** Offers somebody of another house to act for this one: in what, from when, until when. */
export function OfferMandate({ onDone, onCancel }: { onDone: (said: string) => void; onCancel: () => void }) {
  const t = useWords('organisation');
  const form = useOffer(onDone);
  return (
    <Panel title={t('mandate.offer')} onCancel={onCancel} className={css.panel}>
      <h3>{t('mandate.offer')}</h3>
      <Form form={form} isBare label={t('mandate.offer')}>
        <TextField
          {...form.field('email')}
          label={t('offer.email')}
          hint={t('offer.emailHint')}
          type="email"
          maxLength={254}
        />
        <ChoiceField
          {...form.field('kind')}
          label={t('offer.kind')}
          options={MANDATE_KINDS.map((kind) => ({
            value: kind,
            label: t(`mandateKind.${kind}`),
            text: t(`mandateKind.${kind}.text`),
          }))}
        />
        <Scopes form={form} />
        <div className={css.pair} data-top>
          <DateField {...form.field('from')} label={t('offer.from')} from={today()} />
          <DateField {...form.field('to')} label={t('offer.to')} isOptional from={form.values.from || today()} />
        </div>
        <SelectField
          {...form.field('language')}
          label={t('invite.language')}
          options={LANGUAGES.map(({ tag, name }) => ({ value: tag, label: name }))}
        />
        <FormActions>
          <SubmitButton isBusy={form.isBusy}>{t('offer.send')}</SubmitButton>
          <Button variant="default" onClick={onCancel}>
            {t('cancel')}
          </Button>
        </FormActions>
      </Form>
    </Panel>
  );
}

/** What the person may do, at least one thing. */
function Scopes({ form }: { form: ReturnType<typeof useOffer> }) {
  const t = useWords('organisation');
  const scopeFault = form.field('read').error;
  return (
    <fieldset className={css.group} aria-describedby={scopeFault ? 'scope-fault' : undefined}>
      <legend>{t('offer.scopes')}</legend>
      {MANDATE_SCOPES.map((scope) => (
        <CheckboxField
          key={scope}
          {...form.field(scope)}
          error={undefined}
          label={t(`scope.${scope}`)}
          hint={t(`scope.${scope}.text`)}
        />
      ))}
      {scopeFault && (
        <p id="scope-fault" className={css.problem}>
          {scopeFault}
        </p>
      )}
    </fieldset>
  );
}

function useOffer(onDone: (said: string) => void) {
  const t = useWords('organisation');
  const language = useLanguage();
  const { organisation } = useOrganisation();
  const queries = useQueryClient();
  const told = useRefusals();
  return useForm({
    initial: {
      email: '',
      kind: 'patent_agent' as string,
      read: true,
      list: false,
      negotiate: false,
      report: false,
      cases: false,
      from: today(),
      to: '',
      language: language as string,
    },
    draft: `mandate-${organisation.id}`,
    check: (values) => [
      ...(/^\S+@\S+\.\S+$/.test(values.email.trim()) ? [] : [{ field: 'email', text: t('error.email') }]),
      ...(MANDATE_SCOPES.some((scope) => values[scope]) ? [] : [{ field: 'read', text: t('error.scopes') }]),
      ...(values.from ? [] : [{ field: 'from', text: t('error.from') }]),
      ...(values.to && values.to < values.from ? [{ field: 'to', text: t('error.to') }] : []),
    ],
    send: async (values) => {
      const email = values.email.trim();
      const body: NewMandate = {
        email,
        kind: MANDATE_KINDS.find((kind) => kind === values.kind) ?? 'patent_agent',
        scopes: MANDATE_SCOPES.filter((scope) => values[scope]),
        startsDate: values.from,
        // People name the last day; the server keeps the first day without the mandate.
        endsDate: values.to ? daysLater(values.to, 1) : null,
        language: values.language as LanguageTag,
      };
      await told(offerMandate(organisation.id, body, newKey()), {
        address_refused: 'email',
        already_member: 'email',
        mandate_open: 'email',
        mandate_terms_refused: 'to',
      });
      await queries.invalidateQueries({ queryKey: everythingOf(organisation.id) });
      onDone(t('offer.done', { email }));
    },
  });
}
