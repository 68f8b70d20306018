/** One chart over time: uPlot, and around it zoom, pan, keyboard, marks. It knows nothing of the page's framework. */
import uPlot from 'uplot';
import type { TimelineEvent } from '../api';
import { clock, day, number, zoneId, type Lang, type TimeStyle } from '../format';
import { join, type Columns } from '../series';
import type { Line } from './definitions';
import { drawBand, drawCycles, drawEvents, type Band } from './marks';
import { chartFont, token, translucent } from './theme';

export interface ChartContent {
  lines: { line: Line; hidden: boolean; columns: Columns }[];
  from: number;
  to: number;
  cycles: number[];
  events: TimelineEvent[];
  style: TimeStyle;
  lang: Lang;
  /** Divides values for the axis: 2^20 for sizes. */
  scale: number;
}

export interface ChartActions {
  zoomTo(from: number, to: number): void;
  zoomBy(factor: number, place: number): void;
  panBy(share: number): void;
  reset(): void;
  /** Tells each line's value under the cursor, or null when the cursor has left. */
  point(values: { time: number; values: (number | null)[] } | null): void;
}

const axisWidth = 52;

export class TimeChart {
  private readonly host: HTMLElement;
  private readonly actions: ChartActions;
  private plot: uPlot | null = null;
  private content: ChartContent | null = null;
  private bands: Band[] = [];
  private key = '';
  private cursor = -1;

  constructor(host: HTMLElement, actions: ChartActions) {
    this.host = host;
    this.actions = actions;
  }

  /** The canvas, for a picture of it. */
  get canvas(): HTMLCanvasElement | null {
    return this.plot?.ctx.canvas ?? null;
  }

  /** What is drawn, for a drawing of it. */
  get drawn(): { plot: uPlot; content: ChartContent; bands: Band[] } | null {
    return this.plot && this.content ? { plot: this.plot, content: this.content, bands: this.bands } : null;
  }

  update(content: ChartContent): void {
    this.content = content;
    const joined = join(content.lines.map((entry) => entry.columns));
    const data = [joined.t.map((time) => time / 1000), ...joined.rows.map((row) => row.last)] as uPlot.AlignedData;
    this.bands = content.lines.flatMap((entry, i) =>
      entry.hidden || !entry.columns.folded ? [] : [{ color: token(entry.line.color), min: joined.rows[i]!.min, max: joined.rows[i]!.max }]);
    const key = JSON.stringify([
      content.lines.map((entry) => entry.line.id),
      zoneId(content.style), content.style.elapsed, content.lang,
      document.documentElement.dataset.theme, devicePixelRatio,
    ]);
    if (!this.plot || key !== this.key) {
      this.key = key;
      this.build(data);
      return;
    }

    const plot = this.plot;
    plot.batch(() => {
      content.lines.forEach((entry, i) => {
        if (plot.series[i + 1]!.show === entry.hidden) plot.setSeries(i + 1, { show: !entry.hidden }, false);
      });
      plot.setData(data, false);
      plot.setScale('x', { min: content.from / 1000, max: content.to / 1000 });
    });
  }

  resize(): void {
    if (this.plot && this.host.clientWidth > 0) {
      this.plot.setSize({ width: this.host.clientWidth, height: this.host.clientHeight });
    }
  }

  /** Moves the cursor by points, for the keyboard. */
  step(by: number): void {
    const plot = this.plot;
    const times = plot?.data[0];
    if (!plot || !times?.length) {
      return;
    }

    const { min, max } = plot.scales.x!;
    const first = times.findIndex((time) => time >= min!);
    let last = times.length - 1;
    while (last > 0 && times[last]! > max!) last--;
    this.cursor = this.cursor < 0 ? last : Math.min(last, Math.max(first, this.cursor + by));
    plot.setCursor({ left: plot.valToPos(times[this.cursor]!, 'x'), top: plot.over.clientHeight / 2 });
  }

  /** Tells the values under the cursor once more, after the figures have changed. */
  tellPoint(): void {
    if (this.plot) this.report(this.plot);
  }

  destroy(): void {
    this.plot?.destroy();
    this.plot = null;
  }

