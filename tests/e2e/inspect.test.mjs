// The pages that look into a program, over a real Go program under the real command.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { command, open, serve, shot, start, violations } from './browser.mjs';

const hasGo = spawnSync('go', ['version']).status === 0;
const skip = hasGo ? false : 'there is no Go toolchain (apt-get install golang-go)';
const pages = { map: 'canvas', sizes: 'table.sizes tbody tr', goroutines: 'table.goroutines tbody tr' };
let demo;
let url;
let view;

before(async () => {
  if (!hasGo) {
    return;
  }

  demo = await start('demo', '--no-browser', '--', '-retain', '65536');
  url = demo.url;
  view = await open();
  await view.page.goto(url);
  // Something to show: a heap with a few collections behind it.
  await view.page.waitForFunction(async () => (await (await fetch('/api/gc?limit=10')).json()).cycles.length >= 5, null, { timeout: 60_000 });
});

after(async () => {
  await view?.context.close();
  demo?.child.kill('SIGTERM');
});

const go = async (page, hash) => {
  await page.goto('about:blank');
  await page.goto(new URL(hash, url).href);
};
const json = async (path) => (await view.page.request.get(new URL(path, url).href)).json();
const numbers = (texts) => texts.map((text) => Number(text.replaceAll(',', '').match(/[\d.]+/)?.[0] ?? Number.NaN));
const isFalling = (values) => values.every((value, i) => i === 0 || values[i - 1] >= value);

test('Api_Map_IsTheCommandsDocument', { skip }, async () => {
  const served = await json('/api/map');
  const { target } = await json('/api/hello');
  const printed = JSON.parse(spawnSync(command, ['map', String(target.pid), '--json'], { encoding: 'utf8', maxBuffer: 1 << 28 }).stdout);
  assert.equal(served.schema, 'resident.map/1');
  assert.deepEqual(Object.keys(served), Object.keys(printed));
  assert.deepEqual(Object.keys(served.regions[0]), Object.keys(printed.regions[0]));
  const pages = served.regions.reduce((sum, region) => sum + region.pages, 0);
  const bytes = Object.values(served.totals).reduce((sum, total) => sum + total.bytes, 0);
  assert.equal(bytes, pages * served.pageBytes);
});

test('Api_AskedTwice_AnswersTheSecondTimeWithTheFirstLook', { skip }, async () => {
  const first = await view.page.request.get(new URL('/api/goroutines', url).href);
  const second = await view.page.request.get(new URL('/api/goroutines', url).href);
  assert.equal(await second.text(), await first.text());
  assert.ok(Number(second.headers()['resident-age']) > 0);
  assert.ok(Number(second.headers()['resident-next-in']) > 5, second.headers()['resident-next-in']);
});

test('HeapMap_Opened_ShowsCellsAndTheLegendAddsUp', { skip }, async () => {
  const { page } = view;
  await go(page, '#v=map');
  await page.locator('.map-canvas canvas').waitFor();
  const map = await json('/api/map');
  const rows = await page.locator('.legend-table tbody tr td:nth-child(2)').allInnerTexts();
  const sizes = rows.map((text) => Number(text.replaceAll(',', '').match(/[\d.]+/)[0]) * (text.includes('KiB') ? 1 / 1024 : 1));
  const heap = Object.values(map.totals).reduce((sum, total) => sum + total.bytes, 0) / 1048576;
  const shown = sizes.slice(0, -1).reduce((sum, size) => sum + size, 0);
  assert.ok(Math.abs(shown - heap) < 0.5, `${shown} MiB in the legend, ${heap} in the map`);
  await shot(page, 'map-light');
});

test('HeapMap_PointedAt_TellsTheSpan', { skip }, async () => {
  const { page } = view;
  const map = await json('/api/map');
  const kinds = Buffer.from(map.regions[0].kinds, 'base64');
  const index = kinds.indexOf(2);
  await page.locator('.map-canvas').focus();
  await page.keyboard.press('Home');
  // The first cell with objects is reached by the keyboard alone.
  for (let i = 0; i < 4000; i++) {
    if ((await page.locator('#cell-body dt').allInnerTexts()).some((name) => /^Spans?$/.test(name))) break;
    await page.keyboard.press('ArrowRight');
  }

  const facts = Object.fromEntries(await page.locator('#cell-body .facts > div').evaluateAll((rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent))));
  assert.match(facts.Address, /^0x[0-9a-f]+$/);
  assert.ok(Number(facts.Address) <= Number(map.regions[0].address) + index * 8192);
  assert.match(facts.State, /In use|Goroutine stacks/);
  assert.equal('Full' in facts, facts.State === 'In use');
  const box = await page.locator('.map-canvas canvas').boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 6);
  await page.waitForFunction((old) => !document.querySelector('#cell-body').textContent.includes(old), facts.Address);
  await shot(page, 'map-cell', false);
});

