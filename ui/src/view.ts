/** What is shown, and its form in the address: each view is a link. No browser objects here, so that it can be tested. */
import type { Lang, Zone } from './format.ts';

export const presets = { '5m': 300, '15m': 900, '1h': 3600, '6h': 21_600, '24h': 86_400, '3d': 259_200, all: 0 } as const;
export type Preset = keyof typeof presets;
export const pages = ['why', 'live', 'gc', 'map', 'sizes', 'goroutines', 'flame', 'fields'] as const;
export type Page = (typeof pages)[number];
export const colourings = ['state', 'resident', 'class'] as const;
/** What the heap map's colours tell. */
export type Colouring = (typeof colourings)[number];
export const goroutineKeys = ['count', 'state', 'waitReason', 'start', 'createdBy', 'longestWaitSeconds', 'stackBytes'] as const;
export type GoroutineKey = (typeof goroutineKeys)[number];
/** What a table is sorted by, and whether the largest comes first. */
export interface Sort<K extends string> {
  key: K;
  down: boolean;
}

export type Theme = 'system' | 'light' | 'dark';

/** A stretch of time that stands still, milliseconds. */
export interface Span {
  from: number;
  to: number;
}

export interface View {
  page: Page;
  /** The stretch that follows the newest sample, or null for what the page starts with: {@link presetOf}. */
  preset: Preset | null;
  /** A chosen stretch; null while the preset follows the newest sample. */
  span: Span | null;
  /** Where a pause stopped the preset's window, or null while it follows. */
  pausedAt: number | null;
  /** Series that are shown though they start hidden, or hidden though they start shown. */
  toggled: string[];
  marks: boolean;
  zone: Zone;
  maximised: string | null;
  theme: Theme;
  lang: Lang | null;
  keys: boolean;
  /** Which of several processes in one stream is drawn; empty: the first. */
  process: string;
  /** What the goroutines are filtered by. */
  filter: string;
  /** Whether the runtime's own goroutines are listed too. */
  withSystem: boolean;
  goroutineSort: Sort<GoroutineKey>;
  colouring: Colouring;
}

export const defaults: View = {
  page: 'live',
  preset: null,
  span: null,
  pausedAt: null,
  toggled: [],
  marks: true,
  zone: 'browser',
  maximised: null,
  theme: 'system',
  lang: null,
  keys: true,
  process: '',
  filter: '',
  withSystem: false,
  goroutineSort: { key: 'count', down: true },
  colouring: 'state',
};

/** The stretch that is followed: a verdict is on all that there is, unless a person chose; charts show the last minutes. */
export const presetOf = (view: View): Preset => view.preset ?? (view.page === 'why' ? 'all' : '15m');

function oneOf<T extends string>(value: string | null, allowed: readonly T[], otherwise: T): T {
  return allowed.includes(value as T) ? (value as T) : otherwise;
}

function time(value: string | null): number | null {
  return value !== null && /^-?\d{1,15}$/.test(value) ? Number(value) : null;
}

/** "-count" is by count, the largest first; "state" is by state, from A. */
function sortOf<K extends string>(value: string | null, keys: readonly K[], otherwise: Sort<K>): Sort<K> {
  const key = oneOf(value?.replace(/^-/, '') ?? null, keys, otherwise.key);
  return key === value || `-${key}` === value ? { key, down: value !== key } : otherwise;
}

const writeSort = ({ key, down }: Sort<string>) => (down ? `-${key}` : key);

/** Reads a view from an address's hash. Whatever is not understood falls back to the default. */
export function readView(hash: string): View {
  const parts = new URLSearchParams(hash.replace(/^#/, ''));
  const from = time(parts.get('from'));
  const to = time(parts.get('to'));
  const lang = parts.get('lang');
  return {
    page: oneOf(parts.get('v'), pages, defaults.page),
    preset: Object.keys(presets).includes(parts.get('r') ?? '') ? (parts.get('r') as Preset) : null,
    span: from !== null && to !== null && to > from ? { from, to } : null,
    pausedAt: time(parts.get('paused')),
    toggled: (parts.get('toggle') ?? '').split(',').filter(Boolean),
    marks: parts.get('marks') !== '0',
    zone: oneOf(parts.get('tz'), ['browser', 'host', 'utc'], defaults.zone),
    maximised: parts.get('max'),
    theme: oneOf(parts.get('theme'), ['system', 'light', 'dark'], defaults.theme),
    lang: lang === 'en' || lang === 'zh' ? lang : null,
    keys: parts.get('keys') !== '0',
    process: parts.get('process') ?? '',
    filter: parts.get('filter') ?? '',
    withSystem: parts.get('own') === '1',
    goroutineSort: sortOf(parts.get('sort'), goroutineKeys, defaults.goroutineSort),
    colouring: oneOf(parts.get('by'), colourings, defaults.colouring),
  };
}

/** Writes a view as a hash, only what is not as it starts. */
export function writeView(view: View): string {
  const parts = new URLSearchParams();
  if (view.page !== defaults.page) parts.set('v', view.page);
  if (view.preset) parts.set('r', view.preset);
  if (view.span) {
    parts.set('from', String(Math.round(view.span.from)));
    parts.set('to', String(Math.round(view.span.to)));
  }

  if (view.pausedAt !== null) parts.set('paused', String(Math.round(view.pausedAt)));
  if (view.toggled.length) parts.set('toggle', view.toggled.join(','));
  if (!view.marks) parts.set('marks', '0');
  if (view.zone !== defaults.zone) parts.set('tz', view.zone);
  if (view.maximised) parts.set('max', view.maximised);
  if (view.theme !== defaults.theme) parts.set('theme', view.theme);
  if (view.lang) parts.set('lang', view.lang);
  if (!view.keys) parts.set('keys', '0');
  if (view.process) parts.set('process', view.process);
  if (view.filter) parts.set('filter', view.filter);
  if (view.withSystem) parts.set('own', '1');
  if (writeSort(view.goroutineSort) !== writeSort(defaults.goroutineSort)) parts.set('sort', writeSort(view.goroutineSort));
  if (view.colouring !== defaults.colouring) parts.set('by', view.colouring);
  return parts.size ? `#${parts.toString().replaceAll('%2C', ',')}` : '';
}

const shortest = 1000;

/** The stretch that a view shows, given what there is. A window that reaches before the first sample is cut there, but is
    no shorter than stated: a live target's first seconds are not stretched over the whole width. */
export function windowOf(view: View, first: number, last: number, least: number): Span {
  if (view.span) {
    return view.span;
  }

  const to = view.pausedAt ?? last;
  const seconds = presets[presetOf(view)];
  const from = seconds === 0 ? first : Math.max(first, to - seconds * 1000);
  return { from: Math.min(from, to - least), to };
}

/** Zooms about a place in a stretch. A factor below 1 goes closer. */
export function zoom(span: Span, factor: number, place = 0.5): Span {
  const width = Math.max(shortest, (span.to - span.from) * factor);
  const centre = span.from + (span.to - span.from) * place;
  return { from: centre - width * place, to: centre + width * (1 - place) };
}

export function pan(span: Span, share: number): Span {
  const step = (span.to - span.from) * share;
  return { from: span.from + step, to: span.to + step };
}
