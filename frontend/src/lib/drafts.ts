const PREFIX = 'draft:';
/** What is never written down, whatever a form is called. */
const SECRET = /password|code|secret|token|file/i;

/** Leaves out what must not be written down: passwords, codes, files. */
export function withoutSecrets<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(([name, one]) => !SECRET.test(name) && !(one instanceof Blob));
  return Object.fromEntries(kept) as Value;
}

/** What somebody typed in this tab and has not sent. A draft belongs to the person who typed it. */
export function readDraft<Value>(person: string, key: string): Value | undefined {
  try {
    const text = sessionStorage.getItem(`${PREFIX}${person}:${key}`);
    return text === null ? undefined : (JSON.parse(text) as Value);
  } catch {
    return undefined;
  }
}

export function keepDraft(person: string, key: string, value: unknown): void {
  try {
    sessionStorage.setItem(`${PREFIX}${person}:${key}`, JSON.stringify(withoutSecrets(value)));
  } catch {
    // Without storage the text still stands on the page; only leaving it loses it.
  }
}

export function dropDraft(person: string, key: string): void {
  try {
    sessionStorage.removeItem(`${PREFIX}${person}:${key}`);
  } catch {
    // No storage, nothing to drop.
  }
}

/** Forgets everything that was typed and not sent, when somebody signs out. */
export function dropDrafts(): void {
  try {
    for (const place of Object.keys(sessionStorage)) if (place.startsWith(PREFIX)) sessionStorage.removeItem(place);
  } catch {
    // No storage, nothing to forget.
  }
}
