import assert from 'node:assert/strict';
import { test } from 'node:test';
import { classToken } from '../src/heap/draw.ts';
import { cellAt, cellCount, cellOf, hit, kindOfPage, largestClasses, layOut, namedClasses, readMap, readSpans, spansIn, step, type MapDocument } from '../src/heap/map.ts';

const base64 = (bytes: number[]) => Buffer.from(bytes).toString('base64');
const total = { bytes: 0, residentBytes: 0 };

/** Eight pages: two spans of 48-byte objects, stacks, idle in RAM and not, given back but in RAM, given back, taken by nobody. */
function small(repeat = 1): MapDocument {
  const many = (bytes: number[]) => base64(Array.from({ length: repeat }, () => bytes).flat());
  return {
    time: '2026-11-22T12:00:00Z', pageBytes: 8192, totals: { idle: total, released: total, objects: total, stacks: total, other: total },
    hugePageBytes: null, lazyFreeBytes: null, sizeClasses: [],
    regions: [{
      address: '0xc000000000', pages: 8 * repeat,
      kinds: many([2, 2, 3, 0, 0, 1, 1, 4]), fullness: many([96, 54, 0, 0, 0, 0, 0, 0]), resident: many([100, 50, 100, 100, 0, 100, 0, 0]),
      spans: base64([0, 1, 6, 0xa3, 1, 0, 1, 6, 91, 0, 1, 0, 0]),
    }],
  };
}

test('readSpans_Varints_AreSpansByPage', () => {
  assert.deepEqual(readSpans(new Uint8Array([2, 1, 6, 0xa3, 1, 3, 200, 1, 0, 0])), [
    { page: 2, pages: 1, sizeClass: 5, objects: 163 },
    { page: 6, pages: 200, sizeClass: null, objects: 0 },
  ]);
});

test('spansIn_AStretch_HasTheSpansThatReachIntoIt', () => {
  const region = { ...readMap(small()).regions[0]!, spans: readSpans(new Uint8Array([0, 1, 6, 63, 2, 4, 6, 91, 1, 1, 0, 0])) };
  const pages = (from: number, to: number) => spansIn(region, from, to).map((span) => span.page);
  assert.deepEqual(pages(0, 1), [0]);
  assert.deepEqual(pages(1, 3), []);
  assert.deepEqual(pages(4, 5), [3]);
  assert.deepEqual(pages(6, 9), [3, 8]);
  assert.deepEqual(pages(0, 9), [0, 3, 8]);
});

test('kindOfPage_EachPage_TellsWhetherItIsInRam', () => {
  const region = readMap(small()).regions[0]!;
  assert.deepEqual([0, 1, 2, 3, 4, 5, 6, 7].map((page) => kindOfPage(region, page)),
    ['objects', 'objects', 'stacks', 'idle', 'idleGone', 'releasedResident', 'released', 'other']);
});

test('cellOf_TwoPages_HasTheirMeans', () => {
  const cell = cellOf(readMap(small()).regions[0]!, 0, 2);
  assert.deepEqual([cell.kind, cell.fullness, cell.resident, cell.sizeClass], ['objects', 75, 75, 5]);
});

test('cellOf_SeveralSpans_HasTheClassOfMostPagesAndThemAll', () => {
  const region = readMap(small()).regions[0]!;
  region.spans = readSpans(new Uint8Array([0, 1, 6, 63, 0, 2, 9, 20, 0, 1, 0, 0]));
  region.kinds.set([2, 2, 2, 3]);
  const cell = cellOf(region, 0, 4);
  assert.deepEqual([cell.kind, cell.sizeClass, cell.spans.length], ['objects', 8, 2]);
});

test('classToken_EachClass_HasAHueOfItsOwnOrThatOfTheOthers', () => {
  const use = (sizeClass: number, bytes: number) => ({ class: sizeClass, bytes, objectBytes: 8, spans: 1, objects: 1, slots: 1, objectTotalBytes: 8, fragmentationBytes: 0, occupancy: 1 });
  // Classes whose numbers are equal modulo eight: once the remainder gave the hue.
  const largest = largestClasses([8, 0, 16, 24, 32, 40, 48, 56, 64, 72].map((sizeClass, i) => use(sizeClass, 1000 - i))).map(({ class: number }) => number);
  const tokens = largest.map((sizeClass) => classToken(sizeClass, largest));
  assert.equal(new Set(tokens).size, namedClasses);
  assert.equal(classToken(72, largest), 'c-meta');
  assert.equal(classToken(null, largest), 'c-meta');
});

test('layOut_AnySize_HoldsEachPageOnceAndFits', () => {
  for (const repeat of [1, 100, 5000, 40_000]) {
    const map = readMap(small(repeat));
    const layout = layOut(map, 800, 600);
    assert.ok(layout.height <= 600, `${layout.height}`);
    let pages = 0;
    layout.blocks.forEach((block, i) => {
      for (let index = 0; index < cellCount(layout, block); index++) pages += cellAt(layout, { block: i, index }).pages;
    });
    assert.equal(pages, 8 * repeat);
  }
});

test('hit_ThePlaceOfACell_IsTheCell', () => {
  const layout = layOut(readMap(small(3000)), 800, 600);
  const at = { block: 1, index: layout.columns + 3 };
  const x = 3 * layout.size + 1;
  const y = layout.blocks[1]!.top + layout.size + 1;
  assert.deepEqual(hit(layout, x, y), at);
  assert.equal(hit(layout, x, 5000), null);
});

test('step_OverTheEnds_GoesOnInTheNextBlock', () => {
  const layout = layOut(readMap(small(3000)), 800, 600);
  const first = cellCount(layout, layout.blocks[0]!);
  assert.deepEqual(step(layout, { block: 0, index: first - 1 }, 1), { block: 1, index: 0 });
  assert.deepEqual(step(layout, { block: 1, index: 0 }, -1), { block: 0, index: first - 1 });
  assert.deepEqual(step(layout, { block: 0, index: 0 }, -5), { block: 0, index: 0 });
});
