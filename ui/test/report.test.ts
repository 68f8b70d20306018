import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import type { SeriesAnswer } from '../src/api.ts';
import { moveTo, packageOf, readTree, topOf } from '../src/flame/tree.ts';
import { answerFrom, cut, unpack, type Report } from '../src/report.ts';

const series: SeriesAnswer = {
  boot: 'b', sequence: 0, from: 1000, to: 5000,
  clocks: [[0, 1000, 2000, 3000, 4000], [500]],
  series: [
    { id: 'process.res', unit: 'KiB', clock: 0, last: [1, 2, 3, 4, 5], min: [0, 1, 2, 3, 4], max: [2, 3, 4, 5, 6] },
    { id: 'gc.pause', unit: 'ms', clock: 1, last: [7] },
  ],
};

const report = {
  series, hello: { boot: 'b' }, events: { events: [] }, gc: { cycles: [{ t: 4000 }, { t: 2000 }] },
  sample: null, why: { en: { headline: 'yes' }, zh: { headline: '是' } }, goroutines: null, flame: null,
} as unknown as Report;

test('cut_AWindow_KeepsOnePointOnEachSide', () => {
  const window = cut(series, ['process.res'], 3000, 3500);

  assert.deepEqual(window.clocks[0], [1000, 2000, 3000]);
  assert.deepEqual(window.series, [{ id: 'process.res', unit: 'KiB', clock: 0, last: [2, 3, 4], min: [1, 2, 3], max: [3, 4, 5] }]);
});

test('cut_AllOfIt_IsAllOfIt', () => {
  assert.deepEqual(cut(series, null, 1000, 5000), series);
});

test('answerFrom_EachLanguage_HasItsOwnVerdict', () => {
  assert.deepEqual(answerFrom(report, '/api/why', { lang: 'zh' }).body, { headline: '是' });
  assert.deepEqual(answerFrom(report, '/api/gc', { from: 3000, to: 5000 }).body, { cycles: [{ t: 4000 }] });
});

test('answerFrom_WhatTheReportLacks_IsRefused', () => {
  const reply = answerFrom(report, '/api/map', {});

  assert.equal(reply.ok, false);
  assert.equal((reply.body as { code: string }).code, 'no-process');
});

test('unpack_GzipInBase64_IsTheDocument', async () => {
  assert.deepEqual(await unpack(`\n${gzipSync(JSON.stringify(report)).toString('base64')}\n`), JSON.parse(JSON.stringify(report)));
});

// root > a (self 1) > b (self 2) > a (self 4); root > c (self 8, 3 left out): four varints a node, the last two zigzag.
const nodes = Uint8Array.from([0, 0, 0, 0, 0, 1, 2, 0, 0, 2, 4, 0, 0, 1, 8, 0, 3, 3, 16, 6]);
const flame = () => readTree(nodes, { nodes: 5, names: ['root', 'p.a', 'example.com/q.b', 'p.c'], unit: 'bytes', total: 18 });

test('readTree_PackedNodes_HaveSizesAndPlaces', () => {
  const tree = flame();

  assert.deepEqual([...tree.depth], [0, 1, 2, 3, 1]);
  assert.deepEqual([...tree.size], [18, 7, 6, 4, 11]);
  assert.deepEqual([...tree.x], [0, 0, 0, 0, 7]);
});

test('topOf_AFunctionThatCallsItself_CountsOnceInItsTotal', () => {
  assert.deepEqual(topOf(flame()), [
    { name: 'p.c', self: 8, total: 11 }, { name: 'p.a', self: 5, total: 7 }, { name: 'example.com/q.b', self: 2, total: 6 },
  ]);
});

test('moveTo_ArrowKeys_GoToNeighbours', () => {
  const tree = flame();

  assert.deepEqual(['ArrowDown', 'ArrowUp', 'ArrowRight', 'ArrowLeft'].map((key) => moveTo(tree, 1, key)), [2, 0, 4, 1]);
  assert.equal(moveTo(tree, 4, 'ArrowLeft'), 1);
});

test('packageOf_APathWithDots_IsCutAfterIt', () => {
  assert.equal(packageOf('example.com/q.v2/store.(*Cache).Put'), 'example.com/q.v2/store');
});
