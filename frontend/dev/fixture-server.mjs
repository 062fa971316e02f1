/**
 * Serves the built pages and canned answers, without Python and without a database: for looking at pages while they are designed.
 * `npm run build && npm run fixtures`, then http://127.0.0.1:8099/. The page shell and the content security policy are those that
 * the Django server sends. A query "fail" makes the search fail; "zzz" finds nothing; "degraded" is the database alone.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as answers from './answers.mjs';
import * as imports from './imports.mjs';
import { speaks } from './records.mjs';

const PORT = Number(process.env.PORT ?? 8099);
const DIST = fileURLToPath(new URL('../dist/', import.meta.url));
const TYPES = { '.js': 'text/javascript', '.css': 'text/css', '.woff2': 'font/woff2', '.svg': 'image/svg+xml' };
const DEMO = [
  { email: 'operator@demo.example', name: 'K. Chan', password: 'demo-operator', role: 'operator' },
  { email: 'ada@demo.example', name: 'Ada Lam', password: 'demo-member', role: 'member' },
];
let person = process.env.SIGNED_IN ? DEMO.find(({ role }) => role === process.env.SIGNED_IN) : undefined;

function session() {
  return {
    authenticated: Boolean(person),
    csrfToken: 'fixture',
    person: person ? { id: person.email, name: person.name, email: person.email, language: 'en' } : null,
    organisation: person ? { id: 'o', name: person.role === 'operator' ? 'IP Market' : 'Sample Mould Works' } : null,
    roles: person?.role === 'operator' ? ['operator'] : [],
    demoAccounts: DEMO,
  };
}

function shell(nonce) {
  const manifest = JSON.parse(readFileSync(join(DIST, '.vite/manifest.json'), 'utf8'));
  const entry = manifest['src/main.tsx'];
  const sheets = new Set(entry.css ?? []);
  for (const name of entry.imports ?? []) for (const sheet of manifest[name].css ?? []) sheets.add(sheet);
  const links = [...sheets].map((sheet) => `<link rel="stylesheet" href="/static/app/${sheet}">`).join('');
  const ahead = (entry.imports ?? [])
    .map((name) => `<link rel="modulepreload" href="/static/app/${manifest[name].file}">`)
    .join('');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>IP Market</title><link rel="icon" href="data:,">${links}${ahead}<script type="module" nonce="${nonce}" src="/static/app/${entry.file}"></script></head><body><div id="root"></div></body></html>`;
}

function readBody(request) {
  return new Promise((resolve) => {
    const pieces = [];
    request.on('data', (piece) => pieces.push(piece));
    request.on('end', () => resolve(Buffer.concat(pieces).toString('utf8')));
  });
}

/** The answer to a request of the pages: [status, body]. */
function api(method, path, address, language, body) {
  const [, , , area, id, part] = path.split('/').map(decodeURIComponent);
  const found = (value) =>
    value ? [200, value] : [404, { code: 'not_found', detail: 'Nothing stands here.', status: 404 }];
  if (area === 'session') {
    if (method === 'DELETE') person = undefined;
    if (method === 'POST') {
      const asked = JSON.parse(body);
      person = DEMO.find(({ email, password }) => email === asked.email && password === asked.password);
      if (!person) return [401, { code: 'bad_credentials', detail: 'They do not belong together.', status: 401 }];
    }
    return [200, session()];
  }
  if (area === 'home') return [200, answers.HOME(language)];
  if (area === 'search') {
    return address.get('q') === 'fail'
      ? [500, { code: 'internal', status: 500 }]
      : [200, answers.search(language, address)];
  }
  if (area === 'patents') return part ? [200, answers.similar(language, id)] : found(answers.patent(language, id));
  if (area === 'technologies')
    return part ? [200, answers.similar(language, id)] : found(answers.technology(language, id));
  if (area === 'classes') return id ? found(answers.oneClass(language, id)) : [200, answers.classList(language)];
  if (area === 'classification-suggestions') return [200, answers.suggestions(language, JSON.parse(body).text)];
  if (area === 'imports') return importsApi(method, id, part, body, found);
  return found(null);
}

function importsApi(method, id, part, body, found) {
  if (person?.role !== 'operator') return [403, { code: 'forbidden', status: 403 }];
  if (!id)
    return method === 'POST'
      ? [202, imports.start(/filename="([^"]+)"/.exec(body)?.[1] ?? 'file')]
      : [200, imports.list()];
  const one = imports.one(id);
  if (!one) return found(null);
  if (part === 'quarantine') return [200, imports.quarantine()];
  if (part === 'cancellation') return [200, imports.cancel(one)];
  return [200, imports.move(one)];
}

createServer(async (request, response) => {
  const { pathname, searchParams } = new URL(request.url, 'http://fixture');
  if (pathname.startsWith('/api/')) {
    const body = await readBody(request);
    const [status, answer] = api(
      request.method,
      pathname,
      searchParams,
      speaks(request.headers['accept-language']),
      body,
    );
    response.writeHead(status, {
      'Content-Type': status < 400 ? 'application/json' : 'application/problem+json',
      'Cache-Control': 'no-store',
    });
    return response.end(JSON.stringify(answer));
  }
  if (pathname.startsWith('/static/app/')) {
    const file = join(DIST, normalize(pathname.slice('/static/app/'.length)));
    if (!file.startsWith(DIST) || !existsSync(file)) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
    return response.end(readFileSync(file));
  }
  const nonce = randomBytes(16).toString('base64');
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy': `default-src 'none'; script-src 'self' 'nonce-${nonce}'; style-src-elem 'self' 'nonce-${nonce}'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  });
  return response.end(shell(nonce));
}).listen(PORT, '127.0.0.1', () => process.stdout.write(`http://127.0.0.1:${PORT}/\n`));
