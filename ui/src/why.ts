/** The verdict as GET /api/why tells it, schema resident.verdict/1. Its sentences come in the page's language. */
import { signal } from '@preact/signals';
import { reach } from './reach.ts';
import type { Span } from './view.ts';
import type { Frame, Refusal } from './inspect.ts';

export interface Term {
  id: string;
  name?: string;
  fromBytes: number;
  toBytes: number;
  changeBytes: number;
  slopeBytesPerHour: number | null;
  share: number;
  how: string;
}

export interface Evidence {
  text: string;
}

export interface Cause {
  verdict: string;
  term: string | null;
  changeBytes: number;
  share: number;
  isLevel: boolean;
  isMasked: boolean;
  /** What fell while it grew, in words; absent in documents of an older Resident. */
  fall?: { term: string; bytes: number; text: string } | null;
  evidence: Evidence[];
}

export interface Site {
  function: string;
  file: string;
  line: number;
  fromBytes: number;
  toBytes: number;
  changeBytes: number;
  objects: number;
}

export interface GrownGroup {
  count: number;
  change: number;
  state: string;
  waitReason: string | null;
  site: Frame | string | null;
  createdBy: Frame | string | null;
}

export interface Action {
  id: string;
  text: string;
  command: string | null;
  effectBytes: number | null;
  risk: string;
}

export interface Verdict {
  schema: string;
  window: { from: string; to: string; seconds: number; samples: number; gcCycles: number | null };
  verdict: string;
  headline: string;
  confidence: string;
  confidenceReason?: string;
  res: { fromBytes: number; toBytes: number; changeBytes: number };
  ledger: Term[];
  causes: Cause[];
  rest?: { changeBytes: number; terms: string[]; text: string } | null;
  sensitivity?: { bytesPerHour: number | null; basis: string; text: string } | null;
  suspects?: { function: string; file: string; line: number; heldBytes: number; text: string }[];
  ruledOut: { verdict: string; reason: string }[];
  sites: Site[];
  goroutines: GrownGroup[];
  /** The recorded past that it rests on beside what was seen since the page is served. */
  history?: { source: string; from: string } | null;
  forecast: { limitBytes: number | null; limitSource: string | null; at: string | null; ceilingBytes: number | null };
  actions: Action[];
  warnings: string[];
  ledgers?: { time: string; resBytes: number; terms: Record<string, number> }[];
}

/** What the live heap of a trace tells, schema resident.trace/1: one of these for each process in it. */
export interface TraceAnswer {
  source: string;
  cycles: number;
  verdict: string | null;
  headline: string | null;
}

export interface Answer {
  asking: boolean;
  verdict: Verdict | null;
  /** In the place of a verdict, where the page shows a trace. */
  traces: TraceAnswer[] | null;
  language: string;
  refusal: Refusal | null;
  /** Which stretch it was asked for, in words of the page. */
  window: string;
}

/** What is asked: in which language, and for which stretch; null: for all that there is. */
export interface Question {
  language: string;
  window: string;
  span: Span | null;
}

export const answer = signal<Answer>({ asking: false, verdict: null, traces: null, language: '', refusal: null, window: '' });

let next: Question | null = null;

/** Asks for the verdict. One request at a time: of those that come meanwhile the last one is asked when it is done. */
export async function askWhy(question: Question): Promise<void> {
  if (answer.value.asking) {
    next = question;
    return;
  }

  answer.value = { ...answer.value, asking: true };
  answer.value = { ...(await replyTo(question)), asking: next !== null, language: question.language, window: question.window };
  if (next) {
    const following = next;
    next = null;
    answer.value = { ...answer.value, asking: false };
    await askWhy(following);
  }
}

async function replyTo({ language, window, span }: Question): Promise<Pick<Answer, 'verdict' | 'traces' | 'refusal'>> {
  // What was said of another stretch is no answer for this one.
  const kept = answer.value.window === window ? answer.value.verdict : null;
  try {
    const reply = await reach('/api/why', { lang: language, ...(span && { from: Math.round(span.from), to: Math.round(span.to) }) });
    if (reply.ok && Array.isArray(reply.body)) {
      return { verdict: null, traces: reply.body as TraceAnswer[], refusal: null };
    }

    if (reply.ok) {
      return { verdict: reply.body as Verdict, traces: null, refusal: null };
    }

    const { error = String(reply.status), code = 'failed', remedy = '' } = reply.body as { error?: string; code?: string; remedy?: string };
    return { verdict: kept, traces: null, refusal: { code, message: error, remedy } };
  } catch (problem) {
    return { verdict: kept, traces: null, refusal: { code: 'failed', message: problem instanceof Error ? problem.message : String(problem), remedy: '' } };
  }
}

/** Whether any source told RES; where none did, the figures of `res` are null. */
export const tellsRes = (verdict: Verdict): boolean => (verdict.res.toBytes as number | null) !== null;

export type Mood = 'bad' | 'warn' | 'good' | 'unsure';

const growth = new Set([
  'go-live-heap-leak', 'go-goroutine-leak', 'go-finalizer-backlog', 'go-gc-disabled', 'go-memlimit-too-low', 'thread-leak', 'c-heap-leak', 'offheap-mmap-leak',
]);

/** How alarming a verdict is: what rises without end, what is held, what is as it should be, what is not known. */
export function moodOf(verdict: string): Mood {
  if (verdict === 'not-sure-yet') return 'unsure';
  if (verdict.startsWith('healthy-')) return 'good';
  return growth.has(verdict) ? 'bad' : 'warn';
}

/** A ledger term's colour token. */
export const termColors: Record<string, string> = {
  'go-heap': 'c-live', live: 'c-live', fragmentation: 'c-frag', stacks: 'c-stacks', metadata: 'c-meta', 'native-heap': 'c-native',
  'thread-stacks': 'c-threads', anonymous: 'c-anon', executable: 'c-exe', files: 'c-files', shared: 'c-shared',
  unattributed: 'c-unacc', idle: 'c-idle', garbage: 'c-garbage',
};

/** Terms that could be given back; the others are in use. */
export const couldGo = new Set(['idle', 'garbage']);
