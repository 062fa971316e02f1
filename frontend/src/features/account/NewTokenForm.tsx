import { Button, Checkbox } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Failure } from '../../components/Failure';
import { SelectField, TextField } from '../../components/forms/fields';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import type { Fault } from '../../components/forms/faults';
import { fieldId, useForm, type FormState } from '../../components/forms/useForm';
import { LoadingRows } from '../../components/Loading';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { useReauthentication } from '../../hooks/useReauthentication';
import { useSession } from '../../hooks/useSession';
import css from './Account.module.css';
import { makeToken, scopesQuery, type MadeToken, type Scope, type ScopeCode } from './queries';

const DAYS = [7, 30, 90, 180, 366];

interface NewTokenFormProps {
  onMade: (made: MadeToken) => void;
  onCancel: () => void;
}

/** What a new token is for, what it may do and for how long. */
export function NewTokenForm(props: NewTokenFormProps) {
  const { data, error, refetch } = useQuery(scopesQuery);
  if (data) return <Order {...props} scopes={data.filter(({ isYours }) => isYours)} />;
  if (error) return <Failure error={error} retry={() => void refetch()} />;
  return <LoadingRows rows={3} />;
}

interface OrderValues extends Record<string, string> {
  name: string;
  /** Codes with blanks between them: what a form holds is text. */
  scopes: string;
  organisationId: string;
  expiresInDays: string;
}

function chosenIn({ scopes }: OrderValues): string[] {
  return scopes.split(' ').filter(Boolean);
}

function useOrderForm(scopes: Scope[], onMade: (made: MadeToken) => void) {
  const t = useWords('account');
  const language = useLanguage();
  const asked = useReauthentication();
  const needsOrganisation = (values: OrderValues) =>
    scopes.some(({ code, forOrganisation }) => forOrganisation && chosenIn(values).includes(code));
  function check(values: OrderValues): Fault[] {
    const faults: Fault[] = [];
    if (!values.name.trim()) faults.push({ field: 'name', text: t('tokens.nameError') });
    if (chosenIn(values).length === 0) faults.push({ field: 'scopes', text: t('tokens.scopesError') });
    if (needsOrganisation(values) && !values.organisationId)
      faults.push({ field: 'organisationId', text: t('tokens.organisationError') });
    return faults;
  }
  return useForm<OrderValues>({
    initial: { name: '', scopes: '', organisationId: '', expiresInDays: '30' },
    draft: 'new-token',
    check,
    send: async (values) => {
      const body = {
        name: values.name.trim(),
        scopes: scopes.map(({ code }) => code).filter((code) => chosenIn(values).includes(code)),
        expiresInDays: Number(values.expiresInDays),
        organisationId: values.organisationId || null,
      };
      onMade(await asked(() => makeToken(language, body)));
    },
  });
}

function Order({ scopes, onMade, onCancel }: NewTokenFormProps & { scopes: Scope[] }) {
  const t = useWords('account');
  const forms = useWords('forms');
  const form = useOrderForm(scopes, onMade);
  const organisations = (useSession()?.organisations ?? []).filter(({ viaMandate }) => !viaMandate);
  return (
    <Form form={form} label={t('tokens.make')}>
      <TextField {...form.field('name')} label={t('tokens.name')} hint={t('tokens.nameHint')} maxLength={80} />
      <Scopes form={form} scopes={scopes} />
      {organisations.length > 0 && (
        <SelectField
          {...form.field('organisationId')}
          label={t('tokens.organisation')}
          hint={t('tokens.organisationHint')}
          options={[
            { value: '', label: t('tokens.organisationNone') },
            ...organisations.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
      )}
      <SelectField
        {...form.field('expiresInDays')}
        label={t('tokens.days')}
        hint={t('tokens.daysHint')}
        options={DAYS.map((count) => ({ value: String(count), label: t('tokens.dayCount', { count }) }))}
      />
      <FormActions>
        <SubmitButton isBusy={form.isBusy}>{t('tokens.make')}</SubmitButton>
        <Button variant="default" onClick={onCancel}>
          {forms('cancel')}
        </Button>
      </FormActions>
    </Form>
  );
}

/** Each with what it opens. Those that are not the person's to give are not listed by the server as theirs. */
function Scopes({ form, scopes }: { form: FormState<OrderValues>; scopes: Scope[] }) {
  const t = useWords('account');
  const { error } = form.field('scopes');
  const id = fieldId(form.id, 'scopes');
  const chosen = chosenIn(form.values);
  function tick(code: ScopeCode, isOn: boolean) {
    form.set({ scopes: (isOn ? [...chosen, code] : chosen.filter((one) => one !== code)).join(' ') });
  }
  return (
    <fieldset id={id} className={css.scopes} tabIndex={-1} aria-describedby={error ? `${id}-error` : undefined}>
      <legend>{t('tokens.scopes')}</legend>
      <p className={css.hint}>{t('tokens.scopesHint')}</p>
      {scopes.map(({ code, forOrganisation }) => (
        <Checkbox
          key={code}
          name={`scope-${code}`}
          label={t(`scope.${code}`)}
          description={`${t(`scope.${code}.text`)}${forOrganisation ? ` ${t('scope.needsOrganisation')}` : ''}`}
          checked={chosen.includes(code)}
          onChange={(event) => tick(code, event.currentTarget.checked)}
        />
      ))}
      {error && (
        <p id={`${id}-error`} className={css.error}>
          {error}
        </p>
      )}
    </fieldset>
  );
}
