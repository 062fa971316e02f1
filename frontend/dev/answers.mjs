/** Canned answers of the API, by language and by what is asked; only as much logic as the pages need to be looked at. */
import { CLASSES, items, SECTIONS } from './records.mjs';

export const HOME = (language) => ({
  counts: { patents: 812, technologies: 64, classes: 795 },
  latest: items(language).slice(0, 6),
  sections: SECTIONS.map(([symbol, texts, count]) => ({ symbol, label: texts[language], count })),
});

function option(search, name, value, label, count) {
  return { value, label, count, selected: search.getAll(name).includes(value) };
}

export function search(language, address) {
  const query = address.get('q') ?? '';
  const nothing = query.includes('zzz');
  const found = nothing ? [] : items(language, query);
  const pieces = query.split(/\s+/).filter(Boolean);
  const readings = pieces.map((text, at) => ({
    numeral: 10 + 2 * at,
    kind: /^[A-H]\d\d[A-Z]?/i.test(text)
      ? 'class'
      : /^[A-Z]{2}\d{4}/i.test(text)
        ? 'number'
        : text.startsWith('"')
          ? 'phrase'
          : 'words',
    value: text.replaceAll('"', ''),
    unsure: text.startsWith('"'),
    text,
  }));
  const option_ = (name) => (value, label, count) => option(address, name, value, label, count);
  const facet = (name, rows, others = 0) => ({ name, options: rows.map((row) => option_(name)(...row)), others });
  return {
    query: { text: query, readings },
    total: nothing ? 0 : 46,
    engine: { name: 'tantivy', degraded: address.get('q') === 'degraded' },
    items: found,
    facets: nothing
      ? []
      : [
          facet('type', [
            ['patent', 'Patent', 35],
            ['technology', 'Technology', 11],
          ]),
          facet(
            'section',
            SECTIONS.slice(0, 7).map(([symbol, texts, count]) => [symbol, texts[language], count]),
          ),
          facet(
            'subclass',
            CLASSES.map(([symbol, texts, , count]) => [symbol, texts[language], count]),
            12,
          ),
          facet('office', [
            ['HK', 'HK', 12],
            ['CN', 'CN', 9],
            ['US', 'US', 8],
            ['EP', 'EP', 4],
            ['WO', 'WO', 2],
          ]),
          facet('status', [
            ['in_force', '', 18],
            ['pending', '', 8],
            ['not_patented', '', 11],
            ['unknown', '', 6],
            ['lapsed', '', 3],
          ]),
          facet('year', [
            ['2026', '2026', 12],
            ['2025', '2025', 9],
            ['2024', '2024', 7],
            ['2023', '2023', 5],
            ['2021', '2021', 4],
            ['2019', '2019', 2],
            ['2003', '2003', 1],
          ]),
          facet('measure', [['green', items(language)[2].measures[0].label, 14]]),
          facet('language', [
            ['en', '', 40],
            ['zh-Hant', '', 21],
            ['zh-Hans', '', 19],
          ]),
        ],
    next: nothing || address.get('cursor') === 'c2' ? null : address.get('cursor') === 'c1' ? 'c2' : 'c1',
    limitReached: false,
  };
}

