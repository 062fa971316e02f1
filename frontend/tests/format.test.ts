import { describe, expect, it } from 'vitest';
import { count, day, dayInWords, duration, instant, money, percent, unbroken } from '../src/lib/format';

const plain = (text: string) => text.replaceAll('\u00a0', '_');

describe('days', () => {
  it('follow the language', () => {
    expect(plain(day('en', '2026-11-08'))).toBe('8_Nov_2026');
    expect(day('zh-Hant', '2026-11-08')).toBe('2026-11-08');
    expect(plain(dayInWords('zh-Hans', '2026-11-08'))).toBe('2026_年_11_月_8_日');
    expect(plain(dayInWords('en', '2026-11-08T06:30:00Z'))).toBe('8_Nov_2026');
  });

  it('show a year alone where no more is known', () => {
    expect(day('en', '2003')).toBe('2003');
  });

  it('show instants in Hong Kong time, over midnight too', () => {
    expect(plain(instant('en', '2026-11-21T06:32:00Z'))).toBe('21_Nov_2026, 14:32_HKT');
    expect(plain(instant('zh-Hant', '2026-11-20T16:05:00Z'))).toBe('2026-11-21 00:05_HKT');
  });
});

describe('figures', () => {
  it('group thousands', () => expect(count(1284567)).toBe('1,284,567'));

  it('never claim certainty', () => {
    expect(plain(percent(0.863))).toBe('86_%');
    expect(plain(percent(0.9999))).toBe('99_%');
    expect(plain(percent(0.0001))).toBe('1_%');
  });

  it('show money from minor units with its currency', () => {
    expect(money(38, 'HKD')).toBe('HK$0.38');
    expect(plain(money(123450, 'EUR'))).toBe('EUR_1,234.50');
  });

  it('say how long something took', () => {
    expect(plain(duration(0.42))).toBe('0.4_s');
    expect(plain(duration(41.2))).toBe('41_s');
    expect(plain(duration(200))).toBe('3_min_20_s');
  });

  it('keep a number on one line', () => expect(plain(unbroken('US 99,900,001 B2'))).toBe('US_99,900,001_B2'));
});
