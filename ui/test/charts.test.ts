import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Hello, Target } from '../src/api.ts';
import { charts, whyEmpty } from '../src/charts/definitions.ts';
import { en } from '../src/strings.ts';

const foreign = 'Process 4711 belongs to user 0, and this is user 65534 without CAP_SYS_PTRACE. Run as root.';

/** Why a chart of a watched process is empty. */
function why(id: string, target: Partial<Target>): string {
  const whole: Target = { name: 'orders', pid: 4711, sources: ['procfs'], timeBase: 'wall', state: 'live', warnings: [], ...target };
  return whyEmpty(charts.find((chart) => chart.id === id)!, { target: whole } as Hello, en);
}

test('whyEmpty_MemoryMayNotBeRead_NamesTheRightAndNotTheTrace', () => {
  for (const id of ['heap', 'pause', 'alloc', 'runtime', 'stacks', 'goroutines']) {
    assert.match(why(id, { warnings: [foreign] }), /right is missing.*Some figures are missing/, id);
  }

  assert.equal(why('gccpu', { warnings: [foreign] }), en.whyNoTrace);
  assert.equal(why('scav', { warnings: [foreign] }), en.whyNoTrace);
});

test('whyEmpty_OtherReasons_AreToldAsBefore', () => {
  assert.equal(why('heap', {}), en.whyNoTrace);
  assert.equal(why('heap', { warnings: [foreign], runtime: 'native' }), en.whyNotGo);
  assert.equal(why('heap', { warnings: [foreign], sources: ['procfs', 'gctrace'] }), en.whyWaitTrace);
  assert.equal(why('heap', { state: 'waiting' }), en.whyWaiting);
  assert.equal(why('heap', { state: 'waiting', ending: 'Process 4711 (orders) ended.' }), en.whyNoTrace);
});
