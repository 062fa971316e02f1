import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useRouter, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState, type FormEvent } from 'react';
import { ButtonLink } from '../../components/ButtonLink';
import { Form, FormActions, SubmitButton } from '../../components/forms/Form';
import { useForm, type FormState } from '../../components/forms/useForm';
import { useRefusals } from '../../components/forms/useRefusals';
import { LoadingPage } from '../../components/Loading';
import { PageTitle } from '../../components/PageTitle';
import { SignedInOnly } from '../../components/SignedInOnly';
import { StateBlock } from '../../components/StateBlock';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { renewSession, useSession } from '../../hooks/useSession';
import { tellTabs } from '../../lib/tabs';
import { found, newKey } from './calls';
import { bodyOf, checkFacts, NO_FACTS, type FactName, type FactValues } from './facts';
import css from './Founding.module.css';
import { FoundingSteps } from './FoundingSteps';
import { CheckStep, KindStep, NamesStep, NumberStep, ProfileStep } from './foundingParts';
import { referenceQuery } from './queries';

/** The steps with the fields of each: by these a refusal finds its step. */
const STEPS = [
  { name: 'kind', fields: ['kind'] },
  { name: 'names', fields: ['nameEn', 'nameZhHant', 'nameZhHans'] },
  { name: 'number', fields: ['country', 'registrationKind', 'registrationNumber'] },
  { name: 'profile', fields: ['sector', 'employees', 'website', 'address', 'district'] },
  { name: 'check', fields: [] },
] as const satisfies readonly { name: string; fields: readonly FactName[] }[];
const LAST = STEPS.length;

/** /organisations/new: an organisation enters the books, in steps. */
export function FoundingPage() {
  return (
    <SignedInOnly>
      <Allowed />
    </SignedInOnly>
  );
}

function Allowed() {
  const t = useWords('organisation');
  const here = useHere();
  const session = useSession();
  if (!session) return <LoadingPage />;
  if (session.can('accounts.organisation.found')) return <Founding />;
  return (
    <StateBlock
      isPage
      kind="forbidden"
      title={t('found.forbidden')}
      actions={
        <ButtonLink to="/$lang/organisations" params={here}>
          {t('none.mine')}
        </ButtonLink>
      }
    >
      <p>{t('found.forbiddenText', { name: session.person?.name ?? '' })}</p>
    </StateBlock>
  );
}

/** Which step the address names; a step is not shown before those in front of it are filled in. */
function useStep(): number {
  const { step } = useSearch({ strict: false }) as { step?: number };
  return Math.min(LAST, Math.max(1, step ?? 1));
}

function Founding() {
  const t = useWords('organisation');
  const here = useHere();
  const step = useStep();
  const { form, next, reached } = useFounding(step);
  const part = STEPS[step - 1] ?? STEPS[0];
  const heading = useRef<HTMLHeadingElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    if (!isFirst.current) heading.current?.focus();
    isFirst.current = false;
  }, [step]);
  return (
    <>
      <PageTitle>{t('found.title')}</PageTitle>
      <p className={css.lead}>{t('found.lead')}</p>
      <div className={css.columns}>
        <FoundingSteps step={step} reached={reached} />
        <div>
          <h2 ref={heading} tabIndex={-1} className={css.stepTitle}>
            {t(`found.${part.name}.title`)}
          </h2>
          <p className={css.stepLead}>{t(`found.${part.name}.lead`)}</p>
          <Form form={{ ...form, submit: next }} label={t(`found.${part.name}.title`)}>
            <StepFields step={step} form={form} />
            <FormActions>
              <SubmitButton isBusy={form.isBusy}>{step === LAST ? t('found.button') : t('found.next')}</SubmitButton>
              {step > 1 && (
                <ButtonLink
                  variant="default"
                  to="/$lang/organisations/new"
                  params={here}
                  search={step === 2 ? {} : { step: step - 1 }}
                >
                  {t('found.back')}
                </ButtonLink>
              )}
              <p className={css.kept}>{t('found.kept')}</p>
            </FormActions>
          </Form>
        </div>
      </div>
    </>
  );
}

function StepFields({ step, form }: { step: number; form: FormState<FactValues> }) {
  if (step === 1) return <KindStep form={form} />;
  if (step === 2) return <NamesStep form={form} />;
  if (step === 3) return <NumberStep form={form} />;
  if (step === 4) return <ProfileStep form={form} />;
  return <CheckStep form={form} />;
}

/** One form over all steps. "Continue" looks at the fields of the step alone; the last one sends, and a refusal goes to its step. */
function useFounding(step: number) {
  const t = useWords('organisation');
  const here = useHere();
  const language = useLanguage();
  const router = useRouter();
  const queries = useQueryClient();
  const told = useRefusals();
  const [key] = useState(newKey);
  const formats = useQuery(referenceQuery(language, 'registration-formats')).data ?? [];
  const faultsOf = (values: FactValues, fields: readonly FactName[]) => checkFacts(t, values, formats, fields);
  const form = useForm<FactValues>({
    initial: NO_FACTS,
    draft: 'found-organisation',
    check: (values) =>
      faultsOf(
        values,
        STEPS.flatMap(({ fields }) => [...fields]),
      ),
    send: async (values) => {
      await told(found(language, bodyOf(values), key), {
        registration_refused: 'registrationNumber',
        registration_taken: 'registrationNumber',
      });
      await renewSession(queries);
      tellTabs('changed');
      await router.navigate({ to: '/$lang/organisation/profile', params: here });
    },
  });
  function go(to: number, replace = false) {
    void router.navigate({
      to: '/$lang/organisations/new',
      params: here,
      search: to === 1 ? {} : { step: to },
      replace,
    });
  }
  /** The first step that still wants something, or the last. */
  const open = STEPS.findIndex(({ fields }) => faultsOf(form.values, fields).length > 0) + 1;
  const reached = open === 0 ? LAST : open;
  useEffect(() => {
    if (step > reached && formats.length > 0) go(reached, true);
  });
  const seen = useRef(0);
  useEffect(() => {
    if (form.refusals === seen.current) return;
    seen.current = form.refusals;
    const field = form.faults.find((fault) => fault.field)?.field;
    const at = STEPS.findIndex(({ fields }) => fields.some((name) => name === field)) + 1;
    if (at > 0 && at !== step) go(at);
  });
  function next(event?: FormEvent) {
    if (step === LAST) return form.submit(event);
    event?.preventDefault();
    const faults = faultsOf(form.values, STEPS[step - 1]?.fields ?? []);
    form.report(faults);
    if (faults.length === 0) go(step + 1);
  }
  return { form, next, reached };
}
