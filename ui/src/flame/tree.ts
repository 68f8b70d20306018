/** A flame graph's tree over typed arrays, as resident.profile.flame/1 packs it: parents first, the largest child first. */

export interface FlameDocument {
  type: string;
  unit: string;
  total: number;
  nodes: number;
  names: string[];
  tree: string;
}

export interface FlameTree {
  count: number;
  unit: string;
  total: number;
  names: string[];
  depth: Int32Array;
  name: Int32Array;
  parent: Int32Array;
  self: Float64Array;
  size: Float64Array;
  /** Where a frame begins, in the unit of its size. */
  x: Float64Array;
}

export interface FlameRow {
  name: string;
  self: number;
  total: number;
}

/** Reads the packed nodes: four varints each, levels up from the node before, name, self, what was left out below. */
export function readTree(bytes: Uint8Array, document: Pick<FlameDocument, 'nodes' | 'names' | 'unit' | 'total'>): FlameTree {
  const count = document.nodes;
  const tree: FlameTree = {
    count, unit: document.unit, total: document.total, names: document.names,
    depth: new Int32Array(count), name: new Int32Array(count), parent: new Int32Array(count),
    self: new Float64Array(count), size: new Float64Array(count), x: new Float64Array(count),
  };
  let at = 0;
  const varint = () => {
    let value = 0;
    let factor = 1;
    let byte;
    do {
      byte = bytes[at++] ?? 0;
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte > 127);
    return value;
  };
  const signed = () => {
    const value = varint();
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };
  const path: number[] = [];
  let level = -1;
  for (let i = 0; i < count; i++) {
    level += 1 - varint();
    tree.depth[i] = level;
    tree.name[i] = varint();
    const self = signed();
    tree.self[i] = self;
    tree.size[i] = Math.abs(self) + Math.abs(signed());
    tree.parent[i] = level > 0 ? path[level - 1]! : -1;
    path[level] = i;
  }

  for (let i = count - 1; i > 0; i--) tree.size[tree.parent[i]!]! += tree.size[i]!;
  const next = new Float64Array(count);
  for (let i = 1; i < count; i++) {
    const parent = tree.parent[i]!;
    tree.x[i] = tree.x[parent]! + next[parent]!;
    next[parent]! += tree.size[i]!;
  }

  return tree;
}

export async function unpackTree(document: FlameDocument): Promise<FlameTree> {
  const packed = Uint8Array.from(atob(document.tree), (letter) => letter.charCodeAt(0));
  const plain = await new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).arrayBuffer();
  return readTree(new Uint8Array(plain), document);
}

/** Sums frames up by function. A function that calls itself counts once in its total. */
export function topOf(tree: FlameTree): FlameRow[] {
  const rows = tree.names.map((name) => ({ name, self: 0, total: 0 }));
  const open = new Int32Array(rows.length);
  const path: number[] = [];
  for (let i = 1; i < tree.count; i++) {
    while (path.length > 0 && tree.depth[path.at(-1)!]! >= tree.depth[i]!) open[tree.name[path.pop()!]!]!--;
    const row = rows[tree.name[i]!]!;
    row.self += tree.self[i]!;
    if (open[tree.name[i]!]!++ === 0) row.total += tree.size[i]!;
    path.push(i);
  }

  return rows.filter((row) => row.total > 0).sort((one, other) => other.self - one.self || other.total - one.total);
}

/** The package of a Go function: what stands before the last part's first dot. */
export function packageOf(name: string): string {
  const cut = name.lastIndexOf('/');
  const dot = name.indexOf('.', cut + 1);
  return dot < 0 ? name : name.slice(0, dot);
}

/** Where a key leads from a frame; the frame itself where there is nothing in that direction. */
export function moveTo(tree: FlameTree, from: number, key: string): number {
  const depth = tree.depth[from]!;
  if (key === 'ArrowUp') return Math.max(0, tree.parent[from]!);
  if (key === 'ArrowDown') return from + 1 < tree.count && tree.depth[from + 1]! > depth ? from + 1 : from;
  if (key === 'ArrowRight') {
    for (let i = from + 1; i < tree.count && tree.depth[i]! >= depth; i++) if (tree.depth[i] === depth) return i;
  }

  if (key === 'ArrowLeft') {
    for (let i = from - 1; i > tree.parent[from]!; i--) if (tree.depth[i] === depth) return i;
  }

  return from;
}
