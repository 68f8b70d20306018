import assert from 'node:assert/strict';
import { test } from 'node:test';
import { say, sentences } from '../src/words/server.ts';

const figures = { seconds: 12, pid: 4711, name: 'orders', res: 3 << 20, peak: 5 << 20, status: 9 };

test('sentences_EachCode_IsInBothLanguagesWithItsFigures', () => {
  assert.deepEqual(Object.keys(sentences.zh), Object.keys(sentences.en));
  for (const code of Object.keys(sentences.en)) {
    const english = say({ text: '', code, figures }, 'en');
    const chinese = say({ text: '', code, figures }, 'zh');
    assert.match(english, /^[A-Z].*[.?]$/);
    assert.match(chinese, /[\u4e00-\u9fff].*[。？]$/);
    assert.deepEqual(english.match(/\d+(?:\.\d+)?/g), chinese.match(/\d+(?:\.\d+)?/g), code);
  }
});

test('say_UnknownCode_IsTheServersSentence', () => {
  assert.equal(say({ text: 'A new thing.', code: 'new-thing', figures: {} }, 'zh'), 'A new thing.');
  assert.equal(say({ text: 'deploy v2.31' }, 'zh'), 'deploy v2.31');
});
