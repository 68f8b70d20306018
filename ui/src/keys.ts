/** The keyboard. Single letters can be switched off; they never act while text is typed. */
import { change, nextLanguage, nextTheme, panBy, resetZoom, sheetOpen, t, toast, togglePause, view, zoomBy } from './state';
import { exportAs } from './components/AppBar';

const chordTime = 1200;

let chordUntil = 0;

const chord: Record<string, () => void> = {
  v: () => change({ page: 'why', maximised: null }, 'push'),
  l: () => change({ page: 'live', maximised: null }, 'push'),
  c: () => change({ page: 'gc', maximised: null }, 'push'),
  f: () => change({ page: 'fields', maximised: null }, 'push'),
  m: () => change({ page: 'map', maximised: null }, 'push'),
  s: () => change({ page: 'sizes', maximised: null }, 'push'),
  h: () => change({ page: 'flame', maximised: null }, 'push'),
  r: () => change({ page: 'goroutines', maximised: null }, 'push'),
};

const single: Record<string, () => void> = {
  p: togglePause,
  '+': () => zoomBy(0.5),
  '=': () => zoomBy(0.5),
  '-': () => zoomBy(2),
  '0': resetZoom,
  a: () => change({ marks: !view.value.marks }),
  d: nextTheme,
  l: nextLanguage,
  e: () => exportAs('csv'),
  m: maximise,
  y: copyLink,
  k: () => document.querySelector<HTMLButtonElement>('.mark-button')?.click(),
  r: () => document.querySelector<HTMLButtonElement>('.look')?.click(),
  '/': () => document.querySelector<HTMLInputElement>('input[type=search]')?.focus(),
};

function maximise(): void {
  const chart = document.activeElement?.closest<HTMLElement>('[data-chart]')?.dataset.chart ?? null;
  change({ maximised: view.value.maximised ? null : chart }, 'push');
}

function copyLink(): void {
  const copied = navigator.clipboard?.writeText(location.href) ?? Promise.reject(new Error('no clipboard'));
  copied.then(
    () => (toast.value = t.value.copied),
    () => (toast.value = t.value.notCopied),
  );
}

export function startKeys(): void {
  addEventListener('keydown', (press) => {
    const typing = (press.target as HTMLElement).matches?.('input, select, textarea');
    if (typing || press.ctrlKey || press.metaKey || press.altKey || sheetOpen.value) {
      return;
    }

    if (press.key === 'ArrowLeft' || press.key === 'ArrowRight') {
      if (view.value.page === 'live' && !(press.target as HTMLElement).closest?.('.table-scroll')) panBy(press.key === 'ArrowLeft' ? -0.25 : 0.25);
      return;
    }

    if (!view.value.keys) {
      return;
    }

    const inChord = Date.now() < chordUntil;
    chordUntil = 0;
    if (press.key === 'g' && !inChord) {
      chordUntil = Date.now() + chordTime;
    } else if (press.key === '?') {
      sheetOpen.value = true;
    } else {
      const action = (inChord ? chord : single)[press.key];
      if (action) {
        press.preventDefault();
        action();
      }
    }
  });
}
