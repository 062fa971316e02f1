import type { LanguageTag } from '../api/contract';

interface TimeZone {
  /** Its name in the IANA data: Asia/Hong_Kong. */
  id: string;
  /** What is shown: the name, and how far it is from UTC at present. */
  label: string;
  /** Everything that it can be found by, in small letters. */
  search: string;
}

const NBSP = '\u00a0';

/** How far a zone is from UTC at an instant: +08:00. */
export function offsetOf(zone: string, at: Date): string {
  const parts = new Intl.DateTimeFormat('en', { timeZone: zone, timeZoneName: 'longOffset' }).formatToParts(at);
  const name = parts.find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  return name === 'GMT' ? '+00:00' : name.replace('GMT', '');
}

function nameOf(zone: string, language: LanguageTag, at: Date): string {
  const words = new Intl.DateTimeFormat(language, { timeZone: zone, timeZoneName: 'long' }).formatToParts(at);
  return words.find(({ type }) => type === 'timeZoneName')?.value ?? '';
}

/** Every zone that the browser knows, with the one that is chosen even where the browser calls it otherwise. */
export function timeZones(language: LanguageTag, chosen: string, at: Date): TimeZone[] {
  const known = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', chosen]);
  return [...known].sort().flatMap((id) => {
    try {
      const offset = offsetOf(id, at);
      const place = id.replaceAll('_', ' ');
      const name = nameOf(id, language, at);
      const isNamed = name !== '' && !/^GMT/.test(name);
      const label = `${place} · UTC${offset}${isNamed ? ` · ${name}` : ''}`;
      const short = offset.replace(/^([+-])0/, '$1').replace(':00', '');
      return [{ id, label, search: `${place} ${name} utc${offset} ${short}`.toLowerCase() }];
    } catch {
      // A name that this browser does not know: the server knows it, so it stays as it is.
      return id === chosen ? [{ id, label: id, search: id.toLowerCase() }] : [];
    }
  });
}

/** Those that hold every word of the text; the chosen one stays in the list, because a list must be able to show what is set. */
export function zonesFor(zones: TimeZone[], text: string, chosen: string): { shown: TimeZone[]; fitting: number } {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const isFitting = ({ search }: TimeZone) =>
    words.every((word) => (/^[+-]\d/.test(word) ? search.split(' ').includes(word) : search.includes(word)));
  const shown = zones.filter((zone) => zone.id === chosen || isFitting(zone));
  return { shown, fitting: zones.filter(isFitting).length };
}

/** The time of day in a zone: 14:32. */
export function timeIn(zone: string, at: Date): string {
  try {
    return (
      new Intl.DateTimeFormat('en-GB', { timeZone: zone, timeStyle: 'short' }).format(at) +
      `${NBSP}UTC${offsetOf(zone, at)}`
    );
  } catch {
    return '';
  }
}