  private build(data: uPlot.AlignedData): void {
    this.plot?.destroy();
    this.host.replaceChildren();
    const content = this.content!;
    const zone = zoneId(content.style);
    this.plot = new uPlot(
      {
        width: Math.max(120, this.host.clientWidth),
        height: Math.max(100, this.host.clientHeight),
        padding: [14, 14, 0, 0],
        tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), zone),
        legend: { show: false },
        cursor: {
          y: false,
          sync: { key: 'resident', setSeries: false },
          points: { size: 7 },
          drag: { x: true, y: false, setScale: false, dist: 6 },
          bind: { dblclick: () => () => null },
          dataIdx: (plot, series, hovered) => (series === 0 ? hovered : nearest(plot.data[series]!, hovered)),
        },
        scales: {
          x: { time: true, range: () => [this.content!.from / 1000, this.content!.to / 1000] },
          y: { range: (_plot, _min, max) => this.yRange(max) },
        },
        axes: [this.timeAxis(), this.valueAxis()],
        series: [{}, ...content.lines.map((entry) => this.seriesOf(entry.line, entry.hidden))],
        hooks: {
          drawAxes: [
            (plot) => {
              drawCycles(plot, this.content!.cycles);
              for (const band of this.bands) drawBand(plot, band);
            },
          ],
          draw: [(plot) => drawEvents(plot, this.content!.events)],
          setSelect: [(plot) => this.select(plot)],
          setCursor: [(plot) => this.report(plot)],
          ready: [(plot) => this.listen(plot)],
        },
      },
      data,
      this.host,
    );
  }

  private yRange(max: number): [number, number] {
    // The bands' peaks count too: they are drawn, though uPlot does not know of them.
    let top = Number.isFinite(max) ? max : 0;
    const { from, to } = this.content!;
    const times = this.plot?.data[0] ?? [];
    for (const band of this.bands) {
      for (let i = 0; i < times.length; i++) {
        const high = band.max[i];
        if (high !== null && high !== undefined && high > top && times[i]! * 1000 >= from && times[i]! * 1000 <= to) top = high;
      }
    }

    return [0, top > 0 ? top * 1.08 : this.content!.scale];
  }

  private seriesOf(line: Line, hidden: boolean): uPlot.Series {
    const color = token(line.color);
    const isPoints = line.points === true;
    return {
      show: !hidden,
      stroke: color,
      width: isPoints ? 0 : (line.width ?? 1.5),
      ...(line.dash ? { dash: line.dash } : {}),
      ...(line.fill ? { fill: translucent(color, 0.12) } : {}),
      points: isPoints ? { show: true, size: 5, width: 0, fill: color, stroke: color } : { show: false },
      ...(isPoints ? { paths: () => null } : {}),
    };
  }

  private timeAxis(): uPlot.Axis {
    return {
      stroke: token('text-3'),
      font: chartFont(),
      grid: { show: false },
      ticks: { stroke: token('border'), size: 4, width: 1 },
      space: 72,
      size: 26,
      values: (_plot, splits) => this.timeLabels(splits),
    };
  }

  private timeLabels(splits: number[]): string[] {
    const { style } = this.content!;
    const step = splits.length > 1 ? splits[1]! - splits[0]! : 60;
    return splits.map((split) => {
      const ms = split * 1000;
      if (step < 1) {
        return `${style.elapsed ? number(split, step < 0.1 ? 2 : 1) : clock(ms, style)}${style.elapsed ? ' s' : `.${String(ms % 1000).padStart(3, '0')}`}`;
      }

      const label = clock(ms, style, step < 60);
      return step >= 3600 * 3 && /^00:00/.test(label) ? day(ms, style) || label : label;
    });
  }

  private valueAxis(): uPlot.Axis {
    return {
      stroke: token('text-3'),
      font: chartFont(),
      grid: { stroke: token('grid'), width: 1 },
      ticks: { show: false },
      size: axisWidth,
      gap: 6,
      space: 34,
      splits: (_plot, _axis, min, max) => splitsOf(min, max, this.content!.scale),
      values: (_plot, splits) => {
        const { scale, lang } = this.content!;
        const step = splits.length > 1 ? (splits[1]! - splits[0]!) / scale : 1;
        const decimals = [0, 1, 2].find((places) => Math.abs(Number(step.toFixed(places)) - step) < step / 1000) ?? 3;
        return splits.map((split) => number(split / scale, decimals, lang));
      },
    };
  }

  private select(plot: uPlot): void {
    if (plot.select.width > 5) {
      this.actions.zoomTo(plot.posToVal(plot.select.left, 'x') * 1000, plot.posToVal(plot.select.left + plot.select.width, 'x') * 1000);
    }

    plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  }

  private report(plot: uPlot): void {
    const place = plot.cursor.idx;
    const away = place === null || place === undefined || plot.cursor.left === undefined || plot.cursor.left < 0;
    const time = away ? undefined : plot.data[0][place];
    if (away || time === undefined) {
      this.actions.point(null);
      return;
    }

    this.cursor = place;
    const indexes = plot.cursor.idxs ?? [];
    this.actions.point({
      time: time * 1000,
      values: this.content!.lines.map((_line, i) => {
        const at = indexes[i + 1];
        return at === null || at === undefined ? null : (plot.data[i + 1]![at] ?? null);
      }),
    });
  }

  private listen(plot: uPlot): void {
    plot.over.addEventListener('dblclick', () => this.actions.reset());
    plot.over.addEventListener(
      'wheel',
      (wheel) => {
        // Without ctrl the wheel scrolls the page.
        if (wheel.ctrlKey) {
          wheel.preventDefault();
          const box = plot.over.getBoundingClientRect();
          this.actions.zoomBy(wheel.deltaY > 0 ? 1.25 : 0.8, (wheel.clientX - box.left) / box.width);
        }
      },
      { passive: false },
    );
    plot.over.addEventListener(
      'mousedown',
      (down) => {
        if (!down.shiftKey) {
          return;
        }

        down.stopImmediatePropagation();
        let x = down.clientX;
        const move = (moved: MouseEvent) => {
          this.actions.panBy((x - moved.clientX) / plot.over.clientWidth);
          x = moved.clientX;
        };
        addEventListener('mousemove', move);
        addEventListener('mouseup', () => removeEventListener('mousemove', move), { once: true });
      },
      { capture: true },
    );
  }
}

/** Round steps in the unit that is shown: 500 MiB, not 524,288,000 bytes. */
function splitsOf(min: number, max: number, scale: number): number[] {
  const range = (max - min) / scale;
  const rough = range / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 2.5, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= rough * 0.95) ?? power * 10;
  const splits: number[] = [];
  for (let value = Math.ceil(min / scale / step) * step; value <= (max / scale) * 1.0001; value += step) {
    splits.push(value * scale);
  }

  return splits;
}

function nearest(values: ArrayLike<number | null | undefined>, place: number): number {
  const has = (i: number) => values[i] !== null && values[i] !== undefined;
  if (has(place)) {
    return place;
  }

  for (let distance = 1; distance < values.length; distance++) {
    if (place - distance >= 0 && has(place - distance)) return place - distance;
    if (place + distance < values.length && has(place + distance)) return place + distance;
  }

  return place;
}
