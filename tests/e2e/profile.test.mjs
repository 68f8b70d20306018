// The page of `resident pprof -http`, over the real command.
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { open, shot, start, violations } from './browser.mjs';

const folder = mkdtempSync(join(tmpdir(), 'resident-profile-'));
const views = ['flame', 'top', 'peek', 'source'];
let served;
let view;

before(async () => {
  const file = join(folder, 'stacks.folded');
  writeFileSync(file, [
    'main.main;net/http.(*conn).serve;example.com/orders.List;encoding/json.Marshal 60',
    'main.main;net/http.(*conn).serve;example.com/orders.List;database/sql.(*Rows).Scan 25',
    'main.main;example.com/orders.refresh;encoding/json.Unmarshal 15',
  ].join('\n') + '\n');
  served = await start('pprof', '-more_formats', '-no_browser', '-http=127.0.0.1:0', file);
  view = await open();
});

after(async () => {
  await view?.context.close();
  served?.child.kill('SIGTERM');
  rmSync(folder, { recursive: true });
});

const go = async (hash) => {
  await view.page.goto('about:blank');
  await view.page.goto(new URL(hash, served.url).href);
  await view.page.locator('section:not([hidden]), #problem:not([hidden])').waitFor();
};

test('Flame_AProfile_IsDrawnWithItsTotal', async () => {
  await go('#view=flame');
  assert.match(await view.page.locator('#details').textContent(), /total 100 \(100\.0 %\)/);
  const colors = await view.page.locator('#canvas').evaluate((canvas) => {
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    const seen = new Set();
    for (let i = 0; i < data.length; i += 4) if (data[i + 3] === 255) seen.add(`${data[i]},${data[i + 1]},${data[i + 2]}`);
    return seen.size;
  });
  assert.ok(colors > 4, `${colors} colours`);
  await shot(view.page, 'profile-flame');
});

test('Top_AFunction_LeadsToItsCallersByKeyboard', async () => {
  await go('#view=top');
  const rows = await view.page.locator('#top tbody tr').allTextContents();
  assert.match(rows[0], /^encoding\/json\.Marshal60.*60\.0/);
  await view.page.getByRole('link', { name: 'example.com/orders.List' }).focus();
  await view.page.keyboard.press('Enter');
  await view.page.locator('#peeked tr.self').waitFor();
  const lines = await view.page.locator('#peeked tr').allTextContents();
  assert.deepEqual(lines.map((line) => line.replaceAll('\u00a0', ' ')), [
    'net/http.(*conn).serve85100.0 %', 'example.com/orders.Listself 0total 85', 'encoding/json.Marshal6070.6 %', 'database/sql.(*Rows).Scan2529.4 %',
  ]);
});

test('Peek_NoFunctionNamed_OffersTheLargest', async () => {
  await go('#view=peek');
  assert.match(await view.page.locator('#peeked').textContent(), /take one of the largest:main\.main/);
  await view.page.locator('#peek input').fill('nosuchfunction');
  await view.page.keyboard.press('Enter');
  await view.page.getByText('No function of this profile has such a name.').waitFor();
});

test('Filter_NotARegex_SaysWhatIsWrong', async () => {
  await go('#view=top&focus=(');
  assert.match(await view.page.getByRole('alert').textContent(), /^Focus is not a regular expression/);
});

test('Views_WideNarrowAndDark_FitAndAreAccessible', async () => {
  for (const [width, colorScheme] of [[1280, 'light'], [390, 'dark']]) {
    await view.page.setViewportSize({ width, height: 800 });
    await view.page.emulateMedia({ colorScheme });
    for (const name of views) {
      await go(`#view=${name}`);
      assert.deepEqual(await violations(view.page), [], `${name} at ${width}`);
      assert.ok(await view.page.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), `${name} at ${width}`);
      await shot(view.page, `profile-${name}-${width}`);
    }
  }
});

test('Page_Whole_AsksNobodyElse', () => assert.deepEqual([...view.hosts], [new URL(served.url).host]));
