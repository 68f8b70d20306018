/** A report: a page that carries its figures with it. What the server would answer is answered out of them. */
import type { Hello, SeriesAnswer, SeriesColumns } from './api.ts';

/** What a report holds: the server's own documents, schema resident.report/1. */
export interface Report {
  schema: string;
  /** When it was made, milliseconds since 1970. */
  madeAt: number;
  version: string;
  lang?: 'en' | 'zh';
  arguments?: string[];
  hello: Hello;
  series: SeriesAnswer;
  events: { events: unknown[] };
  gc: { cycles: { t: number }[] };
  sample: unknown;
  why: Record<string, unknown> | null;
  goroutines: unknown;
  flame: unknown;
}

export interface Reply {
  ok: boolean;
  status: number;
  body: unknown;
  /** A figure of the answer's head; 0 where there is none. */
  figure(name: string): number;
}

export type Parameters = Record<string, string | number>;

/** Unpacks what a page carries: base64 of gzip of JSON. */
export async function unpack(text: string): Promise<Report> {
  const packed = Uint8Array.from(atob(text.trim()), (letter) => letter.charCodeAt(0));
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'));
  return (await new Response(plain).json()) as Report;
}

/** Takes a window out of series, with the point before and the point after it, so that lines reach its edges. */
export function cut(answer: SeriesAnswer, ids: string[] | null, from: number, to: number): SeriesAnswer {
  const ranges = answer.clocks.map((clock): [number, number] => {
    let first = clock.findIndex((offset) => answer.from + offset >= from);
    let end = clock.findIndex((offset) => answer.from + offset > to);
    first = first < 0 ? clock.length : first;
    end = end < 0 ? clock.length : end;
    return [Math.max(0, first - 1), Math.min(clock.length, end + 1)];
  });
  const take = <T>(values: T[], clock: number): T[] => values.slice(...(ranges[clock] ?? [0, 0]));
  const series = answer.series.filter((one) => ids === null || ids.includes(one.id)).map((one): SeriesColumns => ({
    ...one,
    last: take(one.last, one.clock),
    ...(one.min ? { min: take(one.min, one.clock) } : {}),
    ...(one.max ? { max: take(one.max, one.clock) } : {}),
  }));
  return { ...answer, clocks: answer.clocks.map((clock, i) => take(clock, i)), series: series.filter((one) => one.last.length > 0) };
}

/** Answers a request as the server would have. */
export function answerFrom(report: Report, path: string, parameters: Parameters): Reply {
  const from = Number(parameters.from ?? report.series.from);
  const to = Number(parameters.to ?? report.series.to);
  switch (path) {
    case '/api/hello':
      return found(report.hello);
    case '/api/series':
      return found(cut(report.series, parameters.ids === undefined ? null : String(parameters.ids).split(','), from, to));
    case '/api/events':
      return found(report.events);
    case '/api/gc':
      return found({ cycles: report.gc.cycles.filter((cycle) => cycle.t >= from && cycle.t <= to).slice(0, Number(parameters.limit ?? 200)) });
    case '/api/sample':
      return found(report.sample);
    case '/api/why':
      return found(report.why?.[String(parameters.lang ?? 'en')] ?? null, 'no-verdict');
    case '/api/goroutines':
      return found(report.goroutines);
    case '/api/flame':
      return found(report.flame);
    default:
      return found(null);
  }
}

function found(body: unknown, code = 'no-process'): Reply {
  return body === null || body === undefined
    ? { ok: false, status: 404, body: { error: 'The report has none.', code }, figure: () => 0 }
    : { ok: true, status: 200, body, figure: () => 0 };
}
