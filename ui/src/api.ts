/** What the server sends. Times are milliseconds since 1970, UTC, unless the target's time base is "elapsed". */
import type { Figures } from './words/server.ts';

export interface SeriesInfo {
  id: string;
  unit: string;
  kind: 'level' | 'event';
  has: boolean;
}

export interface Target {
  name: string;
  pid?: number;
  exe?: string;
  runtime?: 'go' | 'dotnet' | 'native';
  runtimeVersion?: string;
  module?: string;
  startedAt?: number;
  sources: string[];
  timeBase: 'wall' | 'elapsed';
  state: 'waiting' | 'live' | 'ended';
  ending?: string;
  endingWords?: { code: string; figures: Figures };
  warnings: string[];
}

export interface Hello {
  type: 'hello';
  boot: string;
  sequence: number;
  time: number;
  first: number;
  last: number;
  intervalMs: number;
  zone: string;
  zoneOffsetMinutes: number;
  version: string;
  target: Target;
  /** The processes that wrote into a trace; the first one's series have bare ids. */
  processes: string[];
  series: SeriesInfo[];
}

export interface GcCycle {
  t: number;
  gc: number;
  atSeconds?: number;
  clockMs: number[];
  cpuMs: number[];
  heapStartMiB?: number;
  heapEndMiB?: number;
  heapLiveMiB?: number;
  goalMiB?: number;
  stacksMiB?: number;
  globalsMiB?: number;
  procs?: number;
  pauseMs: number;
  cpuPercent?: number;
  allocBytesPerSecond?: number;
  forced?: boolean;
  repaired?: boolean;
  source?: string;
  era: string;
}

export interface Scavenge {
  t: number;
  work?: number;
  released?: number;
  utilization?: number;
  inuse?: number;
  idle?: number;
  sys?: number;
  consumed?: number;
  source?: string;
}

export interface TimelineEvent {
  t: number;
  kind: 'start' | 'exit' | 'oom' | 'restart' | 'gap' | 'warning' | 'mark';
  text: string;
  code?: string;
  figures?: Figures;
}

export type Tick = ['tick', number, number, (number | null)[], GcCycle[], Scavenge[], TimelineEvent[]];
export type Notice = { type: 'resume'; filled: number } | { type: 'gap'; reason: string };

export interface SeriesColumns {
  id: string;
  /** As in hello, but KiB in place of bytes. */
  unit: string;
  clock: number;
  last: number[];
  min?: number[];
  max?: number[];
}

export interface SeriesAnswer {
  boot: string;
  sequence: number;
  from: number;
  to: number;
  clocks: number[][];
  series: SeriesColumns[];
}

export interface ProcessSample {
  [field: string]: number | string | null | undefined;
}

export interface SampleAnswer {
  time: string;
  process: ProcessSample | null;
  warnings: string[];
}
