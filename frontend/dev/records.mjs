/** Invented records for the fixture server: the shapes of the API, no real organisation, number or text. */

const LANGUAGES = ['en', 'zh-Hant', 'zh-Hans'];

/** One title or summary in three languages; the owner wrote all of them. */
function in3(en, hant, hans) {
  return { en, 'zh-Hant': hant, 'zh-Hans': hans };
}

export const CLASSES = [
  [
    'B29C',
    in3('Shaping plastics', '塑膠成型', '塑料成型'),
    'SHAPING OR JOINING OF PLASTICS; SHAPING OF MATERIAL IN A PLASTIC STATE, NOT OTHERWISE PROVIDED FOR; AFTER-TREATMENT OF THE SHAPED PRODUCTS, e.g. REPAIRING',
    41,
  ],
  [
    'B22D',
    in3('Casting metals', '金屬鑄造', '金属铸造'),
    'CASTING OF METALS; CASTING OF OTHER SUBSTANCES BY THE SAME PROCESSES OR DEVICES',
    12,
  ],
  [
    'C25D',
    in3('Electroplating', '電鍍', '电镀'),
    'PROCESSES FOR THE ELECTROLYTIC OR ELECTROPHORETIC PRODUCTION OF COATINGS',
    17,
  ],
  [
    'D06P',
    in3('Dyeing and printing textiles', '紡織品染色印花', '纺织品染色印花'),
    'DYEING OR PRINTING TEXTILES; DYEING LEATHER, FURS OR SOLID MACROMOLECULAR SUBSTANCES IN ANY FORM',
    9,
  ],
  [
    'H01M',
    in3('Batteries and fuel cells', '電池與燃料電池', '电池与燃料电池'),
    'PROCESSES OR MEANS, e.g. BATTERIES, FOR THE DIRECT CONVERSION OF CHEMICAL ENERGY INTO ELECTRICAL ENERGY',
    22,
  ],
  [
    'B65D',
    in3('Containers and packaging', '容器與包裝', '容器与包装'),
    'CONTAINERS FOR STORAGE OR TRANSPORT OF ARTICLES OR MATERIALS, e.g. BAGS, BARRELS, BOTTLES, BOXES',
    15,
  ],
];
export const SECTIONS = [
  ['A', in3('Food, clothing, health, leisure', '食品、衣物、醫療、消閒', '食品、衣物、医疗、休闲'), 118],
  ['B', in3('Making, shaping and moving things', '製造、成型、運輸', '制造、成型、运输'), 214],
  ['C', in3('Chemistry and metals', '化學與金屬', '化学与金属'), 96],
  ['D', in3('Textiles and paper', '紡織與造紙', '纺织与造纸'), 41],
  ['E', in3('Building', '建築', '建筑'), 27],
  ['F', in3('Machines, light, heat, arms', '機械、照明、供熱、武器', '机械、照明、供热、武器'), 63],
  ['G', in3('Measuring, computing, optics', '量度、運算、光學', '测量、计算、光学'), 152],
  ['H', in3('Electricity', '電學', '电学'), 131],
];

