/**
 * What a first view of each page loads, by the build's manifest, compressed: the entry, what it imports, the catalogue of one
 * language and the code of the page. Ends with an error above the limit.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

// What a visitor opens first has to be small; behind the door the words of those pages come along, and the browser has kept the rest.
const LIMIT_BYTES = 200_000;
const INSIDE_LIMIT_BYTES = 240_000;
const OUTSIDE = ['home', 'search', 'records', 'classes', 'classify', 'about', 'terms'];
const dist = new URL('../dist/', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const compressed = (file) => gzipSync(readFileSync(fileURLToPath(new URL(file, dist))), { level: 9 }).length;

/** All files that the given entries need at once: a chunk, its static imports, their style sheets. */
function needed(keys, seen = new Set()) {
  for (const key of keys) {
    const chunk = manifest[key];
    if (!chunk) throw new Error(`The manifest has no entry ${key}`);
    if (seen.has(key)) continue;
    seen.add(key);
    needed(chunk.imports ?? [], seen);
  }
  return seen;
}

function weigh(keys) {
  const chunks = [...needed(keys)].map((key) => manifest[key]);
  const scripts = [...new Set(chunks.map(({ file }) => file))];
  const sheets = [...new Set(chunks.flatMap(({ css = [] }) => css))];
  const sum = (files) => files.reduce((total, file) => total + compressed(file), 0);
  return { scripts: sum(scripts), sheets: sum(sheets) };
}

const pages = Object.keys(manifest).filter((key) => /^src\/features\/.*Page\.tsx$/.test(key));
const worst = { outside: 0, inside: 0 };
for (const page of pages) {
  const kind = OUTSIDE.some((room) => page.startsWith(`src/features/${room}/`)) ? 'outside' : 'inside';
  const words = kind === 'inside' ? ['src/locales/zh-Hant/inside.ts'] : [];
  const { scripts, sheets } = weigh(['src/main.tsx', 'src/locales/zh-Hant/index.ts', ...words, page]);
  worst[kind] = Math.max(worst[kind], scripts);
  const name = page.replace(/^src\/features\//, '').padEnd(36);
  process.stdout.write(
    `${name} JavaScript ${(scripts / 1000).toFixed(1)} kB, style sheets ${(sheets / 1000).toFixed(1)} kB\n`,
  );
}
process.stdout.write(
  `Largest first view: ${(worst.outside / 1000).toFixed(1)} kB of JavaScript (gzip), limit ${LIMIT_BYTES / 1000} kB; ` +
    `behind the door: ${(worst.inside / 1000).toFixed(1)} kB, limit ${INSIDE_LIMIT_BYTES / 1000} kB\n`,
);
if (worst.outside > LIMIT_BYTES || worst.inside > INSIDE_LIMIT_BYTES) process.exit(1);
