/** One series as the page holds it: a stretch from the server, continued by live ticks. */
import type { SeriesAnswer } from './api.ts';

export interface Columns {
  t: number[];
  last: (number | null)[];
  min: (number | null)[];
  max: (number | null)[];
  /** Whether a column may stand for several values. */
  folded: boolean;
}

export function emptyColumns(): Columns {
  return { t: [], last: [], min: [], max: [], folded: false };
}

const kibibyte = 1024;

/** Reads the server's answer. Sizes come in KiB, which each series says, and are held in bytes, as ticks have them. */
export function readAnswer(answer: SeriesAnswer, gapOf: (id: string) => number | null): Map<string, Columns> {
  const result = new Map<string, Columns>();
  const clocks = answer.clocks.map((clock) => clock.map((offset) => answer.from + offset));
  for (const series of answer.series) {
    const scale = series.unit.startsWith('KiB') ? kibibyte : 1;
    const scaled = (values: number[]) => (scale === 1 ? values.slice() : values.map((value) => value * scale));
    const last = scaled(series.last);
    const columns: Columns = {
      t: (clocks[series.clock] ?? []).slice(),
      last,
      min: series.min ? scaled(series.min) : last.slice(),
      max: series.max ? scaled(series.max) : last.slice(),
      folded: series.min !== undefined,
    };
    const gap = gapOf(series.id);
    result.set(series.id, gap === null ? columns : breakGaps(columns, gap));
  }

  return result;
}

/** Puts an empty point into each pause that is longer than the sampling explains, so that no line is drawn across. */
export function breakGaps(columns: Columns, shortestGap: number): Columns {
  const gap = Math.max(shortestGap, 2.5 * medianStep(columns.t));
  const result = { ...emptyColumns(), folded: columns.folded };
  for (let i = 0; i < columns.t.length; i++) {
    const time = columns.t[i]!;
    const before = columns.t[i - 1];
    if (before !== undefined && time - before > gap) {
      push(result, before + 1, null);
    }

    result.t.push(time);
    result.last.push(columns.last[i]!);
    result.min.push(columns.min[i]!);
    result.max.push(columns.max[i]!);
  }

  return result;
}

function medianStep(times: number[]): number {
  const steps = times.slice(1).map((time, i) => time - times[i]!);
  steps.sort((a, b) => a - b);
  return steps[steps.length >> 1] ?? 0;
}

function push(columns: Columns, time: number, value: number | null): void {
  columns.t.push(time);
  columns.last.push(value);
  columns.min.push(value);
  columns.max.push(value);
}

/** Continues a series by one value. A time that it has already is left out: the stretch and the ticks overlap. */
export function append(columns: Columns, time: number, value: number, gap: number | null): void {
  const last = columns.t.at(-1);
  if (last !== undefined && time <= last) {
    return;
  }

  if (gap !== null && last !== undefined && columns.last.at(-1) !== null && time - last > Math.max(gap, columns.folded ? 2.5 * medianStep(columns.t.slice(-50)) : 0)) {
    push(columns, last + 1, null);
  }

  push(columns, time, value);
}

/** Drops what lies before a time. */
export function trim(columns: Columns, from: number): void {
  let count = 0;
  while (count < columns.t.length && columns.t[count]! < from) {
    count++;
  }

  if (count > 0) {
    columns.t.splice(0, count);
    columns.last.splice(0, count);
    columns.min.splice(0, count);
    columns.max.splice(0, count);
  }
}

/** Brings several series onto one list of times. Where a series has nothing at a time, that is undefined: not a gap. */
export function join(all: Columns[]): { t: number[]; rows: { last: (number | null | undefined)[]; min: (number | null | undefined)[]; max: (number | null | undefined)[] }[] } {
  const first = all[0];
  if (!first) {
    return { t: [], rows: [] };
  }

  const same = all.every((columns) => columns.t.length === first.t.length && columns.t.every((time, i) => time === first.t[i]));
  if (same) {
    return { t: first.t, rows: all };
  }

  const t = [...new Set(all.flatMap((columns) => columns.t))].sort((a, b) => a - b);
  const index = new Map(t.map((time, i) => [time, i]));
  const rows = all.map((columns) => {
    const row = {
      last: new Array<number | null | undefined>(t.length),
      min: new Array<number | null | undefined>(t.length),
      max: new Array<number | null | undefined>(t.length),
    };
    columns.t.forEach((time, i) => {
      const place = index.get(time)!;
      row.last[place] = columns.last[i]!;
      row.min[place] = columns.min[i]!;
      row.max[place] = columns.max[i]!;
    });
    return row;
  });
  return { t, rows };
}

/** The first place at or after a time. */
export function placeOf(times: number[], time: number): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }

  return low;
}

export interface Summary {
  last: number;
  min: number;
  max: number;
  lastTime: number;
}

/** The last, smallest and largest value in a stretch, or null where there is none. */
export function summarise(columns: Columns | undefined, from: number, to: number): Summary | null {
  if (!columns) {
    return null;
  }

  let result: Summary | null = null;
  for (let i = placeOf(columns.t, from); i < columns.t.length && columns.t[i]! <= to; i++) {
    const last = columns.last[i];
    if (last === null || last === undefined) {
      continue;
    }

    const low = columns.min[i] ?? last;
    const high = columns.max[i] ?? last;
    result = result
      ? { last, lastTime: columns.t[i]!, min: Math.min(result.min, low), max: Math.max(result.max, high) }
      : { last, lastTime: columns.t[i]!, min: low, max: high };
  }

  return result;
}

/** A quantile of the largest values in a stretch: 0.99 for what one in a hundred exceeds. */
export function quantile(columns: Columns | undefined, from: number, to: number, q: number): number | null {
  const values = (columns?.max ?? []).filter((value, i): value is number => value !== null && columns!.t[i]! >= from && columns!.t[i]! <= to);
  values.sort((a, b) => a - b);
  return values.length ? values[Math.min(values.length - 1, Math.ceil(q * values.length) - 1)]! : null;
}
