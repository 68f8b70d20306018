import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { spawn } from 'node:child_process';
import { copyFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { filled, open, serve, shot, start } from './browser.mjs';

const cleanups = [];
after(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

async function stage(scene, ...settings) {
  const server = await serve(scene, ...settings);
  const browser = await open();
  cleanups.push(() => server.stop(), () => browser.context.close());
  return { server, ...browser };
}

test('Connection_Dropped_ResumesWhereItStoppedAndFillsTheGap', async () => {
  const { server, page } = await stage('quiet-leak', 10);
  const asked = [];
  let current;
  await page.routeWebSocket(/\/api\/live/, (socket) => {
    asked.push(socket.url());
    const upstream = socket.connectToServer();
    current = { socket, upstream };
  });
  await page.goto(server.url);
  await filled(page);
  await page.waitForTimeout(1500);
  await current.socket.close({ code: 1001, reason: 'dropped by the test' });
  await page.getByText(/Connection lost/).first().waitFor();
  await page.waitForFunction(() => /Live/.test(document.querySelector('.status').textContent));
  assert.equal(asked.length, 2);
  assert.match(asked[1], /from=[0-9a-f]+%3A\d+/);
});

test('Server_Frozen_IsCalledStalledAndComesBack', async () => {
  const { server, page } = await stage('quiet-leak', 10);
  await page.goto(server.url);
  await filled(page);
  server.process.kill('SIGSTOP');
  await page.getByText('Stalled').waitFor({ timeout: 15_000 });
  await page.getByText(/No sample for/).waitFor({ timeout: 15_000 });
  await shot(page, 'stalled', false);
  server.process.kill('SIGCONT');
  await page.waitForFunction(() => /Live/.test(document.querySelector('.status').textContent), null, { timeout: 30_000 });
});

test('Target_KilledByOom_IsToldInABannerAndAFlag', async () => {
  const { server, page } = await stage('quiet-leak', 10, 3);
  await page.goto(server.url);
  await page.getByText(/killed by the OOM killer/).first().waitFor({ timeout: 20_000 });
  await page.locator('.chip.oom').waitFor();
  assert.equal(await page.locator('.status [role=status]').innerText(), 'Ended');
  await page.getByRole('button', { name: 'Show the last 5 minutes' }).click();
  await shot(page, 'oom');
});

test('Target_KilledWhileThePastIsFetched_KeepsItsFlag', async () => {
  const { server, page } = await stage('quiet-leak', 10, 12);
  let asked;
  const answered = new Promise((resolve) => (asked = resolve));
  let deliver;
  const toldOfTheEnd = new Promise((resolve) => (deliver = resolve));
  await page.route('**/api/events*', async (route) => {
    const response = await route.fetch();
    asked(await response.text());
    await toldOfTheEnd;
    await route.fulfill({ response });
  });
  await page.goto(server.url);
  assert.doesNotMatch(await answered, /"oom"/);
  await page.getByText(/killed by the OOM killer/).first().waitFor({ timeout: 40_000 });
  deliver();
  await filled(page);
  await page.locator('.chip.oom').waitFor();
});

test('Target_WithoutGo_SaysWhyChartsAreMissing', async () => {
  const { server, page } = await stage('native', 10);
  await page.goto(server.url);
  await filled(page);
  await page.getByText('the program has no Go runtime').first().waitFor();
  await page.getByText('Some figures are missing').click();
  await page.getByText(/CAP_SYS_PTRACE/).waitFor();
  await shot(page, 'native');
});

test('Target_WithoutAGcLineYet_SaysThatItWaits', async () => {
  const { server, page } = await stage('silent', 5);
  await page.goto(server.url);
  await filled(page);
  await page.getByText('waiting for the first GC line of the trace').first().waitFor();
  await shot(page, 'waiting-for-gc');
});

test('Nothing_Seen_Waits', async () => {
  const { server, page } = await stage('waiting', 5);
  await page.goto(server.url);
  await page.getByText('Waiting for the first sample').first().waitFor();
  await shot(page, 'waiting', false);
});

test('Name_EndedAndAwaitedAnew_IsToldAsEnded', async () => {
  // A name that no other process has.
  const name = `awaited-${process.pid}`;
  const program = join(mkdtempSync(join(tmpdir(), 'resident-e2e-')), name);
  copyFileSync('/bin/sleep', program);
  const target = spawn(program, ['600']);
  const watch = await start('watch', name, '--no-browser', '--no-store');
  const { context, page } = await open();
  cleanups.push(() => target.kill('SIGKILL'), () => watch.child.kill('SIGTERM'), () => context.close());
  await page.goto(watch.url);
  await filled(page);
  target.kill('SIGKILL');
  await page.getByText(`Ended; waits for a new ${name}`).waitFor();
  await page.locator('.banner').getByText(/Process \d+ \(.*\) ended/).waitFor();
  await page.keyboard.press('l');
  await page.getByText(`已结束；等待新的 ${name}`).waitFor();
  assert.equal(await page.getByText('等待第一个样本').count(), 0);
  await shot(page, 'awaited', false);
});
