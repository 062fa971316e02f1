import type { LanguageTag } from '../api/contract';

const NBSP = '\u00a0';
const ENGLISH_MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** A day in tables, chips and facts: 18 Nov 2026, in Chinese 2026-11-18. Takes an ISO date or instant. */
export function day(language: LanguageTag, iso: string): string {
  const [year = '', month = '', date = ''] = iso.slice(0, 10).split('-');
  if (language !== 'en' || !date) return iso.slice(0, 10);
  return [String(Number(date)), ENGLISH_MONTHS[Number(month) - 1] ?? month, year].join(NBSP);
}

/** A day inside a sentence: 18 Nov 2026, in Chinese 2026 年 11 月 18 日; its parts never break apart. */
export function dayInWords(language: LanguageTag, iso: string): string {
  if (language === 'en') return day(language, iso);
  const [year, month, date] = iso.slice(0, 10).split('-').map(Number);
  return [year, '年', month, '月', date, '日'].join(NBSP);
}

/** An instant in Hong Kong time, with its zone: 21 Nov 2026, 14:32 HKT. */
export function instant(language: LanguageTag, iso: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: 'Asia/Hong_Kong',
    dateStyle: 'short',
    timeStyle: 'short',
    hourCycle: 'h23',
  }).format(new Date(iso));
  const [date = '', time = ''] = parts.split(', ');
  return `${day(language, date)}${language === 'en' ? ',' : ''} ${time}${NBSP}HKT`;
}

/** 8,571: the three languages group figures the same way. */
export function count(value: number): string {
  return value.toLocaleString('en');
}

/** A probability as a whole per cent. It never says 0 or 100, because the classifier never knows that much. */
export function percent(probability: number): string {
  return `${Math.min(99, Math.max(1, Math.round(probability * 100)))}${NBSP}%`;
}

/** Number, office and kind of a publication stay on one line. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', NBSP);
}

/** Minor units as money, with the currency in front: HK$1,234.50. Every currency in use here has two decimals. */
export function money(amountMinor: number, currency: string): string {
  const sign = currency === 'HKD' ? 'HK$' : `${currency}${NBSP}`;
  return `${sign}${(amountMinor / 100).toLocaleString('en', { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** Seconds as people say them: 0.4 s, 12 s, 3 min 20 s. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${seconds.toFixed(1)}${NBSP}s`;
  if (seconds < 60) return `${Math.round(seconds)}${NBSP}s`;
  return `${Math.floor(seconds / 60)}${NBSP}min${NBSP}${Math.round(seconds % 60)}${NBSP}s`;
}

/** The time of day in Hong Kong, for what happened just now: 14:32. */
export function clock(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: 'Asia/Hong_Kong', timeStyle: 'short' }).format(new Date(iso));
}

/** The size of a file as people read it: 640 B, 12 KB, 3.4 MB. */
export function fileSize(bytes: number): string {
  if (bytes < 1000) return `${bytes}${NBSP}B`;
  if (bytes < 1_000_000) return `${Math.round(bytes / 1000)}${NBSP}KB`;
  return `${(bytes / 1_000_000).toFixed(1)}${NBSP}MB`;
}
