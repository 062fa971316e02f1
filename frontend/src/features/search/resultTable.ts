import type { LanguageTag, SearchItem } from '../../api/contract';
import { day } from '../../lib/format';
import type { Words } from '../../lib/words';

/** What is on the screen as a table: a heading row, then one row a record. */
export function rowsOf(items: SearchItem[], language: LanguageTag, t: Words<'shell'>): string[][] {
  const heading = [
    t('csv.type'),
    t('csv.number'),
    t('csv.title'),
    t('csv.owner'),
    t('csv.status'),
    t('csv.source'),
    t('csv.asOf'),
    t('csv.classes'),
    t('csv.year'),
    t('csv.family'),
  ];
  const rows = items.map((item) => [
    t(`type.${item.type}`),
    item.number ?? '',
    item.title.text,
    item.owner ?? '',
    t(`state.${item.status.state}`),
    item.status.source ?? '',
    item.status.asOf ? day(language, item.status.asOf) : '',
    item.classes.map(({ symbol }) => symbol).join('; '),
    item.year === null ? '' : String(item.year),
    String(item.familySize),
  ]);
  return [heading, ...rows];
}
