const DAY_MILLISECONDS = 86_400_000;

/** Today in Hong Kong, as 2026-11-21. */
export function today(now: Date = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: 'Asia/Hong_Kong', dateStyle: 'short' }).format(now);
}

/** The day so many days later, or earlier where the number is negative. */
export function daysLater(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MILLISECONDS).toISOString().slice(0, 10);
}

/** The day of an instant as people in Hong Kong count it: late in the evening elsewhere it is tomorrow there. */
export function hongKongDay(instant: string): string {
  return today(new Date(instant));
}
