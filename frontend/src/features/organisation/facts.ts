import type { Fault } from '../../components/forms/faults';
import type { Words } from '../../lib/words';
import type { NewOrganisation, Organisation, ReferenceRow } from './contract';

/** What an organisation says about itself, as it stands in the fields of a form. */
export type FactValues = {
  kind: string;
  nameEn: string;
  nameZhHant: string;
  nameZhHans: string;
  country: string;
  registrationKind: string;
  registrationNumber: string;
  sector: string;
  employees: string;
  website: string;
  address: string;
  district: string;
};
export type FactName = keyof FactValues;

export const NO_FACTS: FactValues = {
  kind: '',
  nameEn: '',
  nameZhHant: '',
  nameZhHans: '',
  country: 'HK',
  registrationKind: 'hk_br',
  registrationNumber: '',
  sector: '',
  employees: '',
  website: '',
  address: '',
  district: '',
};

/** The number in letters does not belong to any country's format. */
const OTHER = 'other';

export function valuesOf(organisation: Organisation): FactValues {
  return {
    kind: organisation.kind,
    nameEn: organisation.name.en ?? '',
    nameZhHant: organisation.name.zhHant ?? '',
    nameZhHans: organisation.name.zhHans ?? '',
    country: organisation.country,
    registrationKind: organisation.registrationKind || OTHER,
    registrationNumber: organisation.registrationNumber ?? '',
    sector: organisation.sector?.code ?? '',
    employees: organisation.employees == null ? '' : String(organisation.employees),
    website: organisation.website,
    address: organisation.address ?? '',
    district: organisation.district,
  };
}

export function bodyOf(values: FactValues): NewOrganisation {
  return {
    kind: values.kind as NewOrganisation['kind'],
    name: { en: values.nameEn.trim(), zhHant: values.nameZhHant.trim(), zhHans: values.nameZhHans.trim() },
    country: values.country,
    registrationKind: values.registrationKind as NewOrganisation['registrationKind'],
    registrationNumber: values.registrationNumber.trim(),
    sector: values.sector,
    employees: peopleIn(values.employees),
    website: values.website.trim(),
    address: values.address.trim(),
    district: values.district.trim(),
  };
}

/** "1,200" as a number; null where nothing stands, undefined where it is no number. */
export function peopleIn(text: string): number | null | undefined {
  const plain = text.normalize('NFKC').replace(/[\s,]/g, '');
  if (plain === '') return null;
  return /^\d{1,8}$/.test(plain) ? Number(plain) : undefined;
}

/** How numbers of this kind look in this country, by the dated list. */
export function formatsFor(
  formats: readonly ReferenceRow[],
  { country, registrationKind }: FactValues,
): ReferenceRow[] {
  return formats.filter(({ details }) => details.country === country && details.kind === registrationKind);
}

/** The kinds of number that exist in a country; every country has the free one. */
export function kindsOfNumber(formats: readonly ReferenceRow[], country: string): string[] {
  const own = formats.filter(({ details }) => details.country === country).map(({ details }) => details.kind ?? '');
  return [...new Set([...own, OTHER])];
}

/** Number, branch and dates of the certificate; only the first part is the business's own. */
const CERTIFICATE = /^(\d+)(?:-\d{3}(?:-\d{2}-\d{2}(?:-[0-9A-Z])?)?)?$/;

/** Whether the text can be a number of its kind. The server looks once more. */
export function looksRight(text: string, fitting: readonly ReferenceRow[]): boolean {
  const plain = text
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .trim();
  if (fitting.length === 0) return /^[0-9A-Z][0-9A-Z/.\- ]{2,39}$/.test(plain);
  const digits = CERTIFICATE.exec(plain.replaceAll(' ', ''))?.[1]?.length;
  return fitting.some(({ details }) => Number(details.digits) === digits);
}

/** The rule of a size that holds for the sector, else the one for all others; undefined where the country has none. */
export function sizeRuleFor(rules: readonly ReferenceRow[], country: string, sector: string): ReferenceRow | undefined {
  const own = rules.filter(({ details }) => details.country === country);
  return own.find(({ details }) => details.sector === sector) ?? own.find(({ details }) => details.sector === '*');
}

/** What can be said about these fields without asking the server. */
export function checkFacts(
  t: Words<'organisation'>,
  values: FactValues,
  formats: readonly ReferenceRow[],
  wanted: readonly FactName[],
): Fault[] {
  const found: Fault[] = [];
  const isWanted = (name: FactName) => wanted.includes(name);
  if (isWanted('kind') && !values.kind) found.push({ field: 'kind', text: t('error.kind') });
  const names = [values.nameEn, values.nameZhHant, values.nameZhHans];
  if (isWanted('nameEn') && names.every((name) => !name.trim())) found.push({ field: 'nameEn', text: t('error.name') });
  if (isWanted('registrationNumber')) {
    const fitting = formatsFor(formats, values);
    if (!values.registrationNumber.trim()) found.push({ field: 'registrationNumber', text: t('error.number') });
    else if (!looksRight(values.registrationNumber, fitting))
      found.push({ field: 'registrationNumber', text: t('error.numberShape', { expected: expectedOf(t, fitting) }) });
  }
  if (isWanted('employees') && peopleIn(values.employees) === undefined)
    found.push({ field: 'employees', text: t('error.employees') });
  if (isWanted('website') && values.website.trim() && !isWebsite(values.website.trim()))
    found.push({ field: 'website', text: t('error.website') });
  return found;
}

/** What is expected of a number, in words. */
export function expectedOf(t: Words<'organisation'>, fitting: readonly ReferenceRow[]): string {
  return fitting.length === 0 ? t('number.free') : fitting.map(({ label }) => label).join(t('number.or'));
}

function isWebsite(text: string): boolean {
  try {
    const { protocol, hostname, username } = new URL(text);
    return /^https?:$/.test(protocol) && hostname.includes('.') && !username && !/[ "<>\\]/.test(text);
  } catch {
    return false;
  }
}
