import { effect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { token, translucent } from '../charts/theme';
import { range, zoneName } from '../format';
import { change, events, extent, isDark, isLive, panBy, report, resetZoom, showPreset, showSpan, shown, t, timeStyle, togglePause, view, zoomBy } from '../state';
import { overview } from '../store';
import { presetOf, presets, type Preset } from '../view';
import { MarkButton } from './MarkButton';

export function TimeBar() {
  const { page, span, pausedAt, marks, zone } = view.value;
  const preset = presetOf(view.value);
  const style = timeStyle.value;
  const { from, to } = shown.value;
  const zones = { browser: t.value.zoneBrowser, host: t.value.zoneHost, utc: t.value.zoneUtc };
  return (
    <section class="timebar" aria-label={t.value.timeRange}>
      <div class="segments">
        {(Object.keys(presets) as Preset[]).map((name) => (
          <button key={name} type="button" aria-pressed={!span && preset === name} onClick={() => showPreset(name)}>
            {name === 'all' ? t.value.all : name}
          </button>
        ))}
      </div>
      <span class="range">
        <b>{range(from, to, style)}</b>{' '}
        {style.elapsed
          ? <span class="dim">{t.value.elapsedNote}</span>
          : (
            <select
              class="zone"
              aria-label={t.value.zone}
              value={zone}
              onChange={(event) => change({ zone: event.currentTarget.value as typeof zone })}
            >
              {(Object.keys(zones) as (keyof typeof zones)[]).map((name) => (
                <option key={name} value={name}>{zoneName({ ...style, zone: name }, to)} ({zones[name]})</option>
              ))}
            </select>
          )}
      </span>
      <Overview />
      {span && <button type="button" class="button small" onClick={resetZoom}>{t.value.reset} <kbd>0</kbd></button>}
      {page !== 'why' && <button type="button" class="button small" aria-pressed={marks} onClick={() => change({ marks: !marks })}>{t.value.gcMarks}</button>}
      <MarkButton />
      {!report.value && <button type="button" class="button small pause" aria-pressed={pausedAt !== null} onClick={togglePause}>
        <span aria-hidden="true">{isLive.value ? '❚❚' : '▶'}</span>
        {isLive.value ? t.value.pause : span ? t.value.follow : t.value.resume} <kbd>p</kbd>
      </button>}
    </section>
  );
}

/** The shortest window that the brush makes, milliseconds. */
const shortest = 1000;

/** All of the history in one small line, with the shown window on it. */
function Overview() {
  const canvas = useRef<HTMLCanvasElement>(null);
  const root = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const stop = effect(() => {
      void isDark.value;
      if (canvas.current) draw(canvas.current);
    });
    const observer = new ResizeObserver(() => canvas.current && draw(canvas.current));
    observer.observe(root.current!);
    return () => {
      stop();
      observer.disconnect();
    };
  }, []);

  const whole = extent.value;
  const width = Math.max(1, whole.to - whole.from);
  const left = Math.min(99, Math.max(0, ((shown.value.from - whole.from) / width) * 100));
  const right = Math.min(100, Math.max(left + 0.6, ((shown.value.to - whole.from) / width) * 100));
  const place = (event: PointerEvent) => {
    const box = root.current!.getBoundingClientRect();
    return whole.from + Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) * width;
  };

  const press = (down: PointerEvent) => {
    down.preventDefault();
    const grip = (down.target as HTMLElement).dataset.grip;
    const start = place(down);
    const old = { ...shown.value };
    let moved = false;
    const drag = (event: PointerEvent) => {
      const here = place(event);
      moved ||= Math.abs(event.clientX - down.clientX) > 3;
      if (!moved) return;
      if (grip === 'from') change({ span: { from: Math.min(here, old.to - shortest), to: old.to }, pausedAt: null });
      else if (grip === 'to') change({ span: { from: old.from, to: Math.max(here, old.from + shortest) }, pausedAt: null });
      else if (grip === 'move') change({ span: { from: old.from + here - start, to: old.to + here - start }, pausedAt: null });
      else if (Math.abs(here - start) >= shortest) change({ span: { from: Math.min(start, here), to: Math.max(start, here) }, pausedAt: null });
    };
    const release = () => {
      removeEventListener('pointermove', drag);
      if (!moved && !grip) {
        const half = (old.to - old.from) / 2;
        showSpan({ from: start - half, to: start + half });
      }
    };
    addEventListener('pointermove', drag);
    addEventListener('pointerup', release, { once: true });
  };

  const key = (event: KeyboardEvent) => {
    const steps: Record<string, () => void> = {
      ArrowLeft: () => panBy(-0.25),
      ArrowRight: () => panBy(0.25),
      ArrowUp: () => zoomBy(0.5),
      ArrowDown: () => zoomBy(2),
      Home: () => showSpan({ from: whole.from, to: whole.from + shown.value.to - shown.value.from }),
      End: resetZoom,
    };
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      event.stopPropagation();
      step();
    }
  };

  return (
    <div class="overview" ref={root} onPointerDown={press} title={t.value.overview}>
      <canvas ref={canvas} aria-hidden="true" />
      <div
        class="brush"
        data-grip="move"
        style={{ left: `${left}%`, right: `${100 - right}%` }}
        role="slider"
        tabindex={0}
        aria-label={t.value.window}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={Math.round(right)}
        aria-valuetext={range(shown.value.from, shown.value.to, timeStyle.value)}
        onKeyDown={key}
      >
        <i data-grip="from" /><i data-grip="to" />
      </div>
    </div>
  );
}

function draw(canvas: HTMLCanvasElement): void {
  const columns = overview.value;
  const { from, to } = extent.value;
  const ratio = devicePixelRatio;
  const width = (canvas.width = canvas.clientWidth * ratio);
  const height = (canvas.height = canvas.clientHeight * ratio);
  const context = canvas.getContext('2d')!;
  context.clearRect(0, 0, width, height);
  const top = Math.max(1, ...columns.max.map((value) => value ?? 0)) * 1.1;
  const x = (time: number) => ((time - from) / Math.max(1, to - from)) * width;
  const y = (value: number) => height - (value / top) * (height - 3 * ratio);
  const runs: [number, number][][] = [[]];
  columns.t.forEach((time, i) => {
    const value = columns.max[i];
    if (value === null || value === undefined) runs.push([]);
    else runs.at(-1)!.push([x(time), y(value)]);
  });
  for (const run of runs.filter((points) => points.length > 1)) {
    context.beginPath();
    run.forEach(([left, high], i) => (i ? context.lineTo(left, high) : context.moveTo(left, high)));
    context.strokeStyle = token('text-3');
    context.lineWidth = ratio;
    context.stroke();
    context.lineTo(run.at(-1)![0], height);
    context.lineTo(run[0]![0], height);
    context.fillStyle = translucent(token('text-3'), 0.22);
    context.fill();
  }

  context.fillStyle = token('bad');
  for (const event of events.value) {
    if (event.kind === 'oom' || event.kind === 'exit' || event.kind === 'restart') context.fillRect(x(event.t) - ratio, 0, 2 * ratio, height);
  }
}
