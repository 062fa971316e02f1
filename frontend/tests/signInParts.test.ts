// @vitest-environment jsdom
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { ApiError, onLostSession } from '../src/api/client';
import { faultsOf } from '../src/components/forms/faults';
import { deviceOf } from '../src/lib/device';
import { dropDrafts, keepDraft, readDraft, withoutSecrets } from '../src/lib/drafts';
import { ownAddress } from '../src/lib/ownAddress';
import { strengthOf } from '../src/lib/passwordStrength';
import { askPerson, openPrompt, promptDone, promptLeft } from '../src/lib/signInPrompt';
import { bytesOf, credentialJson, textOf } from '../src/lib/webauthn';
import { loadWords, wordsOf } from '../src/lib/words';

describe('drafts', () => {
  beforeEach(() => sessionStorage.clear());

  it('belong to the person who typed them, and never hold secrets', () => {
    keepDraft('ada', 'form', {
      name: 'Ada',
      password: 'x',
      new_password: 'y',
      code: '123456',
      apiToken: 'z',
      logo: new Blob(),
    });
    expect(readDraft('ada', 'form')).toEqual({ name: 'Ada' });
    expect(readDraft('bo', 'form')).toBeUndefined();
    expect(withoutSecrets('plain text')).toBe('plain text');
  });

  it('are all forgotten at sign-out, and nothing else is', () => {
    keepDraft('ada', 'one', 'text');
    sessionStorage.setItem('other', 'stays');
    dropDrafts();
    expect([readDraft('ada', 'one'), sessionStorage.getItem('other')]).toEqual([undefined, 'stays']);
  });
});

describe('an address to go on to', () => {
  it.each([
    ['/en/classes?x=1', '/en/classes?x=1'],
    [['/en/a', '/en/b'], '/en/a'],
    ['//evil.example', undefined],
    ['/\\evil.example', undefined],
    ['https://evil.example', undefined],
    ['javascript:alert(1)', undefined],
    [undefined, undefined],
    [7, undefined],
  ])('%s', (next, wanted) => expect(ownAddress(next)).toBe(wanted));
});

describe('the strength of a password in words', () => {
  it.each([
    ['short1', 'short'],
    ['aaaaaaaaaaaaaaaa', 'simple'],
    ['abcdefghijklmno', 'simple'],
    ['1234567890123', 'simple'],
    ['mouldbathxq', 'fair'],
    ['plating-bath-quarry-88', 'good'],
    ['注塑電鍍模具工廠登記冊', 'good'],
  ])('%s is %s', (password, word) => expect(strengthOf(password)).toBe(word));
});

describe('a device', () => {
  it.each([
    [
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Safari/537.36 Edg/147.0',
      'Edge',
      'Windows',
    ],
    [
      'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile/15E148 Safari/604.1',
      'Safari',
      'iPhone',
    ],
    [
      'Mozilla/5.0 (Linux; Android 16; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/147.0.0.0 Mobile Safari/537.36',
      'Chrome',
      'Android',
    ],
    ['Mozilla/5.0 (X11; Linux x86_64; rv:148.0) Gecko/20100101 Firefox/148.0', 'Firefox', 'Linux'],
    ['curl/8.5', null, null],
  ])('%s', (agent, browser, system) => expect(deviceOf(agent)).toMatchObject({ browser, system }));
});

describe('bytes of passkeys', () => {
  it('survive base64url', () => {
    const bytes = Uint8Array.from({ length: 256 }, (_, at) => at);
    const text = textOf(bytes.buffer);
    expect(text).not.toMatch(/[+/=]/);
    expect(new Uint8Array(bytesOf(text))).toEqual(bytes);
  });

  it('go to the server as JSON where the browser does not do it itself', () => {
    const data = Uint8Array.from([1, 2, 255]).buffer;
    const credential = {
      id: 'AQL_',
      rawId: data,
      type: 'public-key',
      authenticatorAttachment: 'platform',
      getClientExtensionResults: () => ({}),
      response: { clientDataJSON: data, authenticatorData: data, signature: data, userHandle: null },
    } as unknown as PublicKeyCredential;
    expect(credentialJson(credential)).toMatchObject({
      id: 'AQL_',
      rawId: 'AQL_',
      response: { clientDataJSON: 'AQL_', signature: 'AQL_', userHandle: undefined, attestationObject: undefined },
    });
  });
});

describe('the question in the middle of something', () => {
  it('is asked once for all who wait', async () => {
    const one = askPerson({ kind: 'reauthenticate', proofs: ['password'] });
    const other = askPerson({ kind: 'reauthenticate', proofs: ['password'] });
    expect(other).toBe(one);
    promptDone();
    await expect(one).resolves.toBeUndefined();
    expect(openPrompt()).toBeNull();
  });

  it('that is left is told as not confirmed', async () => {
    const asked = askPerson({ kind: 'expired' });
    promptLeft();
    await expect(asked).rejects.toMatchObject({ status: 401, code: 'not_confirmed' });
  });
});

describe('what went wrong', () => {
  it('is told beside fields of the form and above it for all others', async () => {
    await loadWords('en', 'inside');
    const t = wordsOf('en', 'forms');
    const error = new ApiError(400, 'invalid', '', '', [
      { field: 'password', code: 'password_too_common', message: 'common' },
      { field: 'elsewhere', code: 'never_heard_of', message: 'The server says so.' },
    ]);
    expect(faultsOf(t, error, ['password'])).toEqual([
      { field: 'password', text: 'This password is on the list of common ones. Choose another.' },
      { field: '', text: 'The server says so.' },
    ]);
    expect(faultsOf(t, new ApiError(429, 'throttled', ''), [])[0]?.text).toMatch(/^Too many attempts/);
    expect(faultsOf(t, new ApiError(503, 'unavailable', 'secret detail'), [])[0]?.text).not.toContain('secret');
    expect(faultsOf(t, new TypeError('bug'), [])).toHaveLength(1);
  });

  it('in every language has a text for every known code', async () => {
    for (const language of ['zh-Hant', 'zh-Hans'] as const) {
      await loadWords(language, 'inside');
      expect(wordsOf(language, 'forms')('code.incorrect_code')).toMatch(/\p{Script=Han}/u);
    }
  });
});

it('a listener for lost sessions can be taken away again', () => {
  const callback = vi.fn();
  const stop = onLostSession(callback);
  expect(stop()).toBe(true);
  expect(callback).not.toHaveBeenCalled();
});
