/** Draws the page map on a canvas. */
import { token, translucent } from '../charts/theme.ts';
import { cellAt, cellCount, type Cell, type CellPlace, type Layout } from './map.ts';
import type { Colouring } from '../view.ts';

/** Six steps of fullness, sparse to full. */
export const fullSteps = 6;

export const stepOf = (percent: number): number => Math.min(fullSteps - 1, Math.floor((percent / 100) * fullSteps));

/** How much of the full colour a step has. */
export const stepShare = (step: number): number => 0.18 + (0.82 * step) / (fullSteps - 1);

/** The token of a class: a hue of its own for each of the classes that the legend names, one for all the others. */
export function classToken(sizeClass: number | null, named: readonly number[]): string {
  const place = sizeClass === null ? -1 : named.indexOf(sizeClass);
  return place < 0 ? 'c-meta' : `size-${place + 1}`;
}

/** The tokens of what holds no objects, where colour tells the size class. */
export const besideClasses = { stacks: 'c-stacks', idle: 'c-idle', idleGone: 'c-idle', released: 'raised', releasedResident: 'raised', other: 'size-none' } as const;

/** Colours of one look, worked out once. */
function palette(named: readonly number[]) {
  const live = token('c-live');
  const inRam = token('c-frag');
  return {
    full: Array.from({ length: fullSteps }, (_, step) => translucent(live, stepShare(step))),
    residency: Array.from({ length: fullSteps }, (_, step) => translucent(inRam, stepShare(step))),
    byKind: {
      stacks: token('c-stacks'), idle: token('c-idle'), idleGone: translucent(token('c-idle'), 0.28),
      released: token('raised'), releasedResident: token('c-native'), other: token('c-meta'),
    },
    byClass: new Map(named.map((sizeClass) => [sizeClass, token(classToken(sizeClass, named))])),
    otherClasses: token(classToken(null, named)),
    besideClasses: Object.fromEntries(Object.entries(besideClasses).map(([kind, name]) => [kind, token(name)])) as Record<keyof typeof besideClasses, string>,
  };
}

function colourOf(cell: Cell, colouring: Colouring, colours: ReturnType<typeof palette>): string {
  if (colouring === 'resident') {
    return cell.resident === null ? colours.byKind.other : cell.resident === 0 ? colours.byKind.released : colours.residency[stepOf(cell.resident)]!;
  }

  if (colouring === 'class') {
    return cell.kind === 'objects' ? colours.byClass.get(cell.sizeClass ?? -1) ?? colours.otherClasses : colours.besideClasses[cell.kind];
  }

  return cell.kind === 'objects' ? colours.full[stepOf(cell.fullness)]! : colours.byKind[cell.kind];
}

export interface Picture {
  canvas: HTMLCanvasElement;
  layout: Layout;
  left: number;
  colouring: Colouring;
  /** The size classes that the legend names, largest first. */
  named: readonly number[];
}

export function draw({ canvas, layout, left, colouring, named }: Picture): void {
  const ratio = devicePixelRatio;
  const width = left + layout.columns * layout.size;
  canvas.style.height = `${layout.height}px`;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(layout.height * ratio);
  canvas.style.width = `${width}px`;
  const context = canvas.getContext('2d')!;
  context.scale(ratio, ratio);
  const colours = palette(named);
  const gap = layout.size >= 6 ? 1 : 0.5;
  context.font = `11px ${token('mono')}`;
  context.textBaseline = 'top';
  let labelled = -100;
  layout.blocks.forEach((block, i) => {
    if (left > 0 && block.top - labelled >= 14) {
      context.fillStyle = token('text-3');
      context.fillText(`0x${block.address.toString(16)}`, 0, Math.max(0, block.top));
      labelled = block.top;
    }

    for (let index = 0; index < cellCount(layout, block); index++) {
      context.fillStyle = colourOf(cellAt(layout, { block: i, index }), colouring, colours);
      const [x, y] = placeOf(layout, { block: i, index });
      context.fillRect(left + x, y, layout.size - gap, layout.size - gap);
    }
  });
}

export function placeOf(layout: Layout, at: CellPlace): [number, number] {
  const row = Math.floor(at.index / layout.columns);
  return [(at.index - row * layout.columns) * layout.size, layout.blocks[at.block]!.top + row * layout.size];
}
