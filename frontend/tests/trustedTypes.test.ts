import { describe, expect, it, vi } from 'vitest';
import { guardMarkup } from '../src/lib/trustedTypes';

function rulesOf() {
  const createPolicy = vi.fn();
  guardMarkup({ trustedTypes: { createPolicy } });
  expect(createPolicy).toHaveBeenCalledTimes(1);
  const [name, rules] = createPolicy.mock.calls[0] as [string, { createHTML: (text: string) => string | null }];
  return { name, rules };
}

describe('the guard of markup', () => {
  it('is the one policy that the content security policy allows, and makes neither scripts nor their addresses', () => {
    const { name, rules } = rulesOf();
    expect(name).toBe('default');
    expect(Object.keys(rules)).toEqual(['createHTML']);
  });

  it('lets a style sheet pass', () => {
    const sheet = ':root{--mantine-scale:1}';
    expect(rulesOf().rules.createHTML(sheet)).toBe(sheet);
  });

  it.each(['<img src=x onerror=alert(1)>', 'a<b', '</style><script>', '<'])('refuses %s', (text) => {
    expect(rulesOf().rules.createHTML(text)).toBeNull();
  });

  it('does nothing in a browser that does not know such policies', () => {
    expect(() => guardMarkup({})).not.toThrow();
  });
});
