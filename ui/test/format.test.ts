import assert from 'node:assert/strict';
import { test } from 'node:test';
import { amount, amountChange, bounds, clock, difference, duration, figure, number, range, signed, size, zoneName, type TimeStyle } from '../src/format.ts';

const MiB = 1024 * 1024;
const utc: TimeStyle = { zone: 'utc', hostZone: 'Asia/Shanghai', elapsed: false, lang: 'en' };
const noon = Date.UTC(2026, 10, 22, 12, 0, 5);

test('size_ByMagnitude_KeepsTheDigitsThatCount', () => {
  assert.equal(size(0), '0 MiB');
  assert.equal(size(48 * 1024), '48 KiB');
  assert.equal(size(61.24 * MiB), '61.2 MiB');
  assert.equal(size(1286.4 * MiB), '1,286 MiB');
  assert.equal(size(-3.2 * MiB), '−3.2 MiB');
});

test('amount_AsTheServerWritesIt_HasThreeDigits', () => {
  assert.equal(amount(0), '0 B');
  assert.equal(amount(48 * 1024), '48.0 KiB');
  assert.equal(amount(883.9 * MiB), '884 MiB');
  assert.equal(amount(61.24 * MiB), '61.2 MiB');
  assert.equal(amount(1286.4 * MiB), '1.26 GiB');
  assert.equal(amountChange(883.9 * MiB), '+884 MiB');
  assert.equal(amountChange(-3.2 * MiB), '−3.20 MiB');
  assert.equal(amountChange(200), '±0');
});

test('bounds_OfTwoDays_HaveTheirDates', () => {
  assert.deepEqual(bounds(noon, noon + 5000, utc), ['12:00:05', '12:00:10']);
  assert.deepEqual(bounds(noon, noon + 3_600_000, utc), ['12:00', '13:00']);
  assert.deepEqual(bounds(noon, noon + 86_400_000, utc), ['22 Nov 12:00:05', '23 Nov 12:00:05']);
});

test('difference_RoundedFiguresAgree_AreMebibytes', () => {
  assert.deepEqual(difference(61.2 * MiB, 10.1 * MiB), { left: '61.2', right: '10.1', result: '51.1', unit: 'MiB' });
});

test('difference_RoundedFiguresWouldNotAddUp_AreExactKibibytes', () => {
  const sum = difference(61.24 * MiB, 10.16 * MiB);

  assert.equal(sum.unit, 'KiB');
  const [left, right, result] = [sum.left, sum.right, sum.result].map((text) => Number(text.replace(',', '')));
  assert.ok(Math.abs(left! - right! - result!) <= 1);
});

test('difference_AnyPages_AddUpAsPrinted', () => {
  for (let pages = 1; pages < 5000; pages += 37) {
    const sum = difference(pages * 4096, (pages % 911) * 4096);
    const [left, right, result] = [sum.left, sum.right, sum.result].map((text) => Number(text.replaceAll(',', '').replace('−', '-')));
    assert.ok(Math.abs(left! - right! - result!) < 1e-9, JSON.stringify(sum));
  }
});

test('figure_ByUnit_RoundsAsItsChartDoes', () => {
  assert.equal(figure(1.2345, 'ms'), '1.23');
  assert.equal(figure(12.345, 'percent'), '12.3');
  assert.equal(figure(1204, 'count'), '1,204');
  assert.equal(figure(12 * MiB, 'bytes/s'), '12.0');
  assert.equal(figure(null, 'ms'), '–');
  assert.equal(figure(Number.NaN, 'bytes'), '–');
});

test('number_Negative_HasAMinusSign', () => {
  assert.equal(number(-1.5, 1), '−1.5');
  assert.equal(signed(number(-1.5, 1)), '−1.5');
  assert.equal(signed(number(1.5, 1)), '+1.5');
});

test('range_WithinADay_TellsTheDayOnce', () => {
  assert.equal(range(noon - 900_000, noon, utc), '22 Nov 11:45 – 12:00');
  assert.equal(range(noon - 86_400_000, noon, utc), '21 Nov 12:00 – 22 Nov 12:00');
  assert.equal(range(noon - 60_000, noon, utc), '22 Nov 11:59:05 – 12:00:05');
});

test('clock_InTheHostsZone_IsTheHostsTime', () => {
  assert.equal(clock(noon, { ...utc, zone: 'host' }), '20:00:05');
  assert.equal(zoneName({ ...utc, zone: 'host' }, noon), 'UTC+8');
  assert.equal(clock(noon, { ...utc, zone: 'host', hostZone: 'No/Such' }).length, 8);
});

test('clock_Elapsed_CountsFromTheStart', () => {
  assert.equal(clock(3_725_000, { ...utc, elapsed: true }), '+1:02:05');
  assert.equal(zoneName({ ...utc, elapsed: true }, 0), '');
});

test('duration_AnyLength_HasTwoUnitsAtMost', () => {
  assert.equal(duration(400, 'en'), '0 s');
  assert.equal(duration(125_000, 'en'), '2 min 5 s');
  assert.equal(duration(3 * 3_600_000, 'en'), '3 h');
  assert.equal(duration(51 * 3_600_000, 'zh'), '2 天 3 小时');
});
