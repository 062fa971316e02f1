// @vitest-environment jsdom
import { fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Patent, SearchAnswer, SearchItem } from '../src/api/contract';
import { answers, asked, open, preparePages, questions, visitor } from './support/pages';

const item: SearchItem = {
  id: 'r1',
  type: 'patent',
  ref: 'HK30099901A2',
  number: 'HK 30099901 A2',
  title: { text: '薄壁件', lang: 'zh-Hant', standing: 'converted' },
  titleParts: [
    { text: '薄壁', match: true },
    { text: '件', match: false },
  ],
  summaryParts: [],
  summaryLang: null,
  owner: 'Example Institute',
  status: { state: 'unknown', source: null, asOf: null },
  classes: [{ symbol: 'B29C', label: 'Shaping plastics' }],
  office: 'HK',
  year: 2024,
  measures: [],
  familyId: 'f1',
  familySize: 3,
  familyOffices: ['HK', 'CN', 'US'],
  isDemo: true,
  stage: null,
};
const found: SearchAnswer = {
  query: { text: '薄壁 B29C', readings: [{ numeral: 10, kind: 'class', value: 'B29C', unsure: false, text: 'B29C' }] },
  total: 1,
  totalIsExact: true,
  engine: { name: 'tantivy', degraded: false, notApplied: [] },
  items: [item],
  facets: [{ name: 'type', options: [{ value: 'patent', label: 'Patent', count: 1, selected: false }], others: 0 }],
  next: null,
  limitReached: false,
};

preparePages(visitor);
beforeEach(() => {
  answers.set('/api/app/search', { status: 200, body: found });
});

describe('the results', () => {
  it('mark what was found, name its language and say that no source knows the status', async () => {
    open('/en/search?q=薄壁+B29C');
    const title = await screen.findByRole('link', { name: '薄壁件' });
    expect(title.getAttribute('href')).toBe('/en/patents/HK30099901A2');
    expect(title.querySelector('mark')?.textContent).toBe('薄壁');
    expect(title.querySelector('[lang]')?.getAttribute('lang')).toBe('zh-Hant');
    expect(screen.getByText('Status unknown')).toBeTruthy();
    expect(screen.getByText('no source says')).toBeTruthy();
    expect(screen.getByText('Converted from the other Chinese script')).toBeTruthy();
  });

  it('ask in the language of the page', async () => {
    open('/zh-hant/search?q=a');
    await screen.findByRole('heading', { name: '1 項結果' });
    expect(questions('/api/app/search')[0]?.headers.get('Accept-Language')).toBe('zh-Hant');
    expect(document.documentElement.lang).toBe('zh-Hant');
    expect(document.title).toBe('a：搜尋 · 知識產權市集');
  });

  it('put a ticked filter into the address', async () => {
    const router = open('/en/search?q=a&cursor=c1');
    fireEvent.click(await screen.findByRole('checkbox', { name: 'Patent' }));
    await waitFor(() => expect(router.state.location.searchStr).toBe('?q=a&type=patent'));
  });

  it('drop a piece of the query', async () => {
    const router = open('/en/search?q=薄壁+B29C');
    fireEvent.click(await screen.findByRole('button', { name: 'Leave out B29C' }));
    await waitFor(() => expect(router.state.location.searchStr).toBe(`?q=${encodeURIComponent('薄壁')}`));
  });

  it('say so when only the database answers', async () => {
    answers.set('/api/app/search', {
      status: 200,
      body: { ...found, engine: { name: 'database', degraded: true, notApplied: ['status', 'sort'] } },
    });
    open('/en/search?q=a');
    const notice = await screen.findByText(/The search engine is away/);
    expect(notice.textContent).toContain('Not taken into account: Legal status, the chosen order.');
  });

  it('keep the query when the server fails', async () => {
    answers.set('/api/app/search', { status: 500, body: { code: 'internal' } });
    open('/en/search?q=gear');
    expect((await screen.findByRole('alert')).textContent).toContain('This could not be loaded');
    expect(screen.getByRole<HTMLInputElement>('searchbox').value).toBe('gear');
  });
});

describe('hits of the same family', () => {
  it('stand together, and the first one says what the family is', async () => {
    const member = { ...item, id: 'r2', ref: 'CN100000001B', number: 'CN 100000001 B', office: 'CN' };
    const other = {
      ...item,
      id: 'r3',
      ref: 'CN100000009B',
      familyId: 'f2',
      familyOffices: [],
      title: { ...item.title, text: '另一件' },
      titleParts: [],
    };
    answers.set('/api/app/search', { status: 200, body: { ...found, total: 3, items: [item, member, other] } });
    open('/en/search?q=a');
    const titles = await screen.findAllByRole('heading', { level: 2 });
    expect(titles.map((title) => title.closest('li')?.hasAttribute('data-repeat'))).toEqual([false, true, false]);
    expect(screen.getByText('1 of 3 family members: HK, CN, US')).toBeTruthy();
    expect(screen.getByText('1 of 3 family members')).toBeTruthy();
    expect(screen.getAllByText('Example Institute')).toHaveLength(2);
  });
});