const TEXTS = {
  en: {
    abstract:
      'Molten plastic fills the cavity to about 94 %. A gas needle at the end of the runner then pushes inert gas in three pressure steps, so that a thin-walled housing below 0.8 mm cools without sink marks. The needle is part of the mould insert and fits existing machines.',
    claim:
      'A method for moulding a thin-walled housing, comprising: (a) filling a cavity with molten plastic to 92 to 96 % of its volume; (b) pressing inert gas into the melt through a needle at the end of the runner in at least three steps; and (c) cooling at a gas pressure of at least 8 MPa until the part can be taken out.',
    claim2: 'The method of claim 1, wherein the needle is part of a mould insert.',
    note: 'renewal paid',
  },
  'zh-Hant': {
    abstract:
      '熔融塑膠填充至型腔約 94 % 後，設於流道末端的氣針以三級壓力注入惰性氣體，壁厚 0.8 毫米以下的殼體在保壓階段不產生縮痕。氣針與模具鑲件一體，可用於現有注塑機。',
    claim:
      '一種薄壁塑膠殼體的注塑方法，其特徵在於包括：（a）將熔融塑膠填充至型腔體積的 92 % 至 96 %；（b）以不少於三級的階梯壓力，由流道末端的氣針注入惰性氣體；（c）在氣體壓力不低於 8 MPa 的條件下冷卻至脫模溫度。',
    claim2: '如權利要求 1 所述的方法，其中氣針為模具鑲件的一部分。',
    note: '已繳續期費',
  },
  'zh-Hans': {
    abstract:
      '熔融塑料填充至型腔约 94 % 后，设于流道末端的气针以三级压力注入惰性气体，壁厚 0.8 毫米以下的壳体在保压阶段不产生缩痕。气针与模具镶件一体，可用于现有注塑机。',
    claim:
      '一种薄壁塑料壳体的注塑方法，其特征在于包括：（a）将熔融塑料填充至型腔体积的 92 % 至 96 %；（b）以不少于三级的阶梯压力，由流道末端的气针注入惰性气体；（c）在气体压力不低于 8 MPa 的条件下冷却至脱模温度。',
    claim2: '如权利要求 1 所述的方法，其中气针为模具镶件的一部分。',
    note: '已缴年费',
  },
};

function classification(language, first) {
  const [symbol, texts, title] = CLASSES[first];
  return { symbol, texts, title, label: texts[language] };
}

export function patent(language, ref) {
  const all = items(language);
  const one = all.find((item) => item.ref === ref && item.type === 'patent');
  if (!one) return null;
  const text = TEXTS[one.title.lang];
  const other = ['en', 'zh-Hant', 'zh-Hans'].find((lang) => lang !== one.title.lang && lang !== language) ?? 'en';
  const plastics = classification(language, 0);
  const member = (item, isThis) => ({
    id: item.id,
    ref: item.ref,
    number: item.number,
    office: {
      code: item.office,
      name: {
        HK: 'Hong Kong',
        CN: 'China',
        US: 'United States',
        EP: 'European Patent Office',
        JP: 'Japan',
        WO: 'WIPO',
      }[item.office],
    },
    title: item.title,
    status: item.status,
    filingDate: '2021-06-11',
    isThis,
  });
  const family = [one, ...all.filter((item) => item.type === 'patent' && item !== one)].slice(0, 4);
  return {
    id: one.id,
    ref: one.ref,
    rightType: {
      code: 'standard',
      label: { en: 'Standard patent', 'zh-Hant': '標準專利', 'zh-Hans': '标准专利' }[language],
    },
    number: one.number,
    office: member(one, true).office,
    title: one.title,
    otherTitles: [
      { text: items(other).find((item) => item.id === one.id).title.text, lang: other, standing: 'official' },
    ],
    abstract: { text: text.abstract, lang: one.title.lang, standing: 'original' },
    otherAbstracts: [{ text: TEXTS[other].abstract, lang: other, standing: 'machine' }],
    status: one.status,
    statusHistory: one.status.asOf
      ? [
          { state: 'pending', source: one.status.source, asOf: '2022-07-01', note: null },
          { ...one.status, note: text.note },
        ]
      : [],
    filingDate: '2021-06-11',
    applicationNumber: '22021099999.1',
    publicationDate: '2022-07-01',
    grantDate: one.status.state === 'in_force' ? '2024-03-15' : null,
    parties: [
      { role: 'applicant', name: one.owner, country: 'HK' },
      { role: 'inventor', name: 'A. Inventor (demo)', country: 'HK' },
      { role: 'inventor', name: 'B. Inventor (demo)', country: 'CN' },
    ],
    publications: [
      { number: one.number, ref: one.ref, kind: 'A2', date: '2022-07-01' },
      ...(one.status.state === 'in_force'
        ? [{ number: `${one.number} B`, ref: one.ref, kind: 'B', date: '2024-03-15' }]
        : []),
    ],
    family: family.map((item) => member(item, item === one)),
    priorities: [{ number: 'CN 202010999901', date: '2020-12-18' }],
    classes: [
      {
        scheme: 'ipc',
        symbol: 'B29C 45/17',
        subclass: 'B29C',
        label: plastics.label,
        title: plastics.title,
        origin: 'office',
        score: null,
        first: true,
      },
      {
        scheme: 'ipc',
        symbol: 'B22D',
        subclass: 'B22D',
        label: classification(language, 1).label,
        title: classification(language, 1).title,
        origin: 'suggested',
        score: 0.41,
        first: false,
      },
    ],
    technologyFields: [
      {
        code: '29',
        label: { en: 'Other special machines', 'zh-Hant': '其他專用機械', 'zh-Hans': '其他专用机械' }[language],
        sector: { en: 'Mechanical engineering', 'zh-Hant': '機械工程', 'zh-Hans': '机械工程' }[language],
      },
    ],
    citations: [
      { text: 'EP 9999902 B1', ref: 'EP9999902B1', category: 'X' },
      { text: 'US 99,900,001 B2', ref: 'US99900001B2', category: 'A' },
      { text: 'US 98,700,002 A', ref: null, category: 'A' },
      { text: 'Invented handbook of moulding, 3rd edition, page 112', ref: null, category: null },
    ],
    claims: [text.claim, text.claim2, text.claim2, text.claim2],
    sources: [
      {
        source: 'demo',
        label: { en: 'Demo data', 'zh-Hant': '示範資料', 'zh-Hans': '演示数据' }[language],
        fileName: 'demo-2026.jsonl',
        importedAt: '2026-11-18T06:30:00Z',
      },
    ],
    originalLink: 'https://worldwide.espacenet.com/',
    owner: { id: 'o', name: one.owner },
    measures: one.measures,
    ownerName: one.owner,
    expiryDate: '2041-06-11',
    technologies: [{ id: all[0].id, title: all[0].title }],
    isDemo: one.isDemo,
    updatedAt: '2026-11-18T06:30:00Z',
  };
}

