/** A chart as a file: a picture of its canvas, or a drawing made anew from its figures. */
import type uPlot from 'uplot';
import { clock, figure, number, range, unitName } from '../format';
import { t as strings } from '../state';
import type { Chart } from './definitions';
import type { TimeChart } from './TimeChart';
import { token } from './theme';

export function save(name: string, content: Blob): void {
  const address = URL.createObjectURL(content);
  const anchor = document.createElement('a');
  anchor.href = address;
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}

export async function png(chart: Chart, drawn: TimeChart): Promise<Blob | null> {
  const source = drawn.canvas;
  const content = drawn.drawn?.content;
  if (!source || !content) {
    return null;
  }

  const ratio = devicePixelRatio;
  const head = 48 * ratio;
  const canvas = document.createElement('canvas');
  canvas.width = source.width + 24 * ratio;
  canvas.height = source.height + head + 8 * ratio;
  const context = canvas.getContext('2d')!;
  context.fillStyle = token('surface');
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = token('text');
  context.font = `600 ${15 * ratio}px ${token('font')}`;
  context.fillText(strings.value[chart.title], 12 * ratio, 20 * ratio);
  const titleWidth = context.measureText(strings.value[chart.title]).width;
  context.font = `${12 * ratio}px ${token('font')}`;
  context.fillStyle = token('text-3');
  context.fillText(`${unitName(chart.unit)}  ${range(content.from, content.to, content.style)}`, 12 * ratio + titleWidth + 10 * ratio, 20 * ratio);
  let x = 12 * ratio;
  for (const { line, hidden } of content.lines) {
    if (hidden) continue;
    context.fillStyle = token(line.color);
    context.fillRect(x, 34 * ratio, 14 * ratio, 3 * ratio);
    context.fillStyle = token('text-2');
    context.fillText(strings.value[line.name], x + 19 * ratio, 40 * ratio);
    x += context.measureText(strings.value[line.name]).width + 36 * ratio;
  }

  context.drawImage(source, 12 * ratio, head);
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'));
}

/** Where an axis has its labels; uPlot keeps that to itself, under this name. */
const splitsOf = (plot: uPlot, axis: number): number[] => (plot.axes[axis] as { _splits?: number[] | null })._splits ?? [];

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string) => text.replace(/[&<>"]/g, (character) => escapes[character]!);

export function svg(chart: Chart, drawn: TimeChart, width = 900, height = 320): string | null {
  const state = drawn.drawn;
  if (!state) {
    return null;
  }

  const { plot, content, bands } = state;
  const box = { left: 64, top: 60, width: width - 84, height: height - 96 };
  const top = plot.scales.y!.max ?? 1;
  const x = (time: number) => box.left + ((time - content.from) / (content.to - content.from)) * box.width;
  const y = (value: number) => box.top + box.height - (value / top) * box.height;
  const point = (time: number, value: number) => `${x(time).toFixed(1)} ${y(value).toFixed(1)}`;
  const out: string[] = [];
  const text = (content_: string, left: number, baseline: number, color: string, extra = '') =>
    out.push(`<text x="${left.toFixed(1)}" y="${baseline.toFixed(1)}" fill="${token(color)}" ${extra}>${escaped(content_)}</text>`);

  for (const split of splitsOf(plot, 1)) {
    out.push(`<path d="M${box.left} ${y(split).toFixed(1)}h${box.width}" stroke="${token('grid')}"/>`);
    text(number(split / content.scale, Number.isInteger(split / content.scale) ? 0 : 2, content.lang), box.left - 8, y(split) + 4, 'text-3', 'text-anchor="end" font-size="11"');
  }

  const splits = splitsOf(plot, 0);
  const seconds = splits.length > 1 && splits[1]! - splits[0]! < 60;
  for (const split of splits) {
    text(clock(split * 1000, content.style, seconds), x(split * 1000), box.top + box.height + 18, 'text-3', 'text-anchor="middle" font-size="11"');
  }

  out.push(`<clipPath id="c"><rect x="${box.left}" y="${box.top}" width="${box.width}" height="${box.height}"/></clipPath><g clip-path="url(#c)" fill="none">`);
  const times = plot.data[0];
  for (const band of bands) {
    const marks: string[] = [];
    times.forEach((time, i) => {
      const low = band.min[i];
      const high = band.max[i];
      if (typeof low === 'number' && typeof high === 'number' && low !== high) marks.push(`M${point(time * 1000, low)}L${point(time * 1000, high)}`);
    });
    out.push(`<path d="${marks.join('')}" stroke="${band.color}" stroke-opacity=".28"/>`);
  }

  content.lines.forEach(({ line, hidden }, i) => {
    if (hidden) return;
    const values = plot.data[i + 1]!;
    const path: string[] = [];
    let pen = false;
    times.forEach((time, place) => {
      const value = values[place];
      if (value === null) pen = false;
      if (typeof value !== 'number') return;
      path.push(line.points ? `M${point(time * 1000, value)}h.01` : `${pen ? 'L' : 'M'}${point(time * 1000, value)}`);
      pen = true;
    });
    const look = line.points ? 'stroke-width="5" stroke-linecap="round"' : `stroke-width="${line.width ?? 1.5}" stroke-linejoin="round"`;
    out.push(`<path d="${path.join('')}" stroke="${token(line.color)}" ${look}${line.dash ? ` stroke-dasharray="${line.dash.join(' ')}"` : ''}/>`);
  });
  out.push('</g>');

  text(strings.value[chart.title], 16, 24, 'text', 'font-size="15" font-weight="600"');
  text(`${unitName(chart.unit)}  ${range(content.from, content.to, content.style)}`.trim(), width - 20, 24, 'text-3', 'text-anchor="end" font-size="12"');
  let left = 16;
  content.lines.forEach(({ line, hidden }, i) => {
    if (hidden) return;
    const last = [...plot.data[i + 1]!].reverse().find((value): value is number => typeof value === 'number');
    const label = `${strings.value[line.name]} ${figure(last, chart.unit, content.lang)}`;
    out.push(`<path d="M${left} 42h14" stroke="${token(line.color)}" stroke-width="3"/>`);
    text(label, left + 19, 46, 'text-2', 'font-size="12"');
    left += 40 + label.length * 7.2;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" font-family="system-ui, sans-serif">`
    + `<rect width="100%" height="100%" fill="${token('surface')}"/>${out.join('')}</svg>`;
}
