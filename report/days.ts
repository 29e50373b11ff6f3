/** The messages whose first receipt came at `from` or later, and before `to`. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

/** From the first instant of these periods to the last. */
export function spanOf(periods: readonly Period[]): Period {
  return {
    from: new Date(Math.min(...periods.map(({ from }) => from.getTime()))),
    to: new Date(Math.max(...periods.map(({ to }) => to.getTime()))),
  };
}

const DAY_MS = 24 * 3_600_000;
/** The greatest distance of a time zone from UTC is 14 hours. */
const ZONE_RANGE_MS = 15 * 3_600_000;
/** The first of a month. */
const FIRST = /-01$/;

/** The first instant of a day, such as `2026-11-28`, in a time zone. Clocks may skip midnight. */
export function startOfDay(day: string, timeZone: string): Date {
  const dayOf = dayFormat(timeZone);
  const midnight = Date.parse(day);
  let [before, within] = [midnight - ZONE_RANGE_MS, midnight + ZONE_RANGE_MS];
  while (within - before > 1) {
    const middle = Math.floor((before + within) / 2);
    if (dayOf(new Date(middle)) < day) before = middle;
    else within = middle;
  }
  return new Date(within);
}

/** Whether there is such a day. `Date` turns 30 February into 2 March. */
export function isDay(text: string): boolean {
  const midnight = Date.parse(text);
  return !Number.isNaN(midnight) && dayText(midnight) === text;
}

/** The day of an instant in a time zone. */
export function dayAt(time: Date, timeZone: string): string {
  return dayFormat(timeZone)(time);
}

/** The days of a period with their first instants, in the format of receive times. */
export function startsOfDays(
  { from, to }: Period,
  timeZone: string,
): { readonly day: string; readonly start: string }[] {
  const last = dayAt(new Date(to.getTime() - 1), timeZone);
  const days: { day: string; start: string }[] = [];
  for (let day = dayAt(from, timeZone); day <= last; day = addDays(day, 1))
    days.push({ day, start: startOfDay(day, timeZone).toISOString() });
  return days;
}

export function addDays(day: string, count: number): string {
  return dayText(Date.parse(day) + count * DAY_MS);
}

/** The period before, as long in days. Before whole months it is as many whole months. */
export function daysBefore({ from, to }: { readonly from: string; readonly to: string }): { from: string; to: string } {
  if (FIRST.test(from) && FIRST.test(to)) {
    const months = monthNumber(to) - monthNumber(from);
    return { from: dayText(Date.UTC(0, monthNumber(from) - months)), to: from };
  }
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS;
  return { from: addDays(from, -days), to: from };
}

/** Months since the year 1900, which is how Date.UTC takes a year below 100. */
function monthNumber(day: string): number {
  return (Number(day.slice(0, 4)) - 1900) * 12 + Number(day.slice(5, 7)) - 1;
}

function dayText(utcMs: number): string {
  return new Date(utcMs).toISOString().slice(0, 'yyyy-MM-dd'.length);
}

function dayFormat(timeZone: string): (time: Date) => string {
  // Canada writes days as ISO 8601
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return (time) => format.format(time);
}
