/** The heap's page map as the page holds it: columns of bytes, spans beside them, cells made of pages. No browser objects but atob. */
export interface RegionDocument {
  address: string;
  pages: number;
  kinds: string;
  fullness: string;
  resident: string;
  spans?: string;
}

export interface SizeClass {
  class: number;
  objectBytes: number;
  spans: number;
  objects: number;
  slots: number;
  bytes: number;
  objectTotalBytes: number;
  fragmentationBytes: number;
  occupancy: number;
}

export interface Total {
  bytes: number;
  residentBytes: number | null;
}

export interface MapDocument {
  time: string;
  pageBytes: number;
  totals: Record<'idle' | 'released' | 'objects' | 'stacks' | 'other', Total>;
  hugePageBytes: number | null;
  lazyFreeBytes: number | null;
  sizeClasses: SizeClass[];
  regions: RegionDocument[];
}

/** A page's kind in the document. */
const [idle, released, objects, stacks] = [0, 1, 2, 3];

/** What a cell is drawn as, in the order that decides between equals. */
export const cellKinds = ['objects', 'stacks', 'idle', 'releasedResident', 'other', 'idleGone', 'released'] as const;
export type CellKind = (typeof cellKinds)[number];

export interface Span {
  /** The first page, counted in its region. */
  page: number;
  pages: number;
  /** Null for stacks and the collector's work lists. */
  sizeClass: number | null;
  objects: number;
}

export interface Region {
  address: number;
  pages: number;
  kinds: Uint8Array;
  fullness: Uint8Array;
  /** Percent in RAM, a page each, or null where the kernel does not tell. */
  resident: Uint8Array | null;
  spans: Span[];
}

export interface HeapMap {
  pageBytes: number;
  regions: Region[];
}

function bytesOf(base64: string): Uint8Array {
  const text = atob(base64);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

/** Reads spans: varints, four a span: pages since the span before, pages, class + 1 (0: stacks), objects. */
export function readSpans(bytes: Uint8Array): Span[] {
  const spans: Span[] = [];
  let at = 0;
  let page = 0;
  const next = () => {
    let value = 0;
    let scale = 1;
    while (at < bytes.length) {
      const byte = bytes[at++]!;
      value += (byte & 127) * scale;
      if (byte < 128) break;
      scale *= 128;
    }

    return value;
  };
  while (at < bytes.length) {
    page += next();
    const pages = next();
    const kind = next();
    spans.push({ page, pages, sizeClass: kind === 0 ? null : kind - 1, objects: next() });
    page += pages;
  }

  return spans;
}

export function readMap(document: MapDocument): HeapMap {
  return {
    pageBytes: document.pageBytes,
    regions: document.regions.map((region) => {
      const resident = bytesOf(region.resident);
      return {
        address: Number(region.address),
        pages: region.pages,
        kinds: bytesOf(region.kinds),
        fullness: bytesOf(region.fullness),
        resident: resident.length ? resident : null,
        spans: readSpans(bytesOf(region.spans ?? '')),
      };
    }),
  };
}

/** The spans that lie in a stretch of pages, wholly or in part. */
export function spansIn(region: Region, page: number, end: number): Span[] {
  let low = 0;
  let high = region.spans.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const span = region.spans[middle]!;
    if (span.page + span.pages <= page) low = middle + 1;
    else high = middle;
  }

  const found: Span[] = [];
  for (; low < region.spans.length && region.spans[low]!.page < end; low++) found.push(region.spans[low]!);
  return found;
}

export function kindOfPage(region: Region, page: number): CellKind {
  const isIn = region.resident === null || region.resident[page]! > 0;
  switch (region.kinds[page]) {
    case idle:
      return isIn ? 'idle' : 'idleGone';
    case released:
      return region.resident !== null && isIn ? 'releasedResident' : 'released';
    case objects:
      return 'objects';
    case stacks:
      return 'stacks';
    default:
      return 'other';
  }
}

export interface Cell {
  region: Region;
  /** The first page. */
  page: number;
  pages: number;
  kind: CellKind;
  /** Mean percent over the pages with objects. */
  fullness: number;
  /** Mean percent in RAM, or null where the kernel does not tell. */
  resident: number | null;
  /** The spans in it of the kind that it is drawn as: with objects, or stacks. */
  spans: Span[];
  /** The class that most of its pages with objects have, or null. */
  sizeClass: number | null;
}

/** How many size classes have a hue and a line in the legend of their own. */
export const namedClasses = 6;

/** The classes with the most bytes, largest first. */
export const largestClasses = (sizeClasses: readonly SizeClass[]): SizeClass[] =>
  [...sizeClasses].sort((a, b) => b.bytes - a.bytes).slice(0, namedClasses);

