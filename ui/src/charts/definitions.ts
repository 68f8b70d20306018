/** Which charts there are, and which series each draws. */
import type { Hello, Target } from '../api.ts';
import type { Strings } from '../strings.ts';

type Name = { [K in keyof Strings]: Strings[K] extends string ? K : never }[keyof Strings];

export interface Line {
  id: string;
  name: Name;
  /** A colour token without its dashes. */
  color: string;
  width?: number;
  dash?: number[];
  fill?: boolean;
  points?: boolean;
  /** Hidden until asked for: its scale would flatten the others. */
  hidden?: boolean;
}

export interface Chart {
  id: string;
  title: Name;
  about: Name;
  unit: string;
  lines: Line[];
  /** Whether the y axis starts at zero, as sizes and rates do. */
  fromZero?: boolean;
}

export const charts: Chart[] = [
  {
    id: 'memory', title: 'chartMemory', about: 'aboutMemory', unit: 'bytes',
    lines: [
      { id: 'process.res', name: 'sRes', color: 's-res', width: 2 },
      { id: 'process.rssAnon', name: 'sAnon', color: 'c-live', width: 1.4, fill: true },
      { id: 'process.shr', name: 'sShr', color: 's-shr' },
      { id: 'process.swap', name: 'sSwap', color: 'c-native' },
      { id: 'process.code', name: 'sCode', color: 'c-meta', hidden: true },
      { id: 'process.data', name: 'sData', color: 'c-idle', hidden: true },
      { id: 'process.virt', name: 'sVirt', color: 'c-stacks', hidden: true },
    ],
  },
  {
    id: 'heap', title: 'chartHeap', about: 'aboutHeap', unit: 'bytes',
    lines: [
      { id: 'gc.goal', name: 'sGoal', color: 's-goal', dash: [5, 4] },
      { id: 'gc.heapStart', name: 'sHeapStart', color: 'c-garbage' },
      { id: 'gc.heapEnd', name: 'sHeapEnd', color: 'c-idle', hidden: true },
      { id: 'gc.heapLive', name: 'sHeapLive', color: 'c-live', width: 2, fill: true },
    ],
  },
  {
    id: 'runtime', title: 'chartRuntime', about: 'aboutRuntime', unit: 'bytes',
    lines: [
      { id: 'go.nextGC', name: 'sGoal', color: 's-goal', dash: [5, 4] },
      { id: 'go.heapInuse', name: 'sInuse', color: 'c-live', fill: true },
      { id: 'go.heapIdleRetained', name: 'sIdleKept', color: 'c-idle' },
      { id: 'go.heapReleased', name: 'sReleased', color: 's-virt' },
    ],
  },
  {
    id: 'pause', title: 'chartPause', about: 'aboutPause', unit: 'ms',
    lines: [{ id: 'gc.pause', name: 'sPause', color: 'c-stacks', points: true }],
  },
  {
    id: 'gccpu', title: 'chartGcCpu', about: 'aboutGcCpu', unit: 'percent',
    lines: [{ id: 'gc.cpu', name: 'sGcCpu', color: 'c-native', fill: true }],
  },
  {
    id: 'alloc', title: 'chartAlloc', about: 'aboutAlloc', unit: 'bytes/s',
    lines: [
      { id: 'gc.allocRate', name: 'sAllocated', color: 'c-frag', fill: true },
      { id: 'go.allocRate', name: 'sAllocatedEachSecond', color: 'c-live' },
    ],
  },
  {
    id: 'scav', title: 'chartScav', about: 'aboutScav', unit: 'bytes',
    lines: [
      { id: 'scav.work', name: 'sReturned', color: 'c-idle', points: true },
      { id: 'scav.released', name: 'sReturnedTotal', color: 's-virt' },
    ],
  },
  {
    id: 'stacks', title: 'chartStacks', about: 'aboutStacks', unit: 'bytes',
    lines: [
      { id: 'go.stackInuse', name: 'sStacks', color: 'c-stacks', fill: true },
      { id: 'gc.stacks', name: 'sStacksScan', color: 'c-native' },
    ],
  },
  {
    id: 'goroutines', title: 'chartGoroutines', about: 'aboutGoroutines', unit: 'count',
    lines: [{ id: 'go.goroutines', name: 'sGoroutines', color: 'c-frag', fill: true }],
  },
  {
    id: 'threads', title: 'chartThreads', about: 'aboutThreads', unit: 'count',
    lines: [
      { id: 'process.threads', name: 'sThreads', color: 'c-stacks', width: 2 },
      { id: 'process.openFiles', name: 'sFiles', color: 'c-files' },
    ],
  },
  {
    id: 'cgroup', title: 'chartCgroup', about: 'aboutCgroup', unit: 'bytes',
    lines: [
      { id: 'cgroup.usage', name: 'sUsage', color: 'c-files', fill: true },
      { id: 'cgroup.limit', name: 'sLimit', color: 'bad', dash: [5, 4] },
    ],
  },
  {
    id: 'cpu', title: 'chartCpu', about: 'aboutCpu', unit: 'percent',
    lines: [{ id: 'process.cpu', name: 'sCpu', color: 'c-live', fill: true }],
  },
];

export function isHidden(line: Line, toggled: string[]): boolean {
  return (line.hidden ?? false) !== toggled.includes(line.id);
}

/** Whether a process is watched whose memory may not be read: the warning that says so names the kernel's word for it. */
const lacksRight = ({ pid, sources, warnings }: Target) =>
  pid !== undefined && !sources.includes('memory') && !sources.includes('gctrace') && warnings.some((warning) => /ptrace|process_vm_readv/i.test(warning));

/** What a trace alone tells: the runtime's memory has all the rest. */
const onlyTraced = ['gccpu', 'scav'];

/** Says in one clause why a chart has nothing to draw. */
export function whyEmpty(chart: Chart, hello: Hello, t: Strings): string {
  const { target } = hello;
  const prefix = chart.lines[0]!.id.split('.')[0];
  const isGo = prefix === 'gc' || prefix === 'scav' || prefix === 'go';
  if (isGo && target.runtime !== undefined && target.runtime !== 'go') {
    return t.whyNotGo;
  }

  if (target.state === 'waiting' && !target.ending) {
    return t.whyWaiting;
  }

  if (isGo && !onlyTraced.includes(chart.id) && lacksRight(target)) {
    return t.whyNoRight(t.warnings);
  }

  switch (prefix) {
    case 'gc':
      return target.sources.includes('gctrace') ? t.whyWaitTrace : t.whyNoTrace;
    case 'scav':
      return target.sources.includes('gctrace') ? t.whyNoScav : t.whyNoTrace;
    case 'go':
      return t.whyNoRuntime;
    case 'cgroup':
      return target.pid === undefined ? t.whyNoProcess : t.whyNoCgroup;
    default:
      return target.pid === undefined ? t.whyNoProcess : t.whyWaiting;
  }
}