test('HeapMap_TouchedOnAPhone_ShowsTheCellAtOnce', { skip }, async () => {
  const { page } = view;
  await page.setViewportSize({ width: 390, height: 844 });
  try {
    await go(page, '#v=map');
    const chosen = page.locator('.card.chosen');
    // The map may be drawn anew, in another size, between the look at where it is and the touch.
    for (let attempt = 0; attempt < 50 && !(await chosen.isVisible()); attempt++) {
      const box = await page.locator('.map-canvas canvas').boundingBox();
      await page.mouse.click(box.x + 20, box.y + 5);
      await page.waitForTimeout(100);
    }

    const card = await chosen.boundingBox();
    assert.ok(card.y >= 0 && card.y + card.height <= 844, `from ${card.y}, ${card.height} high`);
    await shot(page, 'map-mobile-cell', false);
  } finally {
    // Else what comes after would be shown as on a phone, too.
    await page.setViewportSize({ width: 1440, height: 1000 });
  }
});

test('HeapMap_EachWayOfColouring_HasALegendAndAText', { skip }, async () => {
  const { page } = view;
  const swatches = () => page.locator('.legend-table .swatch').evaluateAll((all) => all.map((one) => getComputedStyle(one).backgroundColor).filter((colour) => colour !== 'rgba(0, 0, 0, 0)'));
  await go(page, '#v=map');
  await page.locator('.map-canvas canvas').waitFor();
  for (const [name, entries, words] of [
    ['State', /Goroutine stacks/, /Amber|held back/], ['In RAM', /^In RAM\t[^\n]*\nNot in RAM\t[^\n]*$/, /RAM/], ['Size class', /other sizes.*Goroutine stacks.*Idle.*Returned/s, /size/],
  ]) {
    await page.getByRole('button', { name, exact: true }).click();
    const seen = await swatches();
    assert.equal(new Set(seen).size, seen.length, `${name}: ${seen}`);
    assert.match(await page.locator('.legend-table tbody').innerText(), entries);
    const text = (await page.locator('.reading').allInnerTexts()).join(' ');
    assert.match(text, words);
    assert.ok(name === 'State' || !text.includes('Amber'), text);
  }
});

test('HeapMap_OtherColours_AreDrawn', { skip }, async () => {
  const { page } = view;
  await page.getByRole('button', { name: 'State', exact: true }).click();
  const picture = () => page.locator('.map-canvas canvas').evaluate((canvas) => canvas.toDataURL());
  const seen = new Set([await picture()]);
  for (const name of ['In RAM', 'Size class']) {
    await page.getByRole('button', { name, exact: true }).click();
    seen.add(await picture());
    await shot(page, `map-${name.toLowerCase().replace(' ', '-')}`);
  }

  assert.equal(seen.size, 3);
});

test('Look_JustTaken_CannotBeTakenAnewAtOnce', { skip }, async () => {
  const button = view.page.locator('.look');
  assert.ok(await button.isDisabled());
  assert.match(await button.innerText(), /Refresh in \d/);
});

test('SizeClasses_ColumnClicked_SortsAndSumsUp', { skip }, async () => {
  const { page } = view;
  await go(page, '#v=sizes');
  await page.locator(pages.sizes).first().waitFor();
  await page.getByRole('button', { name: /^Spans/ }).click();
  assert.ok(isFalling(numbers(await page.locator('table.sizes tbody td:nth-child(2)').allInnerTexts())));
  await page.getByRole('button', { name: /^Spans/ }).click();
  assert.ok(isFalling(numbers(await page.locator('table.sizes tbody td:nth-child(2)').allInnerTexts()).reverse()));
  const told = async () => numbers([await page.locator('table.sizes tfoot td').first().innerText()])[0];
  let spans = NaN;
  // The page shows the last look; the server takes another one where that is too old.
  for (let tries = 0; tries < 5 && (await told()) !== spans; tries++) {
    await go(page, '#v=heap');
    await go(page, '#v=sizes');
    await page.locator(pages.sizes).first().waitFor();
    spans = (await json('/api/map')).sizeClasses.reduce((sum, use) => sum + use.spans, 0);
  }

  assert.equal(await told(), spans);
});

test('Goroutines_Filtered_ShowsWhatMatches', { skip }, async () => {
  const { page } = view;
  await go(page, '#v=goroutines');
  await page.locator(pages.goroutines).first().waitFor();
  const { groups } = await json('/api/goroutines');
  const own = groups.filter((group) => !group.system);
  assert.equal(await page.locator(pages.goroutines).count(), own.length);
  assert.ok(isFalling(numbers(await page.locator('table.goroutines tbody td:nth-child(1) b').allInnerTexts())));
  await page.keyboard.press('/');
  await page.keyboard.type('net/http');
  const matching = own.filter((group) => /net\/http/i.test(JSON.stringify(group)));
  await page.waitForFunction((count) => document.querySelectorAll('table.goroutines tbody tr').length === count, matching.length);
  await page.waitForFunction(() => location.hash.includes('filter='));
  await page.getByRole('searchbox').fill('(');
  await page.getByText('Not a regular expression').waitFor();
  await page.getByRole('searchbox').fill('');
});

