/** Holds the series of the shown window: fetched once, continued by ticks, fetched anew when the window moves away. */
import { effect, signal } from '@preact/signals';
import type { GcCycle, Hello, SampleAnswer, Scavenge, SeriesAnswer, Tick, TimelineEvent } from './api';
import { ask } from './reach';
import { append, emptyColumns, readAnswer, trim, type Columns } from './series';
import { events, extent, hello, isLive, lastTick, latest, loadProblem, process, revision, shown, view, warnings } from './state';
import { presetOf } from './view';

const mebibyte = 1024 * 1024;
const rememberedTicks = 600;
const mostTail = 900;

let held = new Map<string, Columns>();
let heldFrom = 0;
let heldTo = 0;
let fetchedAt = 0;
let tail = 0;
let asking: AbortController | null = null;
const ticks: Tick[] = [];
/** Cycles that came since the page was opened, newest last. */
export const freshCycles = signal<GcCycle[]>([]);
/** RES over all of the history, for the overview. */
export const overview = signal<Columns>(emptyColumns());

export const columnsOf = (id: string): Columns | undefined => held.get(id);
export const hasSeries = (id: string): boolean => held.has(id) && held.get(id)!.t.length > 0;
const isTraced = (id: string) => id.startsWith('gc.') || id.startsWith('scav.');
/** A series' id as the server knows it: that of the chosen process, where several write one stream. */
const asked = (id: string) => (isTraced(id) ? id + process.value.suffix : id);
const bare = (id: string) => (isTraced(id) ? id.split('@')[0]! : id);
export const everHad = (id: string): boolean => hello.value?.series.some((series) => series.id === asked(id) && series.has) === true || hasSeries(id);

const isLevel = (id: string) => hello.value?.series.find((series) => series.id === id)?.kind === 'level';
const gapOf = (id: string) => (isLevel(id) ? Math.max(5000, (hello.value?.intervalMs ?? 1000) * 5) : null);

/** How many columns fill the widest chart. */
function columns(): number {
  return Math.round(Math.min(1200, Math.max(300, view.value.maximised || innerWidth < 1100 ? innerWidth : innerWidth / 2)));
}

export function takeHello(message: Hello, isOther: boolean): void {
  if (isOther) {
    held = new Map();
    ticks.length = 0;
    freshCycles.value = [];
    latest.value = {};
    events.value = [];
    lastTick.value = 0;
  }

  hello.value = message;
  lastTick.value = Math.max(lastTick.value, message.last);
  revision.value++;
}

export function takeTick(tick: Tick): void {
  const [, , time, values, cycles, , happened] = tick;
  ticks.push(tick);
  if (ticks.length > rememberedTicks) {
    ticks.shift();
  }

  if (values.length && hello.value) {
    const next = { ...latest.value };
    hello.value.series.forEach((series, i) => {
      const value = values[i];
      if (i < values.length && value !== null && value !== undefined) next[series.id] = value;
    });
    latest.value = next;
    append(overview.value, time, next['process.res'] ?? Number.NaN, null);
  }

  if (cycles.length) {
    freshCycles.value = [...freshCycles.value, ...cycles].slice(-5000);
  }

  if (happened.length) {
    takeEvents(happened);
  }

  // Where times count from the program's start, the clock's time of a step without samples is of another kind.
  const isElapsed = hello.value?.target.timeBase === 'elapsed';
  lastTick.value = Math.max(lastTick.value, isElapsed && !values.length ? 0 : time, ...cycles.map((cycle) => cycle.t));
  if (isLive.value || time <= shown.value.to) {
    continueBy(tick);
    tail++;
    for (const series of held.values()) {
      trim(series, shown.value.from - (shown.value.to - shown.value.from) * 0.05);
    }

    revision.value++;
    const stale = tail > mostTail || (tail > 30 && Date.now() - fetchedAt > ((heldTo - heldFrom) / columns()) * 60);
    if (stale) {
      void reload();
    }
  }
}

/** Adds events to those that are known: an answer may be older than a tick that came while it was under way. */
function takeEvents(happened: TimelineEvent[]): void {
  events.value = merge(events.value, happened);
  if (hello.value?.target.timeBase === 'wall' && events.value.length) {
    // The end of a process comes after its last sample, and must not lie beyond the window.
    lastTick.value = Math.max(lastTick.value, events.value.at(-1)!.t);
  }
}

function merge(old: TimelineEvent[], fresh: TimelineEvent[]): TimelineEvent[] {
  const known = new Set(old.map((event) => `${event.t} ${event.kind} ${event.text}`));
  return [...old, ...fresh.filter((event) => !known.has(`${event.t} ${event.kind} ${event.text}`))].sort((a, b) => a.t - b.t).slice(-1000);
}

function put(id: string, time: number, value: number | null | undefined): void {
  if (value === null || value === undefined || !Number.isFinite(value)) {
    return;
  }

  let series = held.get(id);
  if (!series) {
    series = emptyColumns();
    held.set(id, series);
  }

  append(series, time, value, gapOf(id));
}