/** Sums up a few pages as one cell: what most of them are. */
export function cellOf(region: Region, page: number, most: number): Cell {
  const end = Math.min(region.pages, page + most);
  const counts = new Map<CellKind, number>();
  let fullness = 0;
  let withObjects = 0;
  let resident = 0;
  for (let i = page; i < end; i++) {
    const kind = kindOfPage(region, i);
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
    resident += region.resident?.[i] ?? 0;
    if (kind === 'objects') {
      fullness += region.fullness[i]!;
      withObjects++;
    }
  }

  let kind: CellKind = 'released';
  let top = 0;
  for (const candidate of cellKinds) {
    const count = counts.get(candidate) ?? 0;
    if (count > top) [kind, top] = [candidate, count];
  }

  const spans = kind === 'objects' || kind === 'stacks' ? spansIn(region, page, end).filter((span) => (span.sizeClass !== null) === (kind === 'objects')) : [];
  return {
    region, page, pages: end - page, kind, spans, sizeClass: commonClass(spans, page, end),
    fullness: withObjects ? fullness / withObjects : 0,
    resident: region.resident ? resident / (end - page) : null,
  };
}

function commonClass(spans: Span[], page: number, end: number): number | null {
  const pages = new Map<number, number>();
  let most: number | null = null;
  for (const { sizeClass, ...span } of spans) {
    if (sizeClass === null) continue;
    const inside = Math.min(end, span.page + span.pages) - Math.max(page, span.page);
    pages.set(sizeClass, (pages.get(sizeClass) ?? 0) + inside);
    if (most === null || pages.get(sizeClass)! > pages.get(most)!) most = sizeClass;
  }

  return most;
}

/** A stretch of rows: a part of the heap's address space, with its label. */
export interface Block {
  address: number;
  region: Region;
  page: number;
  pages: number;
  /** The first row's top edge, and its number of rows. */
  top: number;
  rows: number;
}

export interface Layout {
  pagesPerCell: number;
  /** Pixels from one cell to the next. */
  size: number;
  columns: number;
  blocks: Block[];
  height: number;
}

const arenaBytes = 64 << 20;
const sizes = [12, 10, 8, 7, 6, 5, 4];
const blockGap = 6;

/** Finds the finest cells that fit: as few pages a cell as possible, then as many pixels. */
export function layOut(map: HeapMap, width: number, mostHeight: number): Layout {
  const parts: { region: Region; page: number; pages: number }[] = [];
  const arenaPages = arenaBytes / map.pageBytes;
  for (const region of map.regions) {
    const offset = Math.round((region.address % arenaBytes) / map.pageBytes);
    for (let page = 0; page < region.pages;) {
      const pages = Math.min(region.pages - page, arenaPages - ((offset + page) % arenaPages));
      parts.push({ region, page, pages });
      page += pages;
    }
  }

  for (let pagesPerCell = 1; ; pagesPerCell *= 2) {
    for (const size of sizes) {
      const columns = Math.max(8, Math.floor(width / size));
      const height = parts.reduce((sum, part) => sum + Math.ceil(Math.ceil(part.pages / pagesPerCell) / columns) * size + blockGap, 0);
      if (height <= mostHeight || (pagesPerCell >= 1 << 20 && size === 4)) {
        return place(parts, pagesPerCell, size, columns);
      }
    }
  }
}

function place(parts: { region: Region; page: number; pages: number }[], pagesPerCell: number, size: number, columns: number): Layout {
  let top = 0;
  const blocks = parts.map((part) => {
    const rows = Math.ceil(Math.ceil(part.pages / pagesPerCell) / columns);
    const block = { ...part, address: part.region.address + part.page * 8192, top, rows };
    top += rows * size + blockGap;
    return block;
  });
  return { pagesPerCell, size, columns, blocks, height: Math.max(size, top - blockGap) };
}

/** Which cell of a layout a place or a number means. */
export interface CellPlace {
  block: number;
  index: number;
}

export function cellCount(layout: Layout, block: Block): number {
  return Math.ceil(block.pages / layout.pagesPerCell);
}

export function hit(layout: Layout, x: number, y: number): CellPlace | null {
  const column = Math.floor(x / layout.size);
  if (column < 0 || column >= layout.columns) return null;
  for (let block = 0; block < layout.blocks.length; block++) {
    const part = layout.blocks[block]!;
    const row = Math.floor((y - part.top) / layout.size);
    if (row >= 0 && row < part.rows) {
      const index = row * layout.columns + column;
      return index < cellCount(layout, part) ? { block, index } : null;
    }
  }

  return null;
}

/** Moves on by cells, from block to block at the ends. */
export function step(layout: Layout, from: CellPlace, by: number): CellPlace {
  let { block, index } = from;
  index += by;
  while (index < 0 && block > 0) {
    block--;
    index += cellCount(layout, layout.blocks[block]!);
  }

  while (index >= cellCount(layout, layout.blocks[block]!) && block < layout.blocks.length - 1) {
    index -= cellCount(layout, layout.blocks[block]!);
    block++;
  }

  return { block, index: Math.max(0, Math.min(index, cellCount(layout, layout.blocks[block]!) - 1)) };
}

export function cellAt(layout: Layout, at: CellPlace): Cell {
  const block = layout.blocks[at.block]!;
  const page = block.page + at.index * layout.pagesPerCell;
  return cellOf(block.region, page, Math.min(layout.pagesPerCell, block.page + block.pages - page));
}
