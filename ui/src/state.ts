/** The page's state. The address holds what is shown; the signals hold what came from the server. */
import { computed, effect, signal } from '@preact/signals';
import type { Hello, TimelineEvent } from './api';
import type { Lang, TimeStyle } from './format';
import { en, zh, type Strings } from './strings';
import type { Report } from './report';
import { pan, readView, windowOf, writeView, zoom, type Preset, type Span, type View } from './view';

export const view = signal<View>(readView(location.hash));
/** What a report carries; null on a page that a server serves. */
export const report = signal<Report | null>(null);
export const hello = signal<Hello | null>(null);
/** The newest tick's time, milliseconds of the server's clock. */
export const lastTick = signal(0);
/** Rises with each change of the series that are held. */
export const revision = signal(0);
export const events = signal<TimelineEvent[]>([]);
/** The newest value of each series, by id. */
export const latest = signal<Record<string, number>>({});
/** What the newest sample lacks, and what would allow it. */
export const warnings = signal<string[]>([]);
export const loadProblem = signal<string | null>(null);

export type Link =
  | { state: 'connecting' }
  | { state: 'open'; since: number }
  | { state: 'lost'; since: number; retryAt: number };
export const link = signal<Link>({ state: 'connecting' });
/** When a message last came, by this page's own clock. */
export const heardAt = signal(Date.now());
/** This page's own clock, once a second: for "4 s ago". */
export const now = signal(Date.now());
export const notice = signal<{ kind: 'good' | 'info'; text: (t: Strings) => string } | null>(null);
export const toast = signal<string | null>(null);
export const sheetOpen = signal(false);

export const lang = computed<Lang>(() => view.value.lang ?? (navigator.language.startsWith('zh') ? 'zh' : 'en'));
export const t = computed<Strings>(() => (lang.value === 'zh' ? zh : en));

const darkSystem = matchMedia('(prefers-color-scheme: dark)');
const systemIsDark = signal(darkSystem.matches);
darkSystem.addEventListener('change', (change) => (systemIsDark.value = change.matches));
export const isDark = computed(() => (view.value.theme === 'system' ? systemIsDark.value : view.value.theme === 'dark'));

export const timeStyle = computed<TimeStyle>(() => ({
  zone: view.value.zone,
  hostZone: hello.value?.zone ?? 'UTC',
  elapsed: hello.value?.target.timeBase === 'elapsed',
  lang: lang.value,
}));

/** The process whose trace lines are drawn, by the name that they carry, and what its series' ids end in. */
export const process = computed(() => {
  const names = hello.value?.processes ?? [];
  const place = Math.max(0, names.indexOf(view.value.process));
  const name = names[place] ?? '';
  return { name, suffix: place === 0 ? '' : `@${name}`, names };
});

export const isLive = computed(() => view.value.span === null && view.value.pausedAt === null);
export const extent = computed<Span>(() => {
  const last = Math.max(lastTick.value, hello.value?.last ?? 0);
  return { from: Math.min(hello.value?.first ?? last, last), to: last };
});
const leastLive = 60_000;
const leastEnded = 1000;
export const shown = computed<Span>(() => {
  const isGrowing = hello.value?.target.state !== 'ended' && !timeStyle.value.elapsed;
  return windowOf(view.value, extent.value.from, extent.value.to, isGrowing ? leastLive : leastEnded);
});

/** Changes the view. "push" makes a step that the browser's back button takes back. */
export function change(part: Partial<View>, step: 'push' | 'replace' = 'replace'): void {
  const next = { ...view.value, ...part };
  const hash = writeView(next);
  if (hash !== location.hash) {
    const address = location.pathname + location.search + hash;
    if (step === 'push') history.pushState(null, '', address);
    else history.replaceState(null, '', address);
  }

  view.value = next;
}

export const showPreset = (preset: Preset) => change({ preset, span: null, pausedAt: null }, 'push');
export const showSpan = (span: Span) => change({ span, pausedAt: null }, 'push');
export const resetZoom = () => change({ span: null, pausedAt: null }, 'push');
export const zoomBy = (factor: number, place?: number) => change({ span: zoom(shown.value, factor, place), pausedAt: null });
export const panBy = (share: number) => change({ span: pan(shown.value, share), pausedAt: null });

export function togglePause(): void {
  if (view.value.span) resetZoom();
  else change({ pausedAt: view.value.pausedAt === null ? extent.value.to : null });
}

export function toggleSeries(id: string): void {
  const { toggled } = view.value;
  change({ toggled: toggled.includes(id) ? toggled.filter((other) => other !== id) : [...toggled, id] });
}

const themes = ['system', 'light', 'dark'] as const;
export function nextTheme(): void {
  const next = themes[(themes.indexOf(view.value.theme) + 1) % themes.length]!;
  remember('theme', next);
  change({ theme: next });
}

export function nextLanguage(): void {
  const next = lang.value === 'zh' ? 'en' : 'zh';
  remember('lang', next);
  change({ lang: next });
}

function remember(key: string, value: string): void {
  try {
    localStorage.setItem(`resident.${key}`, value);
  } catch {
    // A browser without storage asks for theme and language in the address alone.
  }
}

function recall(key: string): string | null {
  try {
    return localStorage.getItem(`resident.${key}`);
  } catch {
    return null;
  }
}

/** Takes up what was chosen on an earlier visit, unless the link says otherwise; then follows the address. */
export function startState(): void {
  const theme = recall('theme');
  const language = recall('lang');
  const current = view.value;
  change({
    theme: current.theme === 'system' && (theme === 'light' || theme === 'dark') ? theme : current.theme,
    lang: current.lang ?? (language === 'en' || language === 'zh' ? language : null),
  });
  addEventListener('popstate', () => (view.value = readView(location.hash)));
  addEventListener('hashchange', () => (view.value = readView(location.hash)));
  effect(() => {
    document.documentElement.dataset.theme = isDark.value ? 'dark' : 'light';
    document.documentElement.lang = lang.value === 'zh' ? 'zh-CN' : 'en';
    document.title = hello.value ? `${hello.value.target.name} · resident` : 'resident';
  });
  setInterval(() => (now.value = Date.now()), 1000);
}
