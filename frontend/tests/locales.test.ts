import { describe, expect, it } from 'vitest';
// @ts-expect-error -- the check is a plain script, so that the build can run it without a compiler
import { faults, read } from '../scripts/check-locales.mjs';

const reference: Map<string, string> = read('en');

describe('the catalogues', () => {
  it.each(['en', 'zh-Hant', 'zh-Hans'])('are complete in %s', (language) => {
    expect(faults(reference, read(language), language)).toEqual([]);
  });

  it('write no simplified letters in zh-Hant and no traditional ones in zh-Hans', () => {
    const simplifiedOnly = /[专术数据产权审页语种导说浏览选册显输错误时间网络]/;
    const traditionalOnly = /[專術數據產權審頁語種導說瀏覽選冊顯輸錯誤時間網絡]/;
    const letters = (language: string, pattern: RegExp) =>
      [...(read(language) as Map<string, string>)]
        .filter(([key]) => key !== 'about:search.scripts')
        .filter(([, text]) => pattern.test(text));
    expect(letters('zh-Hant', simplifiedOnly)).toEqual([]);
    expect(letters('zh-Hans', traditionalOnly)).toEqual([]);
  });
});

describe('the check finds', () => {
  const english = new Map([
    ['a:one', 'One'],
    ['a:found_one', '{{number}} result'],
    ['a:found_other', '{{number}} results'],
  ]);
  const whole = [
    ['a:one', '一'],
    ['a:found_other', '{{number}} 項'],
  ] as const;

  it('nothing in a complete catalogue', () => {
    expect(faults(english, new Map(whole), 'zh-Hant')).toEqual([]);
  });

  it.each([
    ['a missing text', [whole[1]], 'zh-Hant: a:one is missing'],
    ['a missing plural', [whole[0]], 'zh-Hant: a:found is missing'],
    ['a surplus text', [...whole, ['a:two', '二']], 'zh-Hant: a:two is surplus'],
    ['a plural that Chinese has not', [...whole, ['a:found_one', '{{number}} 項']], 'zh-Hant: a:found_one is surplus'],
    ['an empty text', [['a:one', ' '], whole[1]], 'zh-Hant: a:one is empty'],
    ['an unknown placeholder', [['a:one', '{{what}}'], whole[1]], 'zh-Hant: a:one names {{what}}, English does not'],
  ])('%s', (_, entries, fault) => {
    expect(faults(english, new Map(entries as [string, string][]), 'zh-Hant')).toEqual([fault]);
  });
});
