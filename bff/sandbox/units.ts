/** Units of the wire: Beijing time and 万元. */
const beijingMs = 8 * 3600_000;

/** `YYYY-MM-DD HH:mm:ss`, Beijing. */
export const beijingTime = (atMs: number): string => new Date(atMs + beijingMs).toISOString().slice(0, 19).replace('T', ' ');

export const beijingDay = (atMs: number): string => beijingTime(atMs).slice(0, 10);

/** Milliseconds of a Beijing time; NaN when it is none. */
export const fromBeijing = (text: string): number =>
  /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/.test(text) ? Date.parse(`${text.replace(' ', 'T')}.000Z`) - beijingMs : Number.NaN;

export const addDays = (day: string, days: number): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The same day `years` later; 29 February becomes 28 February. */
export const addYears = (day: string, years: number): string => {
  const moved = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
  return new Date(`${moved}T00:00:00Z`).toISOString().slice(0, 10) === moved ? moved : `${moved.slice(0, 8)}28`;
};

/** Yuan as a decimal string in 万元, without zeros at the end. */
export const inWan = (yuan: number): string => {
  const cents = Math.round(yuan * 100);
  const text = String(cents).padStart(7, '0');
  const fraction = text.slice(-6).replace(/0+$/, '');
  return text.slice(0, -6) + (fraction ? `.${fraction}` : '');
};