describe('a record', () => {
  const patent: Patent = {
    id: 'r1',
    ref: 'HK30099901A2',
    rightType: { code: 'patent', label: 'Patent' },
    number: 'HK 30099901 A2',
    office: { code: 'HK', name: 'Hong Kong' },
    isDemo: true,
    updatedAt: '2026-11-21T00:00:00Z',
    version: 1,
    title: { text: 'Terminals of 0.2 mm', lang: 'en', standing: 'original' },
    otherTitles: [],
    abstract: null,
    otherAbstracts: [],
    applicationNumber: null,
    filingDate: null,
    publicationDate: null,
    grantDate: null,
    expiryDate: null,
    status: { state: 'unknown', source: null, asOf: null },
    statusHistory: [],
    parties: [],
    owner: null,
    ownerName: null,
    publications: [],
    priorities: [],
    family: [],
    classes: [],
    technologyFields: [],
    measures: [],
    citations: [],
    claims: [],
    sources: [],
    originalLink: null,
    technologies: [],
  };

  it('without a source file says that its owner entered it, and keeps number and unit together', async () => {
    answers.set('/api/app/patents/HK30099901A2', { status: 200, body: patent });
    answers.set('/api/app/patents/HK30099901A2/similar', { status: 200, body: { items: [] } });
    open('/en/patents/HK30099901A2');
    const heading = await screen.findByRole('heading', { level: 1 });
    expect(heading.textContent).toBe('Terminals of 0.2\u00a0mm');
    expect(screen.getByText(/Demo data, entered in the name of its owner/)).toBeTruthy();
  });

  it('stays whole when its neighbours cannot be found', async () => {
    answers.set('/api/app/patents/HK30099901A2', { status: 200, body: patent });
    answers.set('/api/app/patents/HK30099901A2/similar', { status: 400, body: { code: 'invalid_parameter' } });
    open('/en/patents/HK30099901A2');
    expect(await screen.findByText('Similar records cannot be shown just now.')).toBeTruthy();
    expect(screen.queryByRole('alert')).toBeNull();
    expect(screen.queryByRole('button', { name: 'Try again' })).toBeNull();
  });
});

describe('a wrong address', () => {
  it.each(['/en/no-such-page', '/xx/search'])('%s offers the search box', async (path) => {
    open(path);
    expect(await screen.findByRole('heading', { name: 'There is no page at this address' })).toBeTruthy();
    expect(screen.getByRole('searchbox')).toBeTruthy();
  });

  it('of a record offers what was asked for', async () => {
    open('/en/patents/XX123');
    expect(await screen.findByRole('heading', { name: 'There is no such record, or it is not public' })).toBeTruthy();
    expect(screen.getByRole<HTMLInputElement>('searchbox').value).toBe('XX123');
  });
});

describe('the import page', () => {
  it('is closed to visitors and asks for nothing', async () => {
    open('/en/imports');
    expect(await screen.findByRole('heading', { name: 'Imports are for operators' })).toBeTruthy();
    expect(questions('/api/app/imports')).toHaveLength(0);
    expect(screen.queryByRole('link', { name: 'Imports' })).toBeNull();
  });
});

describe('signing in', () => {
  it('names the fields that are missing and sends nothing', async () => {
    open('/en/sign-in');
    fireEvent.click(await screen.findByRole('button', { name: 'Sign in' }));
    expect(await screen.findByText(/^Enter your e-mail address/, { selector: 'p' })).toBeTruthy();
    expect(screen.getByText('Enter your password', { selector: 'p' })).toBeTruthy();
    expect(asked.filter(({ method }) => method === 'POST')).toHaveLength(0);
  });

  it('does not lead to another site', async () => {
    const router = open('/en/sign-in?next=//evil.example/');
    fireEvent.change(await screen.findByLabelText('E-mail address'), { target: { value: 'a@demo.example' } });
    const user = { id: 'p1', display: 'Ada', email: 'a@demo.example', has_usable_password: true };
    answers.set('/api/auth/browser/v1/auth/login', {
      status: 200,
      body: { data: { user }, meta: { is_authenticated: true } },
    });
    const person = { id: 'p1', name: 'Ada', email: 'a@demo.example', language: 'en', timeZone: 'Asia/Hong_Kong' };
    answers.set('/api/app/session', { status: 200, body: { ...visitor, authenticated: true, person } });
    fireEvent.change(screen.getByLabelText('Password'), { target: { value: 'secret' } });
    fireEvent.click(screen.getByRole('button', { name: 'Sign in' }));
    await waitFor(() => expect(router.state.location.href).toBe('/en/'));
  });
});

describe('the class page', () => {
  it('sends the text once, by POST with the token, and keeps it out of the address', async () => {
    answers.set('/api/app/classification-suggestions', {
      status: 200,
      body: {
        suggestions: [
          {
            symbol: 'B29C',
            label: 'Shaping plastics',
            title: null,
            score: 0.86,
            words: ['mould'],
            band: 'very_likely',
          },
        ],
        sections: [],
        abstained: true,
        language: 'en',
        technologyField: null,
        schemeVersion: '2026.01',
        modelVersion: 'test',
      },
    });
    const router = open('/en/classify');
    fireEvent.change(await screen.findByRole('textbox'), { target: { value: 'A mould with a gas needle.' } });
    fireEvent.click(screen.getByRole('button', { name: 'Suggest classes' }));
    expect(await screen.findByText('Very likely')).toBeTruthy();
    expect(screen.getByRole('heading', { name: /Not sure enough to name one/ })).toBeTruthy();
    const [question, ...more] = questions('/api/app/classification-suggestions');
    expect(more).toEqual([]);
    expect(question?.method).toBe('POST');
    expect(question?.headers.get('X-CSRFToken')).toBe('token');
    expect(await question?.json()).toEqual({ text: 'A mould with a gas needle.' });
    expect(router.state.location.href).toBe('/en/classify');
  });
});
