import { save } from '../charts/picture';
import { duration, number } from '../format';
import { goroutineLook, heapLook } from '../inspect';
import { address } from '../reach';
import { change, hello, heardAt, isLive, lang, lastTick, link, nextLanguage, nextTheme, now, process, report, shown, t, view } from '../state';
import { pages, type Page } from '../view';
import { Menu, type MenuItem } from './Menu';

export function pageName(page: Page): string {
  const text = t.value;
  return { why: text.why, live: report.value ? text.charts : text.live, flame: text.flame, gc: text.gcLog, map: text.heapMap, sizes: text.sizeClasses, goroutines: text.goroutines, fields: text.fields }[page];
}

/** The pages that there is something to show on: a heap map needs a process, a flame graph a profile. */
export function pagesHere(): Page[] {
  const kept = report.value;
  const has: Partial<Record<Page, boolean>> = kept
    ? { why: kept.why !== null, goroutines: kept.goroutines !== null, flame: kept.flame !== null, fields: kept.sample !== null, gc: kept.gc.cycles.length > 0, map: false, sizes: false }
    : { flame: false };
  return pages.filter((page) => has[page] !== false);
}

export function AppBar() {
  const theme = view.value.theme;
  return (
    <header class="top">
      <a class="brand" href="#" aria-label="resident" onClick={(click) => { click.preventDefault(); change({ page: 'live', maximised: null }, 'push'); }}>
        <Logo />
        <span>resident</span>
      </a>
      <TargetBadge />
      <nav class="tabs" aria-label={t.value.sections}>
        {pagesHere().map((page) => (
          <a
            key={page}
            href={`#v=${page}`}
            aria-current={view.value.page === page ? 'page' : undefined}
            onClick={(click) => { click.preventDefault(); change({ page, maximised: null }, 'push'); }}
          >
            {pageName(page)}
          </a>
        ))}
      </nav>
      <span class="grow" />
      <Status />
      <button class="button ghost" type="button" onClick={nextLanguage} title={`${t.value.language} (l)`} lang={lang.value === 'zh' ? 'en' : 'zh-CN'}>
        {lang.value === 'zh' ? t.value.toEnglish : t.value.toChinese}
      </button>
      <button class="button ghost square" type="button" onClick={nextTheme} aria-label={themeName()} title={`${themeName()} (d)`}>
        <span aria-hidden="true">{theme === 'dark' ? '☾' : theme === 'light' ? '☀' : '◐'}</span>
      </button>
      {!report.value && <Menu label={t.value.export} class="button" items={exports()} />}
    </header>
  );
}

const themeName = () => ({ system: t.value.themeSystem, light: t.value.themeLight, dark: t.value.themeDark })[view.value.theme];

/** What can be saved of the page that is shown: its look as it was taken, else the series in the window. */
function exports(): MenuItem[] {
  const { page } = view.value;
  const [name, look] = page === 'goroutines' ? ['goroutines', goroutineLook.value.found] : page === 'map' || page === 'sizes' ? ['map', heapLook.value.found] : ['', null];
  if (!name) {
    return [{ label: t.value.exportCsv, run: () => exportAs('csv') }, { label: t.value.exportJson, run: () => exportAs('json') }];
  }

  const asJson = () => save(`resident-${name}.json`, new Blob([JSON.stringify(look)], { type: 'application/json' }));
  return [...(look ? [{ label: t.value.exportJson, run: asJson }] : []), { label: t.value.exportChartsCsv, run: () => exportAs('csv') }];
}

export function exportAs(kind: 'csv' | 'json'): void {
  if (report.value) return;
  const { from, to } = shown.value;
  const anchor = document.createElement('a');
  anchor.href = address(`/api/export.${kind}`, { from: Math.round(from), to: Math.round(to) });
  anchor.download = '';
  anchor.click();
}

function Logo() {
  return (
    <svg width="20" height="20" viewBox="0 0 20 20" aria-hidden="true">
      <rect x="1" y="11" width="18" height="7" rx="2" fill="var(--c-live)" />
      <rect x="1" y="6.5" width="13" height="3.5" rx="1.4" fill="var(--c-idle)" />
      <rect x="1" y="2" width="8" height="3.5" rx="1.4" fill="var(--c-native)" />
    </svg>
  );
}

const shortName = (name: string) => name.split('/').at(-1) || name;

function TargetBadge() {
  const target = hello.value?.target;
  if (!target) {
    return <span class="target loading">{t.value.statusConnecting}</span>;
  }

  return (
    <span class="target" title={target.exe ?? target.name}>
      {target.runtime && <span class="runtime">{runtimeName(target.runtime, target.runtimeVersion)}</span>}
      <b>{shortName(target.name)}</b>
      {target.pid !== undefined && <span class="dim wide">{t.value.pid} {target.pid}</span>}
      <ProcessPicker />
    </span>
  );
}

/** Which process, where several write one stream. */
function ProcessPicker() {
  const { name, names } = process.value;
  return names.length < 2 ? null : (
    <select class="process" aria-label={t.value.process} value={name} onChange={(event) => change({ process: event.currentTarget.value }, 'push')}>
      {names.map((each) => <option key={each} value={each}>{each || '#1'}</option>)}
    </select>
  );
}

function runtimeName(kind: string, version: string | undefined): string {
  if (kind === 'go') {
    return `${t.value.runtimeGo} ${version?.replace(/^go/, '') ?? ''}`.trim();
  }

  return kind === 'dotnet' ? `${t.value.runtimeDotnet} ${version ?? ''}`.trim() : t.value.runtimeNative;
}

/** What the dot in the bar says: each state has its own word, so that colour is never alone. */
export function status(): { kind: 'good' | 'warn' | 'bad' | 'idle'; word: string; detail: string } {
  const state = hello.value?.target.state;
  if (link.value.state === 'lost') {
    return { kind: 'bad', word: t.value.statusLost, detail: '' };
  }

  if (report.value) {
    return { kind: 'idle', word: t.value.report, detail: '' };
  }

  if (!hello.value || link.value.state === 'connecting') {
    return { kind: 'idle', word: t.value.statusConnecting, detail: '' };
  }

  if (state === 'ended') {
    return { kind: 'idle', word: t.value.statusEnded, detail: '' };
  }

  if (state === 'waiting') {
    const { ending, name } = hello.value.target;
    return { kind: 'warn', word: ending ? t.value.statusAwaits(shortName(name)) : t.value.statusWaiting, detail: '' };
  }

  if (isStalled()) {
    return { kind: 'bad', word: t.value.statusStalled, detail: t.value.lastSample(duration(now.value - heardAt.value, lang.value)) };
  }

  if (!isLive.value) {
    return { kind: 'warn', word: t.value.statusPaused, detail: '' };
  }

  const hz = 1000 / hello.value.intervalMs;
  return { kind: 'good', word: t.value.statusLive, detail: t.value.everySecond(number(hz, Number.isInteger(hz) ? 0 : 1, lang.value)) };
}

/** Whether nothing came for three intervals though the connection is open. */
export function isStalled(): boolean {
  const interval = hello.value?.intervalMs ?? 1000;
  return link.value.state === 'open' && hello.value?.target.state === 'live' && lastTick.value > 0
    && now.value - heardAt.value > Math.max(3500, interval * 3.5);
}

function Status() {
  const { kind, word, detail } = status();
  return (
    <span class="status">
      <i class={kind} aria-hidden="true" />
      <span role="status">{word}</span>
      {detail && <span class="dim wide"> · {detail}</span>}
    </span>
  );
}