test('Looks_Arranged_AreTheSameAfterAReload', { skip }, async () => {
  const { page } = view;
  await go(page, '#v=goroutines');
  await page.locator(pages.goroutines).first().waitFor();
  await page.getByRole('checkbox').check();
  await page.getByRole('button', { name: /^State/ }).click();
  await page.reload();
  await page.locator(pages.goroutines).first().waitFor();
  assert.ok(await page.getByRole('checkbox').isChecked());
  assert.equal(await page.locator('th', { hasText: 'State' }).getAttribute('aria-sort'), 'ascending');
  await go(page, '#v=map');
  await page.getByRole('button', { name: 'Size class', exact: true }).click();
  await page.reload();
  await page.locator('button[aria-pressed=true]', { hasText: 'Size class' }).waitFor();
});

for (const [name, document] of [['map', 'map'], ['sizes', 'map'], ['goroutines', 'goroutines']]) {
  test(`Page ${name}_Exported_IsTheLookThatIsShown`, { skip }, async () => {
    const { page } = view;
    const answered = page.waitForResponse(`**/api/${document}*`);
    await go(page, `#v=${name}`);
    const shown = await (await answered).json();
    await page.locator(pages[name]).first().waitFor();
    await page.getByRole('button', { name: 'Export' }).click();
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'JSON of what is shown' }).click()]);
    assert.equal(download.suggestedFilename(), `resident-${document}.json`);
    assert.deepEqual(JSON.parse(readFileSync(await download.path(), 'utf8')), shown);
  });
}

test('GcLog_OfCyclesWithoutATrace_SaysWhatIsKnownOfThem', { skip }, async () => {
  const { target } = await json('/api/hello');
  const watch = await start('watch', String(target.pid), '--no-browser', '--no-store');
  try {
    const { page } = view;
    await page.goto(new URL('#v=gc', watch.url).href);
    await page.locator('table.gc tbody tr').nth(3).waitFor();
    const [help, table] = [await page.locator('.hint').first().innerText(), await page.locator('table.gc tbody').innerText()];
    assert.match(help, /runtime’s memory/);
    assert.doesNotMatch(help, /prints them/);
    assert.doesNotMatch(table, /– →|→ –/);
    view.hosts.delete(new URL(watch.url).host);
  } finally {
    watch.child.kill('SIGTERM');
  }
});

test('Keyboard_Chords_OpenThePages', { skip }, async () => {
  const { page } = view;
  await go(page, '');
  for (const [key, name] of [['m', 'map'], ['s', 'sizes'], ['r', 'goroutines']]) {
    await page.keyboard.press('g');
    await page.keyboard.press(key);
    await page.waitForFunction((expected) => location.hash.includes(`v=${expected}`), name);
  }
});

for (const theme of ['light', 'dark']) {
  for (const lang of ['en', 'zh']) {
    for (const [name, rows] of Object.entries(pages)) {
      test(`Page ${name}, ${theme}, ${lang}_CheckedByAxe_HasNoViolations`, { skip }, async () => {
        const { page } = view;
        await go(page, `#v=${name}&theme=${theme}&lang=${lang}`);
        await page.locator(rows).first().waitFor();
        await shot(page, `${name}-${theme}-${lang}`);
        assert.deepEqual(await violations(page), []);
      });
    }
  }
}

for (const [name, rows] of Object.entries({ ...pages, gc: 'table.gc tbody tr' })) {
  test(`Page ${name}_390PixelsWide_DoesNotScrollSideways`, { skip }, async () => {
    const { page } = view;
    await page.setViewportSize({ width: 390, height: 844 });
    await go(page, `#v=${name}`);
    await page.locator(rows).first().waitFor();
    const [width, visible] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    await shot(page, `${name}-mobile`);
    assert.ok(width <= visible, `${width} pixels in ${visible}`);
    // A table that scrolls in a frame of its own hides its last columns just as well.
    const tables = await page.locator('.table-scroll').evaluateAll((frames) => frames.map((frame) => frame.scrollWidth - frame.clientWidth));
    assert.ok(tables.every((over) => over <= 0), `a table is ${tables} pixels too wide`);
    assert.deepEqual(await violations(page), []);
    await page.setViewportSize({ width: 1440, height: 1000 });
  });
}

test('Pages_Whole_ReportNoError', { skip }, () => {
  assert.deepEqual(view.problems, []);
  assert.deepEqual([...view.hosts], [new URL(url).host]);
});

test('Target_WithoutAProcess_IsSaidInWords', async () => {
  const server = await serve('quiet-leak', 2);
  const browser = await open();
  try {
    await browser.page.goto(new URL('#v=map', server.url).href);
    await browser.page.getByRole('alert').getByText('There is no process to read').waitFor();
    await browser.page.goto(new URL('#v=goroutines&lang=zh', server.url).href);
    await browser.page.getByRole('alert').getByText('没有可查看的进程').waitFor();
    await shot(browser.page, 'no-process-zh', false);
    assert.deepEqual(await violations(browser.page), []);
  } finally {
    await browser.context.close();
    server.stop();
  }
});
