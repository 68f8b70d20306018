/** Dear looks at the target: asked for when a page that needs one is opened, or by its button; never by themselves. */
import { signal, type Signal } from '@preact/signals';
import { reach } from './reach.ts';
import type { MapDocument } from './heap/map.ts';

export interface Frame {
  function: string;
  file: string;
  line: number;
}

export interface GoroutineGroup {
  count: number;
  state: string;
  waitReason: string | null;
  start: Frame | null;
  createdBy: Frame | null;
  longestWaitSeconds: number | null;
  stackBytes: number;
  system: boolean;
  exampleId: number;
}

export interface GoroutineDocument {
  time: string;
  count: number;
  groups: GoroutineGroup[];
}

export interface Refusal {
  code: string;
  message: string;
  remedy: string;
}

export interface Look<T> {
  asking: boolean;
  found: T | null;
  /** How long the look took, seconds. */
  cost: number;
  /** When a new look may come, by this page's clock. */
  nextAt: number;
  refusal: Refusal | null;
}

const empty = { asking: false, found: null, cost: 0, nextAt: 0, refusal: null };
export const heapLook = signal<Look<MapDocument>>(empty);
export const goroutineLook = signal<Look<GoroutineDocument>>(empty);

export const lookAtHeap = () => look('/api/map', heapLook);
export const lookAtGoroutines = () => look('/api/goroutines', goroutineLook);

async function look<T>(path: string, into: Signal<Look<T>>): Promise<void> {
  if (into.value.asking) {
    return;
  }

  into.value = { ...into.value, asking: true };
  try {
    const answer = await reach(path);
    const { body } = answer;
    if (answer.ok) {
      into.value = { asking: false, found: body as T, cost: answer.figure('Resident-Cost'), nextAt: Date.now() + answer.figure('Resident-Next-In') * 1000, refusal: null };
    } else {
      const { error = `${answer.status}`, code = 'failed', remedy = '' } = body as { error?: string; code?: string; remedy?: string };
      into.value = { ...into.value, asking: false, refusal: { code, message: error, remedy } };
    }
  } catch (problem) {
    const message = problem instanceof Error ? problem.message : String(problem);
    into.value = { ...into.value, asking: false, refusal: { code: 'failed', message, remedy: '' } };
  }
}
