// The page Why: over a stored document for its looks, over a real Go program for its truth; and marks, and several processes.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { filled, open, serve, shot, start, violations } from './browser.mjs';

const stored = readFileSync(new URL('./verdict.json', import.meta.url), 'utf8');
const hasGo = spawnSync('go', ['version']).status === 0;
const cleanups = [];
after(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

/** Starts the command for one test. */
async function serveWith(...args) {
  const { child, url } = await start(...args);
  cleanups.push(() => child.kill('SIGTERM'));
  return url;
}

let staged;
async function stage() {
  if (!staged) {
    const server = await serve('quiet-leak', 5);
    const browser = await open();
    cleanups.push(() => server.stop(), () => browser.context.close());
    staged = { server, ...browser };
  }

  return staged;
}

async function openStored(hash) {
  const { server, page } = await stage();
  await page.unrouteAll();
  await page.route('**/api/why?*', (route) => route.fulfill({ contentType: 'application/json', body: stored }));
  await page.goto('about:blank');
  await page.goto(new URL(hash, server.url).href);
  await page.locator('#verdict-title').waitFor();
  return page;
}

test('Why_StoredVerdict_ShowsSentenceLedgerAndCauses', async () => {
  const verdict = JSON.parse(stored);
  const page = await openStored('#v=why');
  assert.equal(await page.locator('#verdict-title').innerText(), verdict.headline.replaceAll('`', ''));
  assert.equal(await page.locator('.ledger tbody tr').count(), verdict.ledger.length);
  await page.getByText('Adds up to RES exactly (VmRSS 1,316,864 kB)').waitFor();
  assert.equal(await page.locator('.bar.now > i').count(), verdict.ledger.length);
  await page.getByText('63 % of the container’s limit of 2.00 GiB').waitFor();
  assert.equal(await page.locator('.checks .sign.good').count(), verdict.ruledOut.length);
  await page.getByText('internal/store/cache.go:118'.split('/').slice(-2).join('/')).waitFor();
});

test('OverTime_PointedAt_TellsWhatResWasMadeOfThere', async () => {
  const verdict = JSON.parse(stored);
  const page = await openStored('#v=why');
  const plane = page.locator('.over-time .plane');
  await plane.scrollIntoViewIfNeeded();
  const box = await plane.boundingBox();
  await page.mouse.move(box.x + box.width - 12, box.y + box.height / 2);
  const tip = page.locator('.over-time .tip');
  const last = verdict.ledgers.at(-1);
  await tip.getByText(`${(last.resBytes / 1073741824).toFixed(2)} GiB`).waitFor();
  const shown = Object.values(last.terms).filter((bytes) => bytes > 0).length;
  assert.ok((await tip.locator('dd').count()) > shown, 'RES and each term');
  await shot(page, 'why-over-time', false);
  await page.mouse.move(10, 10);
  await tip.waitFor({ state: 'detached' });
  await page.locator('.over-time .plot-box').focus();
  await page.keyboard.press('ArrowRight');
  await tip.getByText(`${Math.round(verdict.ledgers[0].resBytes / 1048576)} MiB`).waitFor();
  await page.keyboard.press('Escape');
  await tip.waitFor({ state: 'detached' });
  assert.deepEqual(await violations(page), []);
});

test('Why_LedgerThatDoesNotAddUp_SaysSo', async () => {
  const { server, page } = await stage();
  const wrong = JSON.parse(stored);
  wrong.ledger[0].toBytes -= 1 << 20;
  await page.unrouteAll();
  await page.route('**/api/why?*', (route) => route.fulfill({ contentType: 'application/json', body: JSON.stringify(wrong) }));
  await page.goto('about:blank');
  await page.goto(new URL('#v=why', server.url).href);
  await page.getByText('1.00 MiB do not add up').waitFor();
});

for (const [name, hash, width] of [
  ['light', '&theme=light', 1440], ['dark', '&theme=dark', 1440], ['zh', '&theme=light&lang=zh', 1440],
  ['mobile', '&theme=light', 390], ['mobile-zh-dark', '&theme=dark&lang=zh', 390],
]) {
  test(`Why ${name}_CheckedByAxe_HasNoViolationsAndDoesNotScrollSideways`, async () => {
    const { page } = await stage();
    await page.setViewportSize({ width, height: 1000 });
    await openStored(`#v=why${hash}`);
    await shot(page, `why-${name}`);
    const [wide, visible] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    assert.ok(wide <= visible, `${wide} pixels in ${visible}`);
    const over = await page.locator('.ledger .table-scroll').evaluate((frame) => frame.scrollWidth - frame.clientWidth);
    assert.ok(over <= 0, `the ledger is ${over} pixels too wide`);
    assert.deepEqual(await violations(page), []);
    await page.setViewportSize({ width: 1440, height: 1000 });
  });
}

test('Why_NoProcessBehindThePage_SaysSo', async () => {
  const { server, page } = await stage();
  await page.unrouteAll();
  await page.goto('about:blank');
  await page.goto(new URL('#v=why', server.url).href);
  await page.getByRole('alert').getByText('No verdict can be given here').waitFor();
  assert.deepEqual(await violations(page), []);
});

test('Why_RealProgram_LedgerAddsUpToRes', { skip: hasGo ? false : 'there is no Go toolchain (apt-get install golang-go)' }, async () => {
  const url = await serveWith('demo', '--no-browser', '--', '-retain', '65536');
  const { page, context, problems } = await open();
  cleanups.push(() => context.close());
  await page.goto(new URL('#v=why', url).href);
  await page.locator('#verdict-title').waitFor({ timeout: 60_000 });
  const verdict = await (await page.request.get(new URL('/api/why?lang=en', url).href)).json();
  assert.equal(verdict.schema, 'resident.verdict/1');
  assert.equal(verdict.ledger.reduce((sum, term) => sum + term.toBytes, 0), verdict.res.toBytes);
  await page.getByText(/Adds up to RES exactly/).waitFor();
  await shot(page, 'why-real');
  await page.goto(new URL('#v=why&lang=zh', url).href);
  await page.waitForFunction(() => /[\u4e00-\u9fff]/.test(document.querySelector('#verdict-title')?.textContent ?? ''));
  await shot(page, 'why-real-zh');
  assert.deepEqual(problems.filter((problem) => !problem.includes('404')), []);
});

test('Why_WindowOfTheTimeBar_IsWhatTheAnswerIsFor', { skip: hasGo ? false : 'there is no Go toolchain (apt-get install golang-go)' }, async () => {
  const url = await serveWith('demo', '--no-browser', '--', '-retain', '65536');
  const { page, context, problems } = await open();
  cleanups.push(() => context.close());
  await page.goto(new URL('#v=why', url).href);
  await page.locator('#verdict-title').waitFor({ timeout: 60_000 });
  // The time bar of all pages; a verdict is on all that there is until another stretch is chosen.
  await page.locator('.timebar').getByRole('button', { name: 'All', pressed: true }).waitFor();
  const seen = async () => (await (await page.request.get(new URL('/api/why', url).href)).json()).window;
  let whole = await seen();
  for (let tries = 0; tries < 30 && whole.seconds <= 20; tries++) {
    await page.waitForTimeout(2_000);
    whole = await seen();
  }

  const from = Date.parse(whole.from) + 5_000;
  const asked = page.waitForResponse((answer) => answer.url().includes('/api/why?') && answer.url().includes(`from=${from}&to=${from + 12_000}`));
  await page.evaluate((hash) => { location.hash = hash; }, `#v=why&from=${from}&to=${from + 12_000}`);
  const answer = await (await asked).json();
  assert.ok(answer.window, JSON.stringify(answer));
  const { window } = answer;
  assert.ok(Date.parse(window.from) >= from && Date.parse(window.to) <= from + 12_000, `${window.from} to ${window.to}`);
  await page.locator('.chip', { hasText: '11 s' }).or(page.locator('.chip', { hasText: '12 s' })).first().waitFor();
  await page.getByText('RES at the end').waitFor();
  await shot(page, 'why-window');
  await page.locator('.timebar').getByRole('button', { name: 'All' }).click();
  await page.getByText('RES now').waitFor();
  const empty = await page.request.get(new URL('/api/why?from=1000&to=2000', url).href);
  assert.equal((await empty.json()).code, 'empty-window');
  assert.deepEqual(await violations(page), []);
  assert.deepEqual(problems.filter((problem) => !problem.includes('404')), []);
});

test('Why_OfAProcessThatWasRecorded_BeginsWithTheRecording', { skip: hasGo ? false : 'there is no Go toolchain (apt-get install golang-go)' }, async () => {
  const state = mkdtempSync(join(tmpdir(), 'resident-state-'));
  process.env.XDG_STATE_HOME = state;
  try {
    const first = await start('demo', '--no-browser', '--', '-retain', '65536');
    cleanups.push(() => first.child.kill('SIGTERM'));
    const { target } = await (await fetch(new URL('/api/hello', first.url))).json();
    await new Promise((resolve) => setTimeout(resolve, 15_000));
    const url = await serveWith('watch', String(target.pid), '--no-browser');
    const { page, context } = await open();
    cleanups.push(() => context.close());
    await page.goto(new URL('#v=why', url).href);
    await page.locator('.chip', { hasText: 'From a recording since' }).waitFor({ timeout: 60_000 });
    await shot(page, 'why-recorded');
    const hello = await (await page.request.get(new URL('/api/hello', url).href)).json();
    assert.ok(hello.last - hello.first > 13_000, `the charts begin ${hello.last - hello.first} ms ago`);
    await page.goto(new URL('#r=all', url).href);
    await filled(page);
    await shot(page, 'live-recorded');
  } finally {
    delete process.env.XDG_STATE_HOME;
  }
});

test('Mark_Put_StandsOnTheTimeline', async () => {
  const { server, page } = await stage();
  await page.unrouteAll();
  await page.goto('about:blank');
  await page.goto(server.url);
  await filled(page);
  await page.keyboard.press('k');
  await page.getByLabel('What happened?').fill('load test');
  await shot(page, 'mark', false);
  await page.keyboard.press('Enter');
  await page.locator('.events li', { hasText: 'load test' }).waitFor();
  const { events } = await (await page.request.get(new URL('/api/events', server.url).href)).json();
  assert.ok(events.some((event) => event.kind === 'mark' && event.text === 'load test'));
});

test('Mark_FromAnotherSite_IsRefused', async () => {
  const { server, page } = await stage();
  const answer = await page.request.post(new URL('/api/mark?text=x', server.url).href, { headers: { Origin: 'http://evil.example' } });
  assert.equal(answer.status(), 403);
});

test('Trace_OfTwoProcesses_IsDrawnOneAtATime', async () => {
  const line = (name, gc, at, live) => `[${name}] gc ${gc} @${at}s 1%: 0.018+1.3+0.010 ms clock, 0.14+0.35/1.1/2.5+0.080 ms cpu, ${live + 2}->${live + 3}->${live} MB, ${live * 2} MB goal, 0 MB stacks, 0 MB globals, 8 P\n`;
  const file = join(mkdtempSync(join(tmpdir(), 'resident-two-')), 'two.log');
  writeFileSync(file, Array.from({ length: 30 }, (_, i) => line('api', i + 1, i + 1, 100) + line('worker', i + 1, i + 1, 7)).join(''));
  const url = await serveWith('trace', '--no-browser', file);
  const { page, context } = await open();
  cleanups.push(() => context.close());
  await page.goto(new URL('#r=all', url).href);
  await filled(page);
  const live = () => page.locator('[data-chart=heap] [data-line="gc.heapLive"]').innerText();
  const { processes } = await (await page.request.get(new URL('/api/hello', url).href)).json();
  assert.equal(processes.length, 2);
  const picker = page.getByLabel('Process', { exact: true });
  assert.deepEqual(await picker.locator('option').allInnerTexts(), processes.map((name) => name || '#1'));
  assert.equal(await live(), '100.0');
  await picker.selectOption(processes[1]);
  await page.waitForFunction(() => document.querySelector('[data-chart=heap] [data-line="gc.heapLive"]').textContent === '7.0');
  assert.ok(page.url().includes('process='));
  await shot(page, 'two-processes', false);
  await page.goto(new URL('#v=gc&r=all', url).href);
  await page.locator('table.gc tbody tr').first().waitFor();
});
