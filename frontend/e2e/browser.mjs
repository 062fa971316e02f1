/**
 * Starts a headless Chromium without system packages and opens pages in it: the one that CHROME_PATH names, else the one that comes
 * inside an npm package. Both get the Chinese fonts of npm packages through a fontconfig file of our own, so that a picture looks
 * the same on every machine.
 */
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';

const require = createRequire(import.meta.url);
const FONTS = [
  '@expo-google-fonts/noto-sans-hk',
  '@expo-google-fonts/noto-sans-sc',
  '@fontsource-variable/ibm-plex-sans',
];
const WEIGHTS = ['400Regular', '500Medium', '600SemiBold', '700Bold'];
/** Height of the window by its width: a desk and a telephone. */
const HEIGHTS = { 1440: 900, 360: 740 };

function fontFolders() {
  return FONTS.flatMap((name) => {
    const folder = dirname(require.resolve(`${name}/package.json`));
    return name.startsWith('@expo') ? WEIGHTS.map((weight) => join(folder, weight)) : [join(folder, 'files')];
  });
}

/** A fontconfig file that knows our folders beside the system's, in a folder of its own for each run. */
function writeFontconfig() {
  const folder = mkdtempSync(join(tmpdir(), 'ipmarket-fonts-'));
  const cache = join(folder, 'cache');
  mkdirSync(cache);
  const dirs = [...fontFolders(), '/usr/share/fonts'].map((dir) => `<dir>${dir}</dir>`).join('');
  const file = join(folder, 'fonts.conf');
  writeFileSync(file, `<?xml version="1.0"?><fontconfig>${dirs}<cachedir>${cache}</cachedir></fontconfig>`);
  return file;
}

/** The browser. Close it with `browser.close()`. */
export async function launchBrowser() {
  process.env.FONTCONFIG_FILE = writeFontconfig();
  if (process.env.CHROME_PATH) {
    return chromium.launch({ executablePath: process.env.CHROME_PATH, args: ['--no-sandbox'] });
  }
  const { default: packed } = await import('@sparticuz/chromium');
  const executablePath = await packed.executablePath();
  // The package points fontconfig at its own fonts, which have no Chinese.
  process.env.FONTCONFIG_FILE = writeFontconfig();
  const args = packed.args.filter((arg) => !arg.startsWith('--font-render-hinting') && arg !== '--single-process');
  return chromium.launch({ executablePath, args, headless: true });
}

/**
 * A page of its own in a window of the given width, which reports every error of the console and every breach of the content
 * security policy in `page.faults`.
 */
export async function newPage(browser, language = 'en', width = 1440, options = {}) {
  const context = await browser.newContext({
    locale: { en: 'en-GB', 'zh-Hant': 'zh-HK', 'zh-Hans': 'zh-CN' }[language],
    timezoneId: 'Asia/Hong_Kong',
    viewport: { width, height: HEIGHTS[width] ?? 900 },
    deviceScaleFactor: width < 768 ? 2 : 1,
    reducedMotion: 'reduce',
    ...options,
  });
  const page = await context.newPage();
  page.faults = [];
  page.on('console', (message) => {
    if (message.type() === 'error') page.faults.push(message.text());
  });
  page.on('pageerror', (error) => page.faults.push(String(error)));
  return page;
}

/** Waits until a page shows its content: no skeleton is left, the fonts are there. */
export async function settled(page) {
  await page.waitForSelector('#main h1', { state: 'attached' });
  await page.waitForFunction(() => !document.querySelector('[class*="Skeleton"], [aria-busy="true"]'));
  await page.evaluate(() => document.fonts.ready.then(() => true));
}
