import { useEffect, useRef } from 'preact/hooks';
import { token } from '../charts/theme';
import { figure, mebibytes, number, signed, unitName } from '../format';
import { isDark, lang, latest, revision, shown, t } from '../state';
import { placeOf, quantile, summarise } from '../series';
import { columnsOf, hasSeries } from '../store';

interface Tile {
  id: string;
  name: string;
  color: string;
  value: string;
  unit: string;
  note: string;
}

/** The six figures that are read first. Which ones depends on what the target tells. */
export function Tiles() {
  void revision.value;
  const tiles = choose().filter((tile) => tile !== null).slice(0, 6);
  if (!tiles.length) {
    return null;
  }

  return (
    <ul class="tiles">
      {tiles.map((tile) => (
        <li key={tile.id} class="card tile">
          <div class="tile-head"><span>{tile.name}</span><span class="dim">{tile.note}</span></div>
          <div class="tile-value">{tile.value} <small>{tile.unit}</small></div>
          <Sparkline id={tile.id} color={tile.color} />
        </li>
      ))}
    </ul>
  );
}

function choose(): (Tile | null)[] {
  const text = t.value;
  const { from, to } = shown.value;
  const pauses = columnsOf('gc.pause');
  const cycles = cyclesIn(from, to);
  return [
    level('process.res', text.sRes, 's-res', 'bytes', rate('process.res')),
    hasSeries('gc.heapLive')
      ? level('gc.heapLive', text.liveHeap, 'c-live', 'bytes', goal('gc.goal'))
      : level('go.heapInuse', text.sInuse, 'c-live', 'bytes', goal('go.nextGC')),
    level('go.heapIdleRetained', text.sIdleKept, 'c-idle', 'bytes', ''),
    hasSeries('gc.pause')
      ? { id: 'gc.pause', name: `${text.gcPause} p99`, color: 'c-stacks', value: figure(quantile(pauses, from, to, 0.99), 'ms', lang.value), unit: 'ms', note: cycles === null ? '' : text.cycles(number(cycles, 0, lang.value)) }
      : null,
    level('gc.cpu', text.gcCpu, 'c-native', 'percent', ''),
    level('go.goroutines', text.sGoroutines, 'c-frag', 'count', ''),
    level('gc.allocRate', text.chartAlloc, 'c-frag', 'bytes/s', ''),
    level('process.rssAnon', text.sAnon, 'c-live', 'bytes', ''),
    level('process.threads', text.sThreads, 'c-stacks', 'count', ''),
    level('cgroup.usage', text.chartCgroup, 'c-files', 'bytes', latest.value['cgroup.limit'] ? text.limit(mebibytes(latest.value['cgroup.limit'], lang.value)) : ''),
    level('process.virt', text.sVirt, 's-virt', 'bytes', ''),
  ];
}

function cyclesIn(from: number, to: number): number | null {
  const columns = columnsOf('gc.pause');
  if (!columns || columns.folded) {
    return null;
  }

  return columns.t.filter((time) => time >= from && time <= to).length;
}

function level(id: string, name: string, color: string, unit: string, note: string): Tile | null {
  const summary = summarise(columnsOf(id), shown.value.from, shown.value.to);
  return summary ? { id, name, color, value: figure(summary.last, unit, lang.value), unit: unitName(unit), note } : null;
}

function goal(id: string): string {
  const summary = summarise(columnsOf(id), shown.value.from, shown.value.to);
  return summary ? t.value.goal(mebibytes(summary.last, lang.value)) : '';
}

/** The change from the window's start to its end, per minute: two means of a tenth each, so that one sample does not decide. */
function rate(id: string): string {
  const columns = columnsOf(id);
  const { from, to } = shown.value;
  if (!columns || columns.t.length < 20) {
    return '';
  }

  const start = placeOf(columns.t, from);
  const values = columns.last.slice(start).map((value, i) => [columns.t[start + i]!, value] as const).filter((pair): pair is readonly [number, number] => pair[1] !== null && pair[0] <= to);
  const tenth = Math.max(3, Math.floor(values.length / 10));
  const mean = (part: (readonly [number, number])[], place: 0 | 1) => part.reduce((sum, pair) => sum + pair[place], 0) / part.length;
  const first = values.slice(0, tenth);
  const last = values.slice(-tenth);
  const minutes = (mean(last, 0) - mean(first, 0)) / 60_000;
  if (values.length < 20 || minutes < 0.5) {
    return '';
  }

  const change = (mean(last, 1) - mean(first, 1)) / minutes;
  return `${signed(number(change / 1048576, 1, lang.value))} ${t.value.perMinute}`;
}

function Sparkline(props: { id: string; color: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  void isDark.value;
  const at = revision.value;
  const { from, to } = shown.value;
  useEffect(() => {
    const element = canvas.current!;
    const columns = columnsOf(props.id);
    const ratio = devicePixelRatio;
    const width = (element.width = element.clientWidth * ratio);
    const height = (element.height = element.clientHeight * ratio);
    const context = element.getContext('2d')!;
    context.clearRect(0, 0, width, height);
    const summary = summarise(columns, from, to);
    if (!columns || !summary) {
      return;
    }

    // Half of the height stays empty for a flat line, so that noise does not look like a story.
    const reach = Math.max(summary.max - summary.min, summary.max * 0.02, 1e-9);
    const middle = (summary.max + summary.min) / 2;
    const y = (value: number) => height / 2 - ((value - middle) / reach) * (height - 4 * ratio);
    context.beginPath();
    let pen = false;
    for (let i = placeOf(columns.t, from); i < columns.t.length && columns.t[i]! <= to; i++) {
      const value = columns.last[i];
      if (value === null || value === undefined) {
        pen = false;
        continue;
      }

      const x = ((columns.t[i]! - from) / Math.max(1, to - from)) * width;
      if (pen) context.lineTo(x, y(value));
      else context.moveTo(x, y(value));
      pen = true;
    }

    context.strokeStyle = token(props.color);
    context.lineWidth = 1.5 * ratio;
    context.lineJoin = 'round';
    context.stroke();
  }, [at, from, to, isDark.value]);
  return <canvas ref={canvas} class="spark" aria-hidden="true" />;
}
