/**
 * Compares the three catalogues. A missing key, a surplus key, an empty text, a plural form that the language does not have, or a
 * placeholder that the English text does not name ends the build.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const LOCALES = fileURLToPath(new URL('../src/locales', import.meta.url));
const REFERENCE = 'en';
const LANGUAGES = ['en', 'zh-Hant', 'zh-Hans'];
const PLURAL = /_(zero|one|two|few|many|other)$/;

export function read(language, folder = LOCALES) {
  const texts = new Map();
  const files = readdirSync(join(folder, language)).filter((file) => file.endsWith('.json'));
  for (const file of files) {
    const entries = Object.entries(JSON.parse(readFileSync(join(folder, language, file), 'utf8')));
    for (const [key, text] of entries) texts.set(`${file.replace('.json', '')}:${key}`, text);
  }
  return texts;
}

function placeholders(text) {
  return [...text.matchAll(/\{\{(\w+)/g)].map((match) => match[1]);
}

/** Plural forms that a key has, by the key without its ending; an ordinary key stands with the form "". */
function forms(texts) {
  const found = new Map();
  for (const key of texts.keys()) {
    const form = key.match(PLURAL)?.[1] ?? '';
    const base = key.replace(PLURAL, '');
    found.set(base, [...(found.get(base) ?? []), form]);
  }
  return found;
}

export function faults(reference, texts, language) {
  const wanted = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
  const here = forms(texts);
  const there = forms(reference);
  const found = [];
  for (const [key, kinds] of there) {
    const mine = here.get(key);
    if (!mine) found.push(`${language}: ${key} is missing`);
    else if (kinds[0] !== '' || mine[0] !== '') {
      for (const kind of wanted) if (!mine.includes(kind)) found.push(`${language}: ${key}_${kind} is missing`);
      for (const kind of mine) if (!wanted.includes(kind)) found.push(`${language}: ${key}_${kind} is surplus`);
    }
  }
  for (const key of here.keys()) if (!there.has(key)) found.push(`${language}: ${key} is surplus`);
  for (const [key, text] of texts) {
    const english = reference.get(key) ?? reference.get(key.replace(PLURAL, '_other')) ?? '';
    if (typeof text !== 'string' || text.trim() === '') found.push(`${language}: ${key} is empty`);
    for (const name of placeholders(String(text))) {
      if (!placeholders(english).includes(name)) found.push(`${language}: ${key} names {{${name}}}, English does not`);
    }
  }
  return found;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const reference = read(REFERENCE);
  const found = LANGUAGES.flatMap((language) => faults(reference, read(language), language));
  for (const fault of found) process.stderr.write(`${fault}\n`);
  if (found.length > 0) process.exit(1);
  process.stdout.write(`${LANGUAGES.length} catalogues with the same ${forms(reference).size} texts\n`);
}
