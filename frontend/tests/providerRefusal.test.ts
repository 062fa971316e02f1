import { describe, expect, it } from 'vitest';
import { linkRefusal, readProviderReturn, signInRefusal } from '../src/lib/providerRefusal';

describe('why another house opened nothing', () => {
  it.each([
    ['address_taken', 'addressTaken', 'unknown'],
    ['cancelled', 'cancelled', 'cancelled'],
    ['connected_other', 'unknown', 'elsewhere'],
    ['denied', 'denied', 'denied'],
    ['expired', 'expired', 'expired'],
    ['no_answer', 'noAnswer', 'noAnswer'],
    ['reauthentication_required', 'unknown', 'tooLong'],
    ['unknown', 'unknown', 'unknown'],
    ['unverified_address', 'unverified', 'unknown'],
    ['permission_denied', 'unknown', 'unknown'],
    ['toString', 'unknown', 'unknown'],
    ['__proto__', 'unknown', 'unknown'],
    ['', 'unknown', 'unknown'],
  ])('%s has a sentence where it can happen', (code, signingIn, linking) => {
    expect([signInRefusal(code), linkRefusal(code)]).toEqual([signingIn, linking]);
  });

  it('is read from the address bar, which can hold anything', () => {
    expect(readProviderReturn({ error: 'denied', provider: 'works-id', next: '/en/' })).toEqual({
      error: 'denied',
      provider: 'works-id',
    });
    expect(readProviderReturn({ error: ['denied', 'expired'], provider: { id: 'works-id' } })).toEqual({
      error: 'denied',
    });
    expect(readProviderReturn({ error: '', provider: 7 })).toEqual({});
    expect(readProviderReturn({ error: 'x'.repeat(100) }).error).toHaveLength(60);
  });
});
