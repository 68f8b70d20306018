import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { SeriesAnswer } from '../src/api.ts';
import { append, breakGaps, emptyColumns, join, quantile, readAnswer, summarise, trim, type Columns } from '../src/series.ts';

const of = (points: [number, number | null][], folded = false): Columns => ({
  t: points.map(([time]) => time),
  last: points.map(([, value]) => value),
  min: points.map(([, value]) => value),
  max: points.map(([, value]) => value),
  folded,
});

test('readAnswer_Kibibytes_BecomeBytesAndTimesAbsolute', () => {
  const answer: SeriesAnswer = {
    boot: 'b', sequence: 3, from: 1000, to: 4000,
    clocks: [[0, 1000]],
    series: [{ id: 'process.res', unit: 'KiB', clock: 0, last: [1, 2] }, { id: 'process.threads', unit: 'count', clock: 0, last: [7, 8], min: [6, 8], max: [9, 8] }],
  };

  const read = readAnswer(answer, () => null);

  assert.deepEqual(read.get('process.res'), { t: [1000, 2000], last: [1024, 2048], min: [1024, 2048], max: [1024, 2048], folded: false });
  assert.deepEqual(read.get('process.threads')!.max, [9, 8]);
  assert.equal(read.get('process.threads')!.folded, true);
});

test('breakGaps_APauseInSampling_IsLeftOpen', () => {
  const broken = breakGaps(of([[0, 1], [1000, 2], [2000, 3], [60_000, 4], [61_000, 5]]), 5000);

  assert.deepEqual(broken.t, [0, 1000, 2000, 2001, 60_000, 61_000]);
  assert.deepEqual(broken.last, [1, 2, 3, null, 4, 5]);
});

test('append_ATimeThatIsThere_IsLeftOut', () => {
  const columns = of([[1000, 1], [2000, 2]]);

  append(columns, 2000, 9, 5000);
  append(columns, 3000, 3, 5000);
  append(columns, 20_000, 4, 5000);

  assert.deepEqual(columns.t, [1000, 2000, 3000, 3001, 20_000]);
  assert.deepEqual(columns.last, [1, 2, 3, null, 4]);
});

test('join_DifferentClocks_KeepsGapsAndMarksTheRestAsNothing', () => {
  const { t, rows } = join([of([[1, 10], [3, null], [5, 50]]), of([[2, 20], [5, 55]])]);

  assert.deepEqual(t, [1, 2, 3, 5]);
  assert.deepEqual([...rows[0]!.last], [10, undefined, null, 50]);
  assert.deepEqual([...rows[1]!.last], [undefined, 20, undefined, 55]);
});

test('join_OneClock_CopiesNothing', () => {
  const one = of([[1, 1], [2, 2]]);
  const other = of([[1, 3], [2, 4]]);

  const joined = join([one, other]);

  assert.equal(joined.t, one.t);
  assert.equal(joined.rows[1], other);
  assert.deepEqual(join([]), { t: [], rows: [] });
});

test('trim_OldPoints_AreDropped', () => {
  const columns = of([[1, 1], [2, 2], [3, 3]]);

  trim(columns, 2);

  assert.deepEqual(columns.t, [2, 3]);
  assert.deepEqual(columns.max, [2, 3]);
});

test('summarise_AStretch_HasItsOwnExtremes', () => {
  const columns = of([[1, 9], [2, 2], [3, null], [4, 4], [5, 1]]);

  assert.deepEqual(summarise(columns, 2, 4), { last: 4, min: 2, max: 4, lastTime: 4 });
  assert.equal(summarise(columns, 3, 3), null);
  assert.equal(summarise(undefined, 0, 9), null);
});

test('quantile_Of100Values_IsThe99th', () => {
  const columns = of(Array.from({ length: 100 }, (_, i) => [i, i + 1]));

  assert.equal(quantile(columns, 0, 99, 0.99), 99);
  assert.equal(quantile(emptyColumns(), 0, 99, 0.99), null);
});
