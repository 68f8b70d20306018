// The real command in a real browser: `resident demo` builds a Go service, runs it and serves its page.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { filled, open, shot, start } from './browser.mjs';

const go = spawnSync('go', ['version']).status === 0;
const skip = go ? false : 'there is no Go toolchain (apt-get install golang-go)';
let demo;
let view;

before(async () => {
  if (!go) {
    return;
  }

  demo = await start('demo', '--no-browser', '--', '-retain', '65536');
  view = await open();
});

after(async () => {
  await view?.context.close();
  demo?.child.kill('SIGTERM');
});

test('Demo_Opened_ShowsTheLeakAndItsCycles', { skip }, async () => {
  const { page } = view;
  await page.goto(demo.url);
  await filled(page);
  await page.waitForFunction(async () => (await (await fetch('/api/gc?limit=100')).json()).cycles.length >= 10, null, { timeout: 60_000 });
  await page.waitForTimeout(3_000);
  await shot(page, 'demo-live-light');

  assert.equal(await page.locator('.target b').innerText(), 'leaky');
  const legend = await page.locator('[data-chart=memory] [data-line="process.res"]').innerText();
  assert.ok(Number(legend.replaceAll(',', '')) > 5, `RES reads ${legend} MiB`);
});

test('Demo_Figures_AreTheKernels', { skip }, async () => {
  const { page } = view;
  // A program that was met before its runtime was set up is opened a little later.
  await page.waitForFunction(async () => (await (await fetch('/api/sample')).json()).go, null, { timeout: 60_000 });
  const sample = await (await page.request.get(new URL('/api/sample', demo.url).href)).json();
  const status = readFileSync(`/proc/${sample.process.pid}/status`, 'utf8');
  const rss = Number(/VmRSS:\s+(\d+) kB/.exec(status)[1]) * 1024;
  assert.ok(Math.abs(rss - sample.process.res) < 8 << 20, `the page says ${sample.process.res}, the kernel ${rss}`);
  assert.equal(sample.process.resMinusShr, sample.process.res - sample.process.shr);
  assert.equal(sample.go?.source, 'memory', JSON.stringify(sample.warnings));
});

test('Demo_StderrOfTheService_HasNoTraceLines', { skip }, () => {
  assert.match(demo.said.stderr, /leaky: serving on/);
  assert.doesNotMatch(demo.said.stderr, /^gc \d+ @|^scav /m);
});

test('Demo_OtherTabs_AreWholeToo', { skip }, async () => {
  const { page, problems, hosts } = view;
  for (const name of ['GC log', 'Fields']) {
    await page.getByRole('link', { name }).or(page.getByRole('tab', { name })).first().click();
    await page.locator('main table').first().waitFor();
    await shot(page, `demo-${name.toLowerCase().replace(' ', '-')}`);
  }

  assert.deepEqual(problems, []);
  assert.deepEqual([...hosts], [new URL(demo.url).host]);
});

test('Demo_Ended_StaysWhileTheTabIsOpenAndTellsHow', { skip }, async () => {
  const { page, context } = view;
  const { target } = await (await page.request.get(new URL('/api/hello', demo.url).href)).json();
  assert.ok(existsSync(`/proc/${target.pid}`));
  const ended = new Promise((resolve) => demo.child.once('exit', (code, signal) => resolve(code ?? signal)));
  process.kill(target.pid, 'SIGTERM');
  await page.locator('.banner').getByText('The program ended with exit code 0.').waitFor();
  await page.waitForTimeout(7_000);
  assert.equal(demo.child.exitCode, null, 'somebody looks at the page');
  assert.match(demo.said.stderr, /resident: The program ended with exit code 0\.\nresident: [a-z-]+: RES .*\nresident: The recording is \/.*\.resident\. See it with: resident watch \//);
  await context.close();
  assert.equal(await ended, 0);
  assert.ok(!existsSync(`/proc/${target.pid}`));
});
