import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { ChoiceField } from '../../components/forms/ChoiceField';
import { DefinitionRows } from '../../components/forms/DefinitionRows';
import type { FormState } from '../../components/forms/useForm';
import { LoadingRows } from '../../components/Loading';
import { useHere, useLanguage, useWords } from '../../hooks/useLanguage';
import { LANGUAGES } from '../../lib/languages';
import { NameFields, PlaceFields, RegistrationFields, SizeFields } from './FactFields';
import type { FactValues } from './facts';
import css from './Founding.module.css';
import { referenceQuery } from './queries';

interface StepProps {
  form: FormState<FactValues>;
}

/** Kinds that have a sentence of ours; one that the list knows and we do not stands with its name alone. */
const EXPLAINED = ['manufacturer', 'university', 'institute', 'buyer', 'provider'] as const;

export function KindStep({ form }: StepProps) {
  const t = useWords('organisation');
  const kinds = useQuery(referenceQuery(useLanguage(), 'organisation-kinds'));
  if (!kinds.data) return <LoadingRows rows={5} />;
  const options = kinds.data
    .filter(({ details }) => details.founded_by === 'anybody')
    .map(({ code, label }) => {
      const known = EXPLAINED.find((one) => one === code);
      return { value: code, label, text: known && t(`kind.${known}.text`) };
    });
  return (
    <>
      <ChoiceField {...form.field('kind')} label={t('found.kind.which')} options={options} />
      <p className={css.aside}>{t('found.kind.others')}</p>
    </>
  );
}

export function NamesStep({ form }: StepProps) {
  return <NameFields form={form} />;
}

export function NumberStep({ form }: StepProps) {
  return <RegistrationFields form={form} />;
}

export function ProfileStep({ form }: StepProps) {
  return (
    <>
      <SizeFields form={form} />
      <PlaceFields form={form} />
    </>
  );
}

/** Everything once more before it is entered, each with the way back to its step. */
export function CheckStep({ form: { values } }: StepProps) {
  const t = useWords('organisation');
  const language = useLanguage();
  const kinds = useQuery(referenceQuery(language, 'organisation-kinds')).data;
  const countries = useQuery(referenceQuery(language, 'countries')).data;
  const sectors = useQuery(referenceQuery(language, 'sectors')).data;
  const none = <span className={css.none}>{t('notStated')}</span>;
  const labelOf = (rows: typeof kinds, code: string) => rows?.find((row) => row.code === code)?.label ?? code;
  const numberKind = (['hk_br', 'hk_ci', 'other'] as const).find((one) => one === values.registrationKind) ?? 'other';
  const names = [values.nameEn, values.nameZhHant, values.nameZhHans];
  const rows = [
    { step: 1, term: t('fact.kind'), value: labelOf(kinds, values.kind) },
    {
      step: 2,
      term: t('names'),
      value: LANGUAGES.map(({ tag }, at) =>
        names[at] ? (
          <div key={tag} lang={tag}>
            {names[at]}
          </div>
        ) : null,
      ),
    },
    {
      step: 3,
      term: t('fact.number'),
      value: (
        <>
          <span className="ip-num">{values.registrationNumber}</span>
          <span className={css.quiet}>
            {t(`numberKind.${numberKind}`)}
            {t('separator')}
            {labelOf(countries, values.country)}
          </span>
        </>
      ),
    },
    {
      step: 4,
      term: t('fact.sector'),
      value: values.sector ? `${values.sector} ${labelOf(sectors, values.sector)}` : none,
    },
    { step: 4, term: t('fact.employees'), value: values.employees || none },
    { step: 4, term: t('fact.website'), value: values.website || none },
    { step: 4, term: t('fact.address'), value: values.address || none },
    { step: 4, term: t('fact.district'), value: values.district || none },
  ];
  return (
    <>
      <DefinitionRows
        rows={rows.map(({ step, term, value }, at) => ({
          term,
          value,
          action: rows[at - 1]?.step !== step && <ChangeLink step={step} term={term} />,
        }))}
      />
      <p className={css.aside}>{t('found.check.then')}</p>
    </>
  );
}

function ChangeLink({ step, term }: { step: number; term: string }) {
  const t = useWords('organisation');
  const here = useHere();
  return (
    <Link
      to="/$lang/organisations/new"
      params={here}
      search={step === 1 ? {} : { step }}
      aria-label={t('found.changeName', { fact: term })}
    >
      {t('found.change')}
    </Link>
  );
}
