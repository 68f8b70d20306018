import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { filled, open, serve, shot, violations } from './browser.mjs';


let server;
let context;
let page;
let problems;
let hosts;

const go = async (hash = '') => {
  await page.goto('about:blank');
  await page.goto(new URL(hash, server.url).href);
  await page.locator('main .card').first().waitFor();
};

before(async () => {
  server = await serve('leak', 45);
  ({ context, page, problems, hosts } = await open());
  await page.goto(server.url);
  await filled(page);
});

after(async () => {
  await context?.close();
  server?.stop();
});

test('Live page_Opened_ShowsTheTargetAndFillsTheCharts', async () => {
  const charts = await page.locator('[data-chart]').count();
  assert.ok(charts >= 1, `${charts} charts`);
  assert.match(await page.locator('.target b').innerText(), /\S/);
  assert.equal(await page.locator('.status [role=status]').innerText(), 'Live');
  await shot(page, 'live-light');
});

test('Live page_Running_AddsASampleASecond', async () => {
  const first = await page.locator('.self').innerText();
  assert.match(first, /resident/);
  const { sequence } = await (await page.request.get(new URL('/api/hello', server.url).href)).json();
  await page.waitForFunction(
    async (old) => (await (await fetch('/api/hello')).json()).sequence >= old + 2, sequence);
});

test('Legend_NoCursor_ShowsTheServersNewestRes', async () => {
  await page.getByRole('button', { name: /Pause/ }).click();
  const shown = await page.locator('[data-chart=memory] [data-line="process.res"]').innerText();
  const paused = Number(new URLSearchParams(new URL(page.url()).hash.slice(1)).get('paused'));
  const answer = await (await page.request.get(new URL(`/api/series?ids=process.res&from=${paused - 2500}&to=${paused}&cols=10`, server.url).href)).json();
  const mebibytes = answer.series[0].last.at(-1) / 1024;
  assert.equal(shown, mebibytes >= 1000 ? Math.round(mebibytes).toLocaleString('en-US') : mebibytes.toFixed(1));
  await page.getByRole('button', { name: /Resume/ }).click();
});

test('Chart_Dragged_ZoomsAndAVisibleButtonResets', async () => {
  const plot = page.locator('[data-chart=memory] .u-over');
  const box = await plot.boundingBox();
  await page.mouse.move(box.x + box.width * 0.3, box.y + 50);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.6, box.y + 50, { steps: 5 });
  await page.mouse.up();
  await page.waitForFunction(() => location.hash.includes('from='));
  await shot(page, 'zoomed', false);
  await page.getByRole('button', { name: /Reset zoom/ }).click();
  await page.waitForFunction(() => !location.hash.includes('from='));
});

test('Crosshair_OverOneChart_ShowsOnAll', async () => {
  const box = await page.locator('[data-chart=memory] .u-over').boundingBox();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 60);
  await page.waitForFunction(() => /\d/.test(document.getElementById('cursor-time').textContent));
  const visible = await page.locator('.u-cursor-x:not(.u-off)').count();
  assert.equal(visible, await page.locator('[data-chart]').count());
  await shot(page, 'crosshair', false);
  await page.mouse.move(5, 5);
});

test('Keyboard_Letters_PauseZoomAndGoPlaces', async () => {
  await page.keyboard.press('p');
  await page.waitForFunction(() => location.hash.includes('paused='));
  await page.keyboard.press('p');
  await page.waitForFunction(() => !location.hash.includes('paused='));
  await page.keyboard.press('+');
  await page.waitForFunction(() => location.hash.includes('from='));
  await page.keyboard.press('0');
  await page.keyboard.press('g');
  await page.keyboard.press('c');
  await page.waitForFunction(() => location.hash.includes('v=gc'));
  await page.keyboard.press('g');
  await page.keyboard.press('l');
  await page.waitForFunction(() => !location.hash.includes('v=gc'));
  await page.keyboard.press('?');
  await page.getByRole('dialog').waitFor();
  await shot(page, 'keyboard', false);
  await page.keyboard.press('Escape');
});