export function technology(language, id) {
  const one = items(language).find((item) => item.id === id && item.type === 'technology');
  if (!one) return null;
  const own = (text) => ({ text, lang: language, standing: 'owner' });
  const words = {
    en: [
      'Fill to 94 %, inject gas in three steps, hold, cool, take out. Each shot writes its curve to a file.',
      'Moulding machine of 80 to 250 tonnes, gas unit, needle insert.',
      '1,200 housings a shift on one machine.',
      'piece',
      'Consumer electronics',
    ],
    'zh-Hant': [
      '填充至 94 %，分三級注氣，保壓、冷卻、取出。每一模次的曲線存成檔案。',
      '80 至 250 噸注塑機、供氣裝置、氣針鑲件。',
      '一台機每班 1,200 件。',
      '件',
      '消費電子',
    ],
    'zh-Hans': [
      '填充至 94 %，分三级注气，保压、冷却、取出。每一模次的曲线存成文件。',
      '80 至 250 吨注塑机、供气装置、气针镶件。',
      '一台机每班 1,200 件。',
      '件',
      '消费电子',
    ],
  }[language];
  const plastics = classification(language, 0);
  const all = items(language);
  return {
    id,
    ref: id,
    title: one.title,
    otherTitles: ['en', 'zh-Hant', 'zh-Hans']
      .filter((lang) => lang !== one.title.lang)
      .map((lang) => ({ text: items(lang).find((item) => item.id === id).title.text, lang, standing: 'owner' })),
    summary: own(one.summaryParts.map(({ text }) => text).join('')),
    process: own(words[0]),
    equipment: own(words[1]),
    capacity: own(words[2]),
    unitCost: { amountMinor: 38, currency: 'HKD', per: words[3] },
    certifications: ['ISO 9001'],
    stage: one.stage,
    trl: 9,
    measures: [{ code: 'green', label: all[2].measures[0].label }],
    technologyFields: [],
    sectors: [{ code: 'electronics', label: words[4] }],
    classes: [
      {
        scheme: 'ipc',
        symbol: 'B29C',
        subclass: 'B29C',
        label: plastics.label,
        title: plastics.title,
        origin: 'suggested',
        score: 0.86,
        first: true,
      },
    ],
    patents: all
      .filter(({ type }) => type === 'patent')
      .slice(0, 1)
      .map(({ id: of, ref, number, title, status }) => ({ id: of, ref, number, title, status })),
    owner: { id: 'o', name: one.owner },
    isDemo: true,
    updatedAt: '2026-11-18T06:30:00Z',
  };
}

