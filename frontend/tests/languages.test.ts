import { describe, expect, it } from 'vitest';
import { languageOfPath, preferredLanguage, samePlaceIn } from '../src/lib/languages';

it('reads the language of an address from its first piece', () => {
  expect(languageOfPath('/zh-hant/search')).toBe('zh-Hant');
  expect(languageOfPath('/ZH-HANS')).toBe('zh-Hans');
  expect(languageOfPath('/no-such-page')).toBe('en');
});

describe('switching the language', () => {
  it('keeps the place', () => {
    expect(samePlaceIn('zh-Hans', '/en/patents/US7272630B2')).toBe('/zh-hans/patents/US7272630B2');
    expect(samePlaceIn('zh-Hant', '/en/')).toBe('/zh-hant/');
  });

  it('leads home from an address without a language', () => {
    expect(samePlaceIn('zh-Hant', '/no-such-page')).toBe('/zh-hant/');
  });
});

it.each([
  [['zh-HK', 'en'], 'zh-Hant'],
  [['zh-TW'], 'zh-Hant'],
  [['zh-Hant-HK'], 'zh-Hant'],
  [['yue-HK'], 'zh-Hant'],
  [['zh-CN'], 'zh-Hans'],
  [['zh'], 'zh-Hans'],
  [['pt-BR', 'zh-SG'], 'zh-Hans'],
  [['en-GB', 'zh-CN'], 'en'],
  [['pt-BR'], 'en'],
])('chooses for %j', (wanted, language) => {
  expect(preferredLanguage(wanted)).toBe(language);
});
