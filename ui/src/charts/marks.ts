/** What is drawn under and over the lines: GC cycles, events, the band between smallest and largest. */
import type uPlot from 'uplot';
import type { TimelineEvent } from '../api';
import { token, translucent } from './theme';

const closestPixels = 6;

/** GC cycles as hairlines; where they would fill the chart, as a strip whose darkness is their density. */
export function drawCycles(plot: uPlot, times: number[]): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  const { min, max } = plot.scales.x!;
  const inside = times.filter((time) => time / 1000 >= min! && time / 1000 <= max!);
  if (!inside.length) {
    return;
  }

  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  if (inside.length * closestPixels * ratio > bbox.width) {
    drawStrip(plot, inside);
  } else {
    ctx.strokeStyle = translucent(token('gc-mark'), 0.38);
    ctx.lineWidth = ratio;
    ctx.beginPath();
    for (const time of inside) {
      const x = Math.round(plot.valToPos(time / 1000, 'x', true)) + 0.5;
      ctx.moveTo(x, bbox.top);
      ctx.lineTo(x, bbox.top + bbox.height);
    }

    ctx.stroke();
  }

  ctx.restore();
}

function drawStrip(plot: uPlot, times: number[]): void {
  const { ctx, bbox } = plot;
  const height = 4 * devicePixelRatio;
  const cell = closestPixels * devicePixelRatio;
  const counts = new Map<number, number>();
  for (const time of times) {
    const column = Math.floor((plot.valToPos(time / 1000, 'x', true) - bbox.left) / cell);
    counts.set(column, (counts.get(column) ?? 0) + 1);
  }

  const most = Math.max(...counts.values());
  for (const [column, count] of counts) {
    ctx.fillStyle = translucent(token('gc-mark'), 0.25 + 0.75 * (count / most));
    ctx.fillRect(bbox.left + column * cell, bbox.top + bbox.height - height, cell, height);
  }
}

export const eventColor = (kind: TimelineEvent['kind']): string =>
  kind === 'oom' || kind === 'exit' ? 'bad' : kind === 'mark' || kind === 'start' ? 'accent' : 'warn';

export const eventSign = (kind: TimelineEvent['kind']): string =>
  ({ start: '▶', exit: '■', oom: '✕', restart: '⟳', gap: '…', warning: '!', mark: '◆' })[kind];

/** Events as dashed lines with a sign at the top. The list below the charts has their words. */
export function drawEvents(plot: uPlot, events: TimelineEvent[]): void {
  const { ctx, bbox } = plot;
  const { min, max } = plot.scales.x!;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.font = `${10 * ratio}px ${token('font')}`;
  ctx.textAlign = 'center';
  for (const event of events) {
    if (event.t / 1000 < min! || event.t / 1000 > max!) {
      continue;
    }

    const x = Math.round(plot.valToPos(event.t / 1000, 'x', true)) + 0.5;
    ctx.strokeStyle = token(eventColor(event.kind));
    ctx.fillStyle = ctx.strokeStyle;
    ctx.lineWidth = ratio;
    ctx.setLineDash([3 * ratio, 3 * ratio]);
    ctx.beginPath();
    ctx.moveTo(x, bbox.top);
    ctx.lineTo(x, bbox.top + bbox.height);
    ctx.stroke();
    ctx.fillText(eventSign(event.kind), x, bbox.top - 2 * ratio);
  }

  ctx.restore();
}

export interface Band {
  color: string;
  min: (number | null | undefined)[];
  max: (number | null | undefined)[];
}

/** Where a column stands for several values: the band from the smallest to the largest, so that no peak is lost. */
export function drawBand(plot: uPlot, band: Band): void {
  const { ctx, bbox } = plot;
  const times = plot.data[0]!;
  ctx.save();
  ctx.beginPath();
  ctx.rect(bbox.left, bbox.top, bbox.width, bbox.height);
  ctx.clip();
  ctx.fillStyle = translucent(band.color, 0.28);
  const width = Math.max(devicePixelRatio, (bbox.width / Math.max(1, times.length)) * 1.02);
  for (let i = 0; i < times.length; i++) {
    const low = band.min[i];
    const high = band.max[i];
    if (low === null || low === undefined || high === null || high === undefined || low === high) {
      continue;
    }

    const x = plot.valToPos(times[i]!, 'x', true);
    const top = plot.valToPos(high, 'y', true);
    const bottom = plot.valToPos(low, 'y', true);
    ctx.fillRect(x - width / 2, top, width, Math.max(devicePixelRatio, bottom - top));
  }

  ctx.restore();
}