test('View_Reloaded_IsTheSame', async () => {
  await page.locator('[data-chart=memory] .legend button').first().click();
  await page.getByRole('button', { name: '1h', exact: true }).click();
  await page.waitForFunction(() => location.hash.includes('r=1h'));
  await page.reload();
  await filled(page);
  assert.equal(await page.getByRole('button', { name: '1h', exact: true }).getAttribute('aria-pressed'), 'true');
  assert.equal(await page.locator('[data-chart=memory] .legend button').first().getAttribute('aria-pressed'), 'false');
  await page.goBack();
  await page.waitForFunction(() => !location.hash.includes('r=1h'));
  await go();
  await filled(page);
});

test('Chart_TableAndFiles_GiveItsNumbers', async () => {
  await page.getByRole('button', { name: 'Process memory: Table' }).click();
  assert.ok((await page.locator('[data-chart=memory] tbody tr').count()) > 1);
  await page.getByRole('button', { name: 'Process memory: Hide table' }).click();
  for (const [label, start] of [['PNG picture', '\x89PNG'], ['SVG drawing', '<svg'], ['CSV', 'time,unix_ms'], ['JSON', '{"schema"']]) {
    await page.getByRole('button', { name: 'Process memory: More' }).click();
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: label, exact: true }).click();
    const file = await (await download).path();
    assert.equal(readFileSync(file, 'latin1').slice(0, start.length), start);
  }
});

test('Chart_Maximised_StandsAlone', async () => {
  await page.getByRole('button', { name: 'Process memory: Maximise' }).click();
  await page.locator('.chart.maximised').waitFor();
  assert.equal(await page.locator('[data-chart]').count(), 1);
  await shot(page, 'maximised', false);
  await page.getByRole('button', { name: 'Process memory: Back to all charts' }).click();
});

test('Fields_ResLessShr_IsWorkedOutAndAddsUp', async () => {
  await go('#v=fields');
  const sum = await page.locator('.detail .sum').first().innerText();
  const [res, shr, result] = sum.match(/[\d.,]+/g).map((text) => Number(text.replaceAll(',', '')));
  assert.ok(Math.abs(res - shr - result) < 0.001, sum);
  assert.ok((await page.locator('table.fields .row').count()) >= 25);
  await shot(page, 'fields-light');
});

test('GcLog_ColumnClicked_Sorts', async () => {
  await go('#v=gc&r=all');
  await page.locator('table.gc tbody tr').first().waitFor();
  const column = async (place) => (await page.locator(`table.gc tbody tr td:nth-child(${place})`).allInnerTexts()).map((text) => Number(text.replaceAll(',', '')));
  const newest = await column(1);
  assert.deepEqual(newest, [...newest].sort((a, b) => b - a));
  await page.getByRole('button', { name: /^Pause ms/ }).click();
  const pauses = await column(3);
  assert.deepEqual(pauses, [...pauses].sort((a, b) => b - a));
  await shot(page, 'gc-light', false);
});

for (const theme of ['light', 'dark']) {
  for (const [name, hash] of [['live', '#r=1h'], ['gc', '#v=gc'], ['fields', '#v=fields'], ['live-zh', '#lang=zh']]) {
    test(`Page ${name}, ${theme}_CheckedByAxe_HasNoViolations`, async () => {
      await go(`${hash}&theme=${theme}`);
      if (name.startsWith('live')) await filled(page);
      else await page.locator('table tbody tr').first().waitFor();
      await shot(page, `${name}-${theme}`);
      assert.deepEqual(await violations(page), []);
    });
  }
}

for (const [name, hash] of [['live', ''], ['gc', '#v=gc'], ['fields', '#v=fields&lang=zh']]) {
  test(`Page ${name}_390PixelsWide_DoesNotScrollSideways`, async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await go(`${hash}${hash ? '&' : '#'}theme=dark`);
    if (name === 'live') await filled(page);
    else await page.locator('table tbody tr').first().waitFor();
    const [width, visible] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    await shot(page, `${name}-mobile-dark`);
    assert.ok(width <= visible, `${width} pixels in ${visible}`);
    assert.deepEqual(await violations(page), []);
    await page.setViewportSize({ width: 1440, height: 1000 });
  });
}

test('Page_Whole_AsksNobodyElseAndReportsNoError', () => {
  assert.deepEqual([...hosts], [new URL(server.url).host]);
  assert.deepEqual(problems, []);
});
