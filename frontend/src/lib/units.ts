const NBSP = '\u00a0';

/** Units as offices and owners write them. Longer ones stand before those that they begin with. */
const UNITS = [
  '[kMGT]?Hz|[kMG]?Pa|m?bar|[mk]?N(?:[·⋅]?m)?|[mkM]?Wh?|[mk]?V|[mk]?Ah?|dB|rpm|dpi|lux|ppm|[kMG]?Ω',
  '[mcnkµμ]?m[²³23]?|[mkµμ]?g|t|[mnµμ]?[lL]|m?s|min|h|°C|°F|°|K|%|‰',
  '(?:milli|micro|nano|centi|kilo)?(?:met(?:re|er)|gram|lit(?:re|er)|second|watt|volt|pascal|hertz|newton)s?',
  'minutes?|hours?|days?|weeks?|months?|years?|tonnes?|tons?|degrees?|bars?|amperes?|per cent|percent',
].join('|');
const NUMBER_AND_UNIT = new RegExp(`(\\d) (?=(?:${UNITS})(?![\\p{L}\\p{N}]))`, 'gu');
const NUMBER_AND_HAN = /(\d) (?=\p{Script=Han})/gu;
const PER_CENT = /(\d\u00a0per) (?=cent)/g;

/** A number never parts from its unit at the end of a line: 0.2 mm, 40 per cent, 22 納升. Every text keeps its length. */
export function bound(text: string): string {
  return text.replace(NUMBER_AND_UNIT, `$1${NBSP}`).replace(NUMBER_AND_HAN, `$1${NBSP}`).replace(PER_CENT, `$1${NBSP}`);
}

/** The same for a text in pieces, where number and unit may stand in two of them. */
export function boundParts<Part extends { text: string }>(parts: readonly Part[]): Part[] {
  const whole = bound(parts.map(({ text }) => text).join(''));
  let at = 0;
  return parts.map((part) => ({ ...part, text: whole.slice(at, (at += part.text.length)) }));
}