function continueBy([, , time, values, cycles, scavenges]: Tick): void {
  values.forEach((value, i) => {
    const series = hello.value?.series[i];
    if (series) put(series.id, time, value);
  });
  for (const cycle of cycles) {
    if ((cycle.source ?? '') === process.value.name) putCycle(cycle);
  }

  for (const scavenge of scavenges) {
    if ((scavenge.source ?? '') === process.value.name) putScavenge(scavenge);
  }
}

function putCycle(cycle: GcCycle): void {
  const inBytes = (mebibytes: number | undefined) => (mebibytes === undefined ? undefined : mebibytes * mebibyte);
  put('gc.heapStart', cycle.t, inBytes(cycle.heapStartMiB));
  put('gc.heapEnd', cycle.t, inBytes(cycle.heapEndMiB));
  put('gc.heapLive', cycle.t, inBytes(cycle.heapLiveMiB));
  put('gc.goal', cycle.t, inBytes(cycle.goalMiB));
  put('gc.stacks', cycle.t, inBytes(cycle.stacksMiB));
  put('gc.globals', cycle.t, inBytes(cycle.globalsMiB));
  put('gc.pause', cycle.t, cycle.pauseMs);
  put('gc.cpu', cycle.t, cycle.cpuPercent);
  put('gc.allocRate', cycle.t, cycle.allocBytesPerSecond);
}

function putScavenge(scavenge: Scavenge): void {
  put('scav.work', scavenge.t, scavenge.work);
  put('scav.released', scavenge.t, scavenge.released);
  put('scav.utilization', scavenge.t, scavenge.utilization);
  put('scav.inuse', scavenge.t, scavenge.inuse);
  put('scav.idle', scavenge.t, scavenge.idle);
  put('scav.sys', scavenge.t, scavenge.sys);
  put('scav.consumed', scavenge.t, scavenge.consumed);
}

/** What was last known of each series, for a page that was opened after the target's end. */
function newestOf(series: Map<string, Columns>): Record<string, number> {
  const newest: Record<string, number> = {};
  for (const [id, columns] of series) {
    const value = columns.last.at(-1);
    if (value !== null && value !== undefined) newest[id] = value;
  }

  return newest;
}

/** The chosen process' series under the ids that the charts ask for. */
const ofProcess = (answer: SeriesAnswer): SeriesAnswer => ({ ...answer, series: answer.series.map((series) => ({ ...series, id: bare(series.id) })) });

/** Fetches the shown window. A newer call replaces an older one that is still under way. */
export async function reload(): Promise<void> {
  const greeting = hello.value;
  if (!greeting) {
    return;
  }

  asking?.abort();
  const mine = new AbortController();
  asking = mine;
  const { from, to } = shown.value;
  try {
    const window = { from: Math.round(from), to: Math.round(to) + (isLive.value ? 60_000 : 0) };
    const ids = greeting.series.filter((series) => !series.id.includes('@')).map((series) => asked(series.id));
    const [answer, happened, whole] = await Promise.all([
      ask<SeriesAnswer>('/api/series', { ...window, cols: columns(), ids: ids.join(',') }, mine.signal),
      ask<{ events: TimelineEvent[] }>('/api/events', {}, mine.signal),
      ask<SeriesAnswer>('/api/series', { ids: `process.res,${asked('gc.heapStart')}`, cols: 300 }, mine.signal),
    ]);
    held = readAnswer(ofProcess(answer), gapOf);
    heldFrom = from;
    heldTo = to;
    fetchedAt = Date.now();
    tail = 0;
    const all = readAnswer(ofProcess(whole), gapOf);
    overview.value = all.get('process.res') ?? all.get('gc.heapStart') ?? emptyColumns();
    takeEvents(happened.events);
    for (const tick of ticks) {
      if (tick[1] > answer.sequence && (isLive.value || tick[2] <= to)) {
        continueBy(tick);
      }
    }

    latest.value = { ...newestOf(held), ...latest.value };
    loadProblem.value = null;
    if (everHad('process.res')) void ask<SampleAnswer>('/api/sample', {}, mine.signal).then((sample) => (warnings.value = sample.warnings), () => undefined);
    revision.value++;
  } catch (problem) {
    if (!mine.signal.aborted) {
      loadProblem.value = problem instanceof Error ? problem.message : String(problem);
    }
  } finally {
    if (asking === mine) {
      asking = null;
    }
  }
}

/** Fetches anew when another window is chosen, once the choosing has come to rest. */
export function startStore(): void {
  let key = '';
  let resting: ReturnType<typeof setTimeout> | undefined;
  effect(() => {
    const { span, pausedAt, maximised } = view.value;
    const next = JSON.stringify([span, presetOf(view.value), pausedAt, maximised, extent.value.to > 0, process.value.name]);
    if (next !== key) {
      const isFirst = key === '';
      key = next;
      clearTimeout(resting);
      resting = setTimeout(() => void reload(), isFirst ? 0 : 80);
    }
  });
  let width = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth !== width) {
      width = innerWidth;
      clearTimeout(resting);
      resting = setTimeout(() => void reload(), 200);
    }
  });
}