const RAW = [
  [
    'technology',
    null,
    'B29C',
    in3(
      'Gas-assisted injection moulding: walls a third thinner, no sink marks',
      '薄壁氣輔注塑工藝：殼厚減三成，不縮水',
      '薄壁气辅注塑工艺：壳厚减三成，不缩水',
    ),
    in3(
      'Retrofits to injection moulding machines from 80 to 250 tonnes; measured on three housings and 1.2 million shots.',
      '80 至 250 噸注塑機可加裝；三款外殼、120 萬模次實測。',
      '80 至 250 吨注塑机可加装；三款外壳、120 万模次实测。',
    ),
    in3('Sample Mould Works', '觀塘示範模具廠', '观塘示范模具厂'),
    'not_patented',
    2026,
  ],
  [
    'patent',
    'HK 30099901 A2',
    'B29C',
    in3(
      'Closed-loop cavity pressure control for thin-walled parts',
      '薄壁件模腔壓力閉環控制',
      '薄壁件模腔压力闭环控制',
    ),
    in3(
      'The holding pressure follows a curve measured at the end of the flow path, so that the yield of thin-walled parts rises.',
      '保壓隨流道末端量得的曲線調節，薄壁件良率上升。',
      '保压随流道末端测得的曲线调节，薄壁件良率上升。',
    ),
    in3('Example Polymer Institute', '樣例高分子研究所', '样例高分子研究所'),
    'in_force',
    2024,
  ],
  [
    'patent',
    'CN 119999901 A',
    'C25D',
    in3('Rinse water reused in steps between plating baths', '電鍍漂洗水逐級回用', '电镀漂洗水逐级回用'),
    in3(
      'Rinsing runs against the flow of the parts; make-up water falls to a fifth.',
      '漂洗水與工件反向流動，補水量減至五分之一。',
      '漂洗水与工件反向流动，补水量减至五分之一。',
    ),
    in3('Tai Po Sample Surface Finishing', '大埔樣例表面處理', '大埔样例表面处理'),
    'pending',
    2025,
  ],
  [
    'technology',
    null,
    'D06P',
    in3('Low-liquor package dyeing recipe', '低水比筒子紗染色配方', '低水比筒子纱染色配方'),
    in3(
      'A liquor ratio of 1 : 4 on existing machines, with the same shade at 60 °C.',
      '現有機器上浴比 1 : 4，60 °C 得出同樣色光。',
      '现有机器上浴比 1 : 4，60 °C 得到同样色光。',
    ),
    in3('Example Dye Works', '荃灣示範染廠', '荃湾示范染厂'),
    'not_patented',
    2026,
  ],
  [
    'patent',
    'US 99,900,001 B2',
    'H01M',
    in3('Cleaning the edges of battery electrode sheets by laser', '鋰電池極片邊緣激光清邊', '锂电池极片边缘激光清边'),
    in3(
      'A pulsed beam takes the coating off the edge of an electrode sheet without burrs.',
      '以脈衝光束去除極片邊緣塗層，不留毛刺。',
      '以脉冲光束去除极片边缘涂层，不留毛刺。',
    ),
    in3('Sample University Technology Transfer Office', '樣例大學技術轉移處', '样例大学技术转移处'),
    'in_force',
    2023,
  ],
  [
    'patent',
    'EP 9999902 B1',
    'B65D',
    in3('Lid that shows whether a container was opened', '顯示曾否開啟的容器蓋', '显示是否开启过的容器盖'),
    in3(
      'A thin web turns white when the lid is first lifted and stays white.',
      '首次掀蓋時薄筋變白，之後保持白色。',
      '首次掀盖时薄筋变白，之后保持白色。',
    ),
    in3('Example Packaging Ltd', '樣例包裝有限公司', '样例包装有限公司'),
    'lapsed',
    2019,
  ],
  [
    'patent',
    'JP 9999903 B2',
    'B22D',
    in3('Die casting mould with channels printed along its surface', '隨形水路壓鑄模', '随形水路压铸模'),
    in3(
      'Channels follow the surface of the cavity and shorten the cycle by a fifth.',
      '水路沿型腔表面排列，周期縮短五分之一。',
      '水路沿型腔表面排列，周期缩短五分之一。',
    ),
    in3('Kwai Chung Example Machinery', '葵涌樣例機械', '葵涌样例机械'),
    'expired',
    2003,
  ],
  [
    'patent',
    'WO 2099/999904 A1',
    'B29C',
    in3('Recycled flakes melted and moulded in one pass', '回收片料一次熔融成型', '回收片料一次熔融成型'),
    in3(
      'Flakes go from washing to the part without pelletising; colour is corrected in the melt.',
      '片料由清洗直接成型，免造粒；熔體中校正顏色。',
      '片料由清洗直接成型，免造粒；熔体中校正颜色。',
    ),
    in3('Sample Circular Plastics', '示範循環塑料', '示范循环塑料'),
    'unknown',
    2021,
  ],
];

const SOURCES = { HK: 'HK register', CN: 'CNIPA', US: 'USPTO', EP: 'EPO', JP: 'EPO', WO: 'WIPO' };
const MEASURE = in3('Green manufacturing', '綠色製造', '绿色制造');

export function label(texts, language) {
  return texts[language];
}

function parts(text, query) {
  const words = query.split(/\s+/).filter((word) => word.length > 1);
  const found = words.find((word) => text.toLowerCase().includes(word.toLowerCase()));
  if (!found) return [{ text, match: false }];
  const at = text.toLowerCase().indexOf(found.toLowerCase());
  return [
    { text: text.slice(0, at), match: false },
    { text: text.slice(at, at + found.length), match: true },
    { text: text.slice(at + found.length), match: false },
  ].filter((part) => part.text);
}

export function items(language, query = '') {
  return RAW.map(([type, number, symbol, title, summary, owner, state, year], at) => {
    // Every third record is known in English only, as imported ones are.
    const own = at % 3 === 2 && type === 'patent' ? 'en' : language;
    const office = number?.slice(0, 2) ?? null;
    const known = CLASSES.find(([one]) => one === symbol);
    return {
      id: `00000000-0000-7000-8000-00000000000${at}`,
      type,
      ref: number ? number.replace(/[ ,/]/g, '') : `00000000-0000-7000-8000-00000000000${at}`,
      number,
      title: { text: title[own], lang: own, standing: at === 4 && language !== 'en' ? 'machine' : 'original' },
      titleParts: parts(title[own], query),
      summaryParts: parts(summary[own], query),
      summaryLang: own,
      owner: owner[language],
      status: {
        state,
        source:
          state === 'unknown'
            ? null
            : (SOURCES[office] ?? in3('declared by owner', '由擁有人申報', '由权利人申报')[language]),
        asOf: state === 'unknown' ? null : '2026-11-18',
      },
      classes: [{ symbol, label: known[1][language] }],
      office,
      year,
      measures: at % 4 === 2 || at % 4 === 3 ? [{ code: 'green', label: MEASURE[language] }] : [],
      familySize: type === 'patent' ? 1 + (at % 4) : 1,
      isDemo: at !== 6,
      stage:
        type === 'technology'
          ? { code: 'production', label: in3('In production', '量產中', '量产中')[language] }
          : null,
    };
  });
}

export function speaks(header) {
  return LANGUAGES.find((language) => header?.startsWith(language)) ?? 'en';
}
