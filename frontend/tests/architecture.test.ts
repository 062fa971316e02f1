import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = resolve(__dirname, '../src');
/** From the roof down: a file may import from its own floor and from those below. */
const FLOORS = ['app', 'features', 'components', 'hooks', 'lib', 'api'];
const LONGEST_FILE_LINES = 400;

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : [path];
  });
}

const code = files(SRC).filter((path) => /\.tsx?$/.test(path) && !path.endsWith('.d.ts'));

/** What a file imports from src/, as paths below it. */
function importsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/(?:from|import)\s*\(?\s*'(\.[^']+)'/g)].map((match) =>
    relative(SRC, resolve(path, '..', match[1] as string)),
  );
}

function floorOf(path: string): number {
  return FLOORS.indexOf(path.split(sep)[0] as string);
}

describe('imports', () => {
  it('point down only', () => {
    const wrong = code.flatMap((path) => {
      const mine = floorOf(relative(SRC, path));
      if (mine < 0) return [];
      return importsOf(path)
        .filter((target) => floorOf(target) >= 0 && floorOf(target) < mine)
        .map((target) => `${relative(SRC, path)} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it('do not go from one feature into another', () => {
    const wrong = code.flatMap((path) => {
      const [floor, feature] = relative(SRC, path).split(sep);
      if (floor !== 'features') return [];
      return importsOf(path)
        .filter((target) => target.startsWith(`features${sep}`) && target.split(sep)[1] !== feature)
        .map((target) => `${relative(SRC, path)} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it('reach the network through the one client', () => {
    const wrong = code
      .filter((path) => /openapi-fetch|\bfetch\(|XMLHttpRequest/.test(readFileSync(path, 'utf8')))
      .map((path) => relative(SRC, path));
    expect(wrong).toEqual([join('api', 'client.ts')]);
  });
});

describe('shapes of the API', () => {
  it('are named from the generated document through one file', () => {
    const wrong = code
      .filter((path) => importsOf(path).includes(join('api', 'schema')))
      .map((path) => relative(SRC, path));
    expect(wrong).toEqual([join('api', 'contract.ts')]);
  });
});

describe('files', () => {
  it('stand on a floor', () => {
    const roof = ['main.tsx', 'locales'];
    const wrong = code
      .map((path) => relative(SRC, path))
      .filter((path) => floorOf(path) < 0 && !roof.includes(path.split(sep)[0] as string));
    expect(wrong).toEqual([]);
  });

  it('are short and have a name of their own', () => {
    const long = code.filter((path) => readFileSync(path, 'utf8').split('\n').length > LONGEST_FILE_LINES);
    const nameless = code.filter((path) => /(utils?|helpers?|common|misc|manager)\.tsx?$/.test(path));
    expect([...long, ...nameless]).toEqual([]);
  });

  it('take their colours from the tokens', () => {
    const sheets = files(SRC).filter((path) => /\.(css|tsx?)$/.test(path));
    const wrong = sheets
      .filter((path) => !/app[\\/](tokens\.css|theme\.ts)$/.test(path))
      .filter((path) => /#[0-9a-f]{6}\b|rgba?\(/i.test(readFileSync(path, 'utf8')))
      .map((path) => relative(SRC, path));
    expect(wrong).toEqual([]);
  });
});
