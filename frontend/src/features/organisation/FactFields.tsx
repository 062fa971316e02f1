import { useQuery } from '@tanstack/react-query';
import { SelectField, TextareaField, TextField } from '../../components/forms/fields';
import type { FormState } from '../../components/forms/useForm';
import { useLanguage, useWords } from '../../hooks/useLanguage';
import { LANGUAGES } from '../../lib/languages';
import { expectedOf, formatsFor, kindsOfNumber, peopleIn, sizeRuleFor, type FactValues } from './facts';
import css from './Organisation.module.css';
import { referenceQuery } from './queries';

interface FactFieldsProps {
  form: FormState<FactValues>;
}

const NAMES = [
  { field: 'nameEn', tag: 'en' },
  { field: 'nameZhHant', tag: 'zh-Hant' },
  { field: 'nameZhHans', tag: 'zh-Hans' },
] as const;

/** The name in one to three languages, each written in its own. */
export function NameFields({ form }: FactFieldsProps) {
  const t = useWords('organisation');
  return (
    <fieldset className={css.group}>
      <legend>{t('names')}</legend>
      <p>{t('namesHint')}</p>
      {NAMES.map(({ field, tag }) => (
        <TextField
          key={field}
          {...form.field(field)}
          label={<span lang={tag}>{LANGUAGES.find((one) => one.tag === tag)?.name}</span>}
          lang={tag}
          maxLength={200}
          autoComplete={tag === 'en' ? 'organization' : undefined}
        />
      ))}
    </fieldset>
  );
}

const NUMBER_KINDS = ['hk_br', 'hk_ci', 'other'] as const;

/** Country, kind of number, number: with what is expected of it said before it is typed. */
export function RegistrationFields({ form }: FactFieldsProps) {
  const t = useWords('organisation');
  const language = useLanguage();
  const countries = useQuery(referenceQuery(language, 'countries')).data ?? [];
  const formats = useQuery(referenceQuery(language, 'registration-formats')).data ?? [];
  const { country } = form.values;
  const known = kindsOfNumber(formats, country);
  const fitting = formatsFor(formats, form.values);
  function moveTo(next: string) {
    const kinds = kindsOfNumber(formats, next);
    const kind = kinds.includes(form.values.registrationKind) ? form.values.registrationKind : (kinds[0] ?? 'other');
    form.set({ country: next, registrationKind: kind });
  }
  return (
    <>
      <SelectField
        {...form.field('country')}
        onChange={moveTo}
        label={t('fact.country')}
        options={countries.map(({ code, label }) => ({ value: code, label }))}
        autoComplete="country"
      />
      <SelectField
        {...form.field('registrationKind')}
        label={t('fact.numberKind')}
        hint={t('fact.numberKindHint')}
        options={NUMBER_KINDS.filter((kind) => known.includes(kind)).map((kind) => ({
          value: kind,
          label: t(`numberKind.${kind}`),
        }))}
      />
      <TextField
        {...form.field('registrationNumber')}
        label={t('fact.number')}
        hint={t('number.expected', { expected: expectedOf(t, fitting) })}
        maxLength={80}
        spellCheck={false}
      />
    </>
  );
}

/** Sector and number of people, and what follows from the two by the dated rule. */
export function SizeFields({ form }: FactFieldsProps) {
  const t = useWords('organisation');
  const language = useLanguage();
  const sectors = useQuery(referenceQuery(language, 'sectors')).data ?? [];
  return (
    <>
      <SelectField
        {...form.field('sector')}
        label={t('fact.sector')}
        hint={t('fact.sectorHint')}
        isOptional
        options={[
          { value: '', label: t('fact.noSector') },
          ...sectors.map(({ code, label }) => ({ value: code, label: `${code} ${label}` })),
        ]}
      />
      <TextField
        {...form.field('employees')}
        label={t('fact.employees')}
        hint={t('fact.employeesHint')}
        isOptional
        inputMode="numeric"
        maxLength={11}
      />
      <SizeRule values={form.values} />
    </>
  );
}

function SizeRule({ values }: { values: FactValues }) {
  const t = useWords('organisation');
  const rules = useQuery(referenceQuery(useLanguage(), 'size-rules')).data ?? [];
  const rule = sizeRuleFor(rules, values.country, values.sector);
  const people = peopleIn(values.employees);
  const verdict =
    values.sector && typeof people === 'number' && rule
      ? t(people < Number(rule.details.below) ? 'size.sme' : 'size.large')
      : null;
  return (
    <div className={css.rule} role="status">
      {rule && values.sector ? (
        <>
          <p>
            {t('size.rule', { rule: rule.label })} {verdict && <b>{verdict}</b>}
          </p>
          <small>{t('size.source', { source: rule.source })}</small>
        </>
      ) : (
        <p>{values.sector ? t('size.noRule') : t('size.noSector')}</p>
      )}
    </div>
  );
}

/** Where it is found. */
export function PlaceFields({ form }: FactFieldsProps) {
  const t = useWords('organisation');
  return (
    <>
      <TextField
        {...form.field('website')}
        label={t('fact.website')}
        hint={t('fact.websiteHint')}
        isOptional
        type="url"
        inputMode="url"
        autoComplete="url"
        maxLength={200}
      />
      <TextareaField
        {...form.field('address')}
        label={t('fact.address')}
        hint={t('fact.addressHint')}
        isOptional
        rows={2}
        maxLength={400}
      />
      <TextField
        {...form.field('district')}
        label={t('fact.district')}
        hint={t('fact.districtHint')}
        isOptional
        maxLength={80}
      />
    </>
  );
}
