// A report of the real command: one file, opened from disk, that asks for nothing and shows what the page shows.
import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { command, open, root, shot, start, violations } from './browser.mjs';

const hasGo = spawnSync('go', ['version']).status === 0;
const skip = hasGo ? false : 'there is no Go toolchain (apt-get install golang-go)';
const folder = mkdtempSync(join(tmpdir(), 'resident-report-'));
const cleanups = [];
after(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
});

const run = (...args) => {
  const ended = spawnSync(command, args, { encoding: 'utf8', env: { ...process.env, XDG_STATE_HOME: folder } });
  assert.equal(ended.status, 0, ended.stderr);
  return ended;
};

/** A leaking program with heap profiling in it and a secret in its arguments, recorded and reported on. */
let program;
before(async () => {
  if (!hasGo) return;
  const binary = join(folder, 'leaky');
  const built = spawnSync('go', ['build', '-o', binary, './leak_map'], { cwd: join(root, 'tests', 'scenarios'), encoding: 'utf8', env: { ...process.env, GOFLAGS: '-mod=mod' } });
  assert.equal(built.status, 0, built.stderr);
  program = spawn(binary, ['argument-with-a-secret'], { stdio: 'ignore', env: { ...process.env, SECRET: 'environment-secret' } });
  cleanups.push(() => program.kill('SIGKILL'));
});

let opened;
async function openFile(file, hash) {
  opened ??= await open().then((browser) => {
    cleanups.push(() => browser.context.close());
    browser.asked = [];
    browser.page.on('request', (request) => browser.asked.push(request.url()));
    return browser;
  });
  opened.asked.length = 0;
  await opened.page.goto('about:blank');
  await opened.page.goto(pathToFileURL(file).href + hash);
  return opened;
}

test('Report_OfARecording_ShowsVerdictChartsAndFlamesWithoutARequest', { skip }, async () => {
  const recording = join(folder, 'leaky.resident');
  const file = join(folder, 'recorded.html');
  run('record', String(program.pid), '-o', recording, '--for', '25s', '--quiet');
  run('report', recording, '-o', file);
  assert.ok(statSync(file).size < 2 * 1024 * 1024);

  const { page, asked, problems } = await openFile(file, '');
  await page.locator('#verdict-title').waitFor();
  await page.getByText(/Adds up to RES exactly/).waitFor();
  await page.getByText(/Report on leaky/).waitFor();
  const [then, now] = await page.locator('.ledger tfoot td.n').allInnerTexts();
  assert.notEqual(then, now);
  await shot(page, 'report-why');
  assert.deepEqual(await violations(page), []);

  await page.getByRole('link', { name: 'Charts' }).click();
  await page.locator('[data-chart] .plot canvas').first().waitFor();
  await page.waitForFunction(() => [...document.querySelectorAll('[data-chart] .legend b')].some((value) => /\d/.test(value.textContent)));
  await shot(page, 'report-charts');
  assert.deepEqual(await violations(page), []);

  await page.getByRole('link', { name: 'Flame graph' }).click();
  await page.locator('.flame-canvas canvas').waitFor();
  assert.ok(await page.getByRole('cell', { name: /^main\./ }).count() > 0);
  await page.locator('.flame-canvas').focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Show all' }).waitFor();
  await page.getByLabel('Search').fill('main');
  await page.getByText(/% match/).waitFor();
  await shot(page, 'report-flame');
  assert.deepEqual(await violations(page), []);

  await page.getByRole('link', { name: 'Goroutines' }).click();
  await page.locator('table.goroutines tbody tr').first().waitFor();
  await page.getByRole('link', { name: 'Fields' }).click();
  await page.locator('table.fields').first().waitFor();
  assert.deepEqual(asked.filter((url) => !url.startsWith('file:') && !url.startsWith('data:') && url !== 'about:blank'), []);
  assert.equal(asked.filter((url) => url.startsWith('file:')).length, 1);
  assert.deepEqual(problems, []);
});

test('WatchingARecording_TheWhyPage_AnswersAsOfALiveTarget', { skip }, async () => {
  const { child, url } = await start('watch', join(folder, 'leaky.resident'), '--no-browser');
  cleanups.push(() => child.kill('SIGTERM'));
  await openFile(join(folder, 'recorded.html'), '');
  const { page } = opened;
  const inReport = await page.locator('#verdict-title').innerText();
  await page.goto(new URL('#v=why', url).href);
  await page.getByText(/Adds up to RES exactly/).waitFor();
  assert.equal(await page.locator('#verdict-title').innerText(), inReport);
  await page.getByRole('link', { name: 'Goroutines' }).click();
  await page.locator('table.goroutines tbody tr').first().waitFor();
});

test('Report_InChinese_SaysEverythingInChinese', { skip }, async () => {
  const file = join(folder, 'zh.html');
  run('report', join(folder, 'leaky.resident'), '-o', file, '--lang', 'zh', '--quiet');
  const { page } = await openFile(file, '');
  await page.waitForFunction(() => /[\u4e00-\u9fff]/.test(document.querySelector('#verdict-title')?.textContent ?? ''));
  assert.equal(await page.evaluate(() => document.documentElement.lang), 'zh-CN');
  await shot(page, 'report-zh');
});

test('Report_OfAProcess_TellsItsArgumentsOnlyWhenAsked', { skip }, async () => {
  const [plain, told] = [join(folder, 'plain.json'), join(folder, 'told.json')];
  run('report', String(program.pid), '--for', '2s', '--format', 'json', '-o', plain);
  run('report', String(program.pid), '--for', '2s', '--with-arguments', '-o', told);
  const text = readFileSync(plain, 'utf8');
  assert.ok(!text.includes('argument-with-a-secret'));
  assert.ok(!text.includes('environment-secret'));
  const report = JSON.parse(readFileSync(told, 'utf8'));
  assert.equal(report.schema, 'resident.report/1');
  assert.equal(report.arguments.at(-1), 'argument-with-a-secret');
  assert.ok(!readFileSync(told, 'utf8').includes('environment-secret'));
  const { ledger, res } = report.why.en;
  assert.equal(ledger.reduce((sum, term) => sum + term.toBytes, 0), res.toBytes);
});
