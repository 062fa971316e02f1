/**
 * Finds what nothing uses: exports that no other file names, texts of the catalogues that no file asks for, classes of style sheets
 * that no component wears. A name counts as used wherever it is written, so what is reported here is certainly dead.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { read } from './check-locales.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const filesOf = (folder, ending) =>
  readdirSync(join(ROOT, folder), { recursive: true })
    .filter((name) => ending.test(name) && !name.endsWith('schema.d.ts'))
    .map((name) => ({ name: join(folder, name), text: readFileSync(join(ROOT, folder, name), 'utf8') }));
const product = filesOf('src', /\.tsx?$/);
const code = [...product, ...filesOf('tests', /\.tsx?$/)];

function unusedExports() {
  const wordsOf = new Map(code.map(({ name, text }) => [name, new Set(text.match(/\w+/g))]));
  return product.flatMap(({ name, text }) =>
    [...text.matchAll(/^export (?:async )?(?:const|function|class|interface|type|enum) (\w+)/gm)]
      .filter(([, word]) => !code.some((other) => other.name !== name && wordsOf.get(other.name).has(word)))
      .map(([, word]) => `${name}: nothing else names ${word}`),
  );
}

/** Every text that the code writes; one with places for values as a pattern that anything fits into there. */
function writtenIn({ name, text }) {
  const found = [];
  const quoted = (piece) => piece.replace(/[.*+?^$()|[\]\\{}]/g, '\\$&');
  (function look(node) {
    if (ts.isStringLiteralLike(node)) found.push(`^${quoted(node.text)}$`);
    if (ts.isTemplateExpression(node)) {
      const pieces = [node.head.text, ...node.templateSpans.map(({ literal }) => literal.text)];
      if (/\w/.test(pieces.join(''))) found.push(`^${pieces.map(quoted).join('.+')}$`);
    }
    ts.forEachChild(node, look);
  })(ts.createSourceFile(name, text, ts.ScriptTarget.Latest, false, ts.ScriptKind.TSX));
  return found;
}

function unusedTexts() {
  const written = [...new Set(product.flatMap(writtenIn))].map((pattern) => new RegExp(pattern, 's'));
  const keys = [...read('en').keys()].map((key) => key.replace(/_(zero|one|two|few|many|other)$/, ''));
  return [...new Set(keys)]
    .filter((key) => !written.some((pattern) => pattern.test(key.slice(key.indexOf(':') + 1))))
    .map((key) => `locales: nothing asks for ${key}`);
}

function unusedClasses() {
  return filesOf('src', /\.module\.css$/).flatMap(({ name, text }) => {
    const importsIt = ({ name: by, text: source }) =>
      [...source.matchAll(/ css from '(.+\.css)'/g)].some(([, path]) => resolve(dirname(by), path) === resolve(name));
    const worn = new Set(product.filter(importsIt).flatMap(({ text: source }) => source.match(/(?<=\bcss\.)\w+/g)));
    const classes = text.replace(/\/\*.*?\*\//gs, '').match(/(?<=\.)[a-z]\w*(?=[^{};]*\{)/gi);
    return [...new Set(classes)].filter((one) => !worn.has(one)).map((one) => `${name}: nothing wears .${one}`);
  });
}

const found = [...unusedExports(), ...unusedTexts(), ...unusedClasses()];
for (const fault of found) process.stderr.write(`${fault}\n`);
if (found.length > 0) process.exit(1);
process.stdout.write('No unused export, text or class\n');
