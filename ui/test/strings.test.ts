import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fields } from '../src/fields.ts';
import { en, zh } from '../src/strings.ts';

const same = new Set(['pid', 'toChinese', 'toEnglish', 'zoneUtc', 'csv', 'json', 'gcNumber', 'gcCpu', 'groupTop', 'groupPs', 'sRes', 'sShr', 'sVirt', 'sSwap', 'sData', 'sCode', 'sGcCpu', 'sGoroutines', 'sCpu', 'chartGoroutines', 'runtimeGo', 'runtimeDotnet', 'everySecond', 'cellSpan', 'limitGo', 'lShare']);

test('Chinese_EveryWord_IsTranslated', () => {
  const left = Object.entries(en).filter(([key, word]) => typeof word === 'string' && !same.has(key) && zh[key as keyof typeof zh] === word);
  assert.deepEqual(left, []);
});

test('English_OneOfAKind_IsSingular', () => {
  assert.equal(en.cellSpanValue('8 KiB', '1'), '8 KiB, 1 page');
  assert.equal(en.cellSpanValue('16 KiB', '2'), '16 KiB, 2 pages');
  assert.equal(en.whyCycles('1'), '1 GC cycle');
  assert.equal(en.whyCycles('1,001'), '1,001 GC cycles');
  assert.equal(en.goroutinesSub('1', '1'), '1 goroutine in 1 group');
});

test('Fields_Each_IsExplainedInOneSentenceInBothLanguages', () => {
  for (const field of fields) {
    assert.match(field.meaning.en, /^.{10,110}\.$/, field.name);
    assert.match(field.meaning.zh, /[\u4e00-\u9fff].*。$/, field.name);
    assert.match(field.detail.en, /\.$/, field.name);
    assert.match(field.detail.zh, /。$/, field.name);
  }
});

test('Fields_OfTopAndPs_AreAllThere', () => {
  const names = fields.map((field) => field.name);
  for (const name of ['VIRT', 'RES', 'SHR', 'SWAP', 'CODE', 'DATA', 'nMin', 'nMaj', 'VSZ', 'RSS', 'TTY', 'STAT', 'TIME', 'RssAnon', 'RssFile', 'RssShmem', 'VmHWM', 'PSS', 'USS', 'LazyFree']) {
    assert.ok(names.includes(name), name);
  }

  assert.equal(new Set(fields.map((field) => field.id)).size, fields.length);
});