export function similar(language, ref) {
  const near = items(language)
    .filter((item) => item.ref !== ref)
    .slice(0, 3);
  return {
    items: near.map((item, at) => ({
      ...item,
      reasons: [
        { kind: 'class', values: [item.classes[0].symbol] },
        ...(at === 0 ? [{ kind: 'words', values: ['cavity', 'gas'] }] : []),
      ],
    })),
  };
}

export function classList(language) {
  const rows = SECTIONS.map(([symbol, texts, count]) => ({
    symbol,
    kind: 'section',
    label: texts[language],
    title: 'PERFORMING OPERATIONS; TRANSPORTING',
    titleSource: 'ipc',
    records: count,
    children: 16,
  }));
  return { scheme: 'ipc', version: '2026.01', items: rows };
}

export function oneClass(language, symbol) {
  const known = CLASSES.find(([one]) => one === symbol);
  const section = SECTIONS.find(([one]) => one === symbol[0]);
  if (!section || (!known && symbol.length > 3)) return null;
  const row = ([one, texts, title, count]) => ({
    symbol: one,
    kind: 'subclass',
    label: texts[language],
    title,
    records: count,
    children: 0,
  });
  const kind = symbol.length === 1 ? 'section' : symbol.length === 3 ? 'class' : 'subclass';
  const plastics = { en: 'Plastics', 'zh-Hant': '塑膠', 'zh-Hans': '塑料' }[language];
  const ancestors = [
    { symbol: section[0], label: section[1][language] },
    { symbol: symbol.slice(0, 3), label: plastics },
  ];
  return {
    symbol,
    kind,
    label: known?.[1][language] ?? (kind === 'class' ? plastics : section[1][language]),
    title: known?.[2] ?? 'WORKING OF PLASTICS; WORKING OF SUBSTANCES IN A PLASTIC STATE IN GENERAL',
    attribution: 'IPC 2026.01, © WIPO, CC BY 4.0',
    ancestors: ancestors.slice(0, symbol.length === 1 ? 0 : symbol.length === 3 ? 1 : 2),
    children:
      kind === 'section'
        ? [
            {
              symbol: `${symbol}29`,
              kind: 'class',
              label: plastics,
              title: 'WORKING OF PLASTICS',
              records: 41,
              children: 3,
            },
          ]
        : kind === 'class'
          ? CLASSES.filter(([one]) => one.startsWith(symbol)).map(row)
          : [],
    records: known?.[3] ?? section[2],
    technologyFields: known
      ? [
          {
            code: '29',
            label: { en: 'Other special machines', 'zh-Hant': '其他專用機械', 'zh-Hans': '其他专用机械' }[language],
            sector: { en: 'Mechanical engineering', 'zh-Hant': '機械工程', 'zh-Hans': '机械工程' }[language],
          },
        ]
      : [],
  };
}

export function suggestions(language, text) {
  const abstained = text.length < 40;
  const scores = abstained ? [0.22, 0.14, 0.09] : [0.86, 0.41, 0.12];
  const bands = abstained ? ['unlikely', 'unlikely', 'unlikely'] : ['very_likely', 'possible', 'unlikely'];
  const words = [text.split(/[\s，。]+/).slice(0, 4), ['mould', 'runner'], []];
  return {
    suggestions: [0, 1, 5].map((of, at) => ({
      symbol: CLASSES[of][0],
      label: CLASSES[of][1][language],
      title: CLASSES[of][2],
      score: scores[at],
      band: bands[at],
      words: words[at],
    })),
    sections: [{ symbol: 'B', label: SECTIONS[1][1][language], score: 0.93 }],
    abstained,
    language: /[\u4e00-\u9fff]/.test(text) ? 'zh-Hant' : 'en',
    technologyField: oneClass(language, 'B29C').technologyFields[0],
    schemeVersion: '2026.01',
    modelVersion: 'demo',
  };
}
