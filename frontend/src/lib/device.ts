/** What a browser says about itself, in the few words that let a person recognise their own device. */
interface Device {
  browser: string | null;
  system: string | null;
  isPhone: boolean;
}

// The first that fits counts: many browsers also carry the names of those that they are built on.
const BROWSERS: [string, RegExp][] = [
  ['Edge', /Edg(e|A|iOS)?\//],
  ['Opera', /OPR\/|Opera/],
  ['Samsung Internet', /SamsungBrowser\//],
  ['WeChat', /MicroMessenger\//],
  ['Firefox', /Firefox\/|FxiOS\//],
  ['Chrome', /Chrome\/|CriOS\/|Chromium\//],
  ['Safari', /Safari\//],
];
const SYSTEMS: [string, RegExp][] = [
  ['HarmonyOS', /HarmonyOS|OpenHarmony/],
  ['Android', /Android/],
  ['iPhone', /iPhone/],
  ['iPad', /iPad/],
  ['Windows', /Windows/],
  ['macOS', /Mac OS X|Macintosh/],
  ['ChromeOS', /CrOS/],
  ['Linux', /Linux/],
];

export function deviceOf(userAgent: string): Device {
  const first = (known: [string, RegExp][]) => known.find(([, pattern]) => pattern.test(userAgent))?.[0] ?? null;
  return { browser: first(BROWSERS), system: first(SYSTEMS), isPhone: /Mobile|iPhone|Android/.test(userAgent) };
}
