import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaults, pan, readView, windowOf, writeView, zoom, type View } from '../src/view.ts';

test('writeView_Defaults_IsNoHash', () => {
  assert.equal(writeView(defaults), '');
});

test('readView_WhatWasWritten_IsTheSame', () => {
  const view: View = {
    page: 'gc', preset: '3d', span: { from: 1_700_000_000_000, to: 1_700_000_060_000 }, pausedAt: null,
    toggled: ['process.virt', 'gc.heapEnd'], marks: false, zone: 'host', maximised: 'memory', theme: 'dark', lang: 'zh', keys: false, filter: 'net/http', process: 'worker',
    withSystem: true, goroutineSort: { key: 'start', down: false }, colouring: 'class',
  };

  assert.deepEqual(readView(writeView(view)), view);
});

test('readView_AnOrder_HasItsColumnAndItsDirection', () => {
  assert.deepEqual(readView('#sort=-stackBytes').goroutineSort, { key: 'stackBytes', down: true });
  assert.deepEqual(readView('#sort=count').goroutineSort, { key: 'count', down: false });
});

test('readView_Nonsense_FallsBack', () => {
  assert.deepEqual(readView('#v=<script>&r=9y&from=x&to=1&paused=1e9&tz=mars&theme=pink&lang=fr&sort=-pink&by=mood&own=yes'), defaults);
  assert.equal(readView('#from=20&to=10').span, null);
});

test('windowOf_APreset_FollowsTheNewestSampleAndStopsAtTheFirst', () => {
  const hour = 3_600_000;
  assert.deepEqual(windowOf({ ...defaults, preset: '1h' }, 0, 10 * hour, 60_000), { from: 9 * hour, to: 10 * hour });
  assert.deepEqual(windowOf({ ...defaults, preset: '6h' }, 8 * hour, 10 * hour, 60_000), { from: 8 * hour, to: 10 * hour });
  assert.deepEqual(windowOf({ ...defaults, preset: 'all' }, 0, 10 * hour, 60_000), { from: 0, to: 10 * hour });
  assert.deepEqual(windowOf({ ...defaults, preset: '5m' }, hour, hour, 60_000), { from: hour - 60_000, to: hour });
  assert.deepEqual(windowOf({ ...defaults, preset: '5m' }, hour, hour + 2000, 1000), { from: hour, to: hour + 2000 });
  assert.deepEqual(windowOf({ ...defaults, preset: '1h', pausedAt: 5 * hour }, 0, 10 * hour, 60_000), { from: 4 * hour, to: 5 * hour });
});

test('zoom_AboutAPlace_KeepsThatPlace', () => {
  assert.deepEqual(zoom({ from: 0, to: 100_000 }, 0.5, 0.25), { from: 12_500, to: 62_500 });
  assert.equal(zoom({ from: 0, to: 3000 }, 0.1).to - zoom({ from: 0, to: 3000 }, 0.1).from, 1000);
  assert.deepEqual(pan({ from: 0, to: 1000 }, -0.5), { from: -500, to: 500 });
});
