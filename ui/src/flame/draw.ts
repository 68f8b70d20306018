/** Draws a flame graph on a canvas, root on top. */
import { token } from '../charts/theme';
import { packageOf, type FlameTree } from './tree';

export const rowHeight = 21;
const hues = 8;
const letter = 7.3;
const leastLabel = 30;

export interface Box {
  frame: number;
  x: number;
  row: number;
  width: number;
}

export interface FlamePicture {
  canvas: HTMLCanvasElement;
  tree: FlameTree;
  zoom: number;
  selected: number;
  matcher: RegExp | null;
  rootName: string;
}

function hueOf(name: string): number {
  let hash = 7;
  for (const character of packageOf(name)) hash = (hash * 31 + character.charCodeAt(0)) >>> 0;
  return (hash % hues) + 1;
}

/** The frames that are at least half a pixel wide, below the one that is zoomed to, and those above it. */
function boxesOf(tree: FlameTree, zoom: number, width: number): Box[] {
  const scale = width / (tree.size[zoom] || 1);
  const left = tree.x[zoom]!;
  const boxes: Box[] = [];
  for (let frame = zoom; frame >= 0; frame = tree.parent[frame]!) boxes.push({ frame, x: 0, row: tree.depth[frame]!, width });
  for (let frame = zoom + 1; frame < tree.count && tree.depth[frame]! > tree.depth[zoom]!; frame++) {
    const wide = tree.size[frame]! * scale;
    if (wide >= 0.5) boxes.push({ frame, x: (tree.x[frame]! - left) * scale, row: tree.depth[frame]!, width: wide });
  }

  return boxes;
}

/** Draws, and gives back what was drawn where, and the share of the shown bytes that match. */
export function drawFlame({ canvas, tree, zoom, selected, matcher, rootName }: FlamePicture): { boxes: Box[]; matched: number } {
  const ratio = devicePixelRatio;
  const width = canvas.clientWidth;
  const boxes = boxesOf(tree, zoom, width);
  const height = (Math.max(...boxes.map((box) => box.row)) + 1) * rowHeight;
  canvas.width = Math.round(width * ratio);
  canvas.height = Math.round(height * ratio);
  canvas.style.height = `${height}px`;
  const pen = canvas.getContext('2d')!;
  pen.scale(ratio, ratio);
  pen.font = `12px ${token('mono')}`;
  pen.textBaseline = 'middle';
  const colours = Array.from({ length: hues }, (_, i) => token(`flame-${i + 1}`));
  const [ink, hit, same, text] = [token('flame-ink'), token('flame-hit'), token('border'), token('text')];
  let matched = 0;
  let covered = -1;
  for (const { frame, x, row, width: wide } of boxes) {
    const name = frame === 0 ? rootName : tree.names[tree.name[frame]!]!;
    const isHit = frame > 0 && matcher?.test(name) === true;
    pen.fillStyle = isHit ? hit : frame === 0 ? same : colours[hueOf(name) - 1]!;
    pen.fillRect(x, row * rowHeight, Math.max(0.5, wide - 1), rowHeight - 1);
    if (isHit && frame > zoom && tree.x[frame]! >= covered) {
      matched += tree.size[frame]!;
      covered = tree.x[frame]! + tree.size[frame]!;
    }

    if (frame === selected || isHit) {
      pen.strokeStyle = text;
      pen.lineWidth = frame === selected ? 2 : 1;
      pen.strokeRect(x + 1, row * rowHeight + 1, Math.max(1, wide - 3), rowHeight - 3);
    }

    if (wide > leastLabel) {
      const room = Math.floor((wide - 8) / letter);
      const short = name.length > room ? name.slice(name.lastIndexOf('/') + 1) : name;
      pen.fillStyle = frame === 0 ? text : ink;
      pen.fillText(short.length > room ? `${short.slice(0, Math.max(0, room - 1))}…` : short, x + 4, row * rowHeight + rowHeight / 2);
    }
  }

  return { boxes, matched: matched / (tree.size[zoom] || 1) };
}
