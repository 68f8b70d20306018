// Starts the browser and, unless RESIDENT_URL names a running page, the stage that shows computed figures.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

export const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
export const screenshots = join(root, 'artifacts', 'screenshots');
/** The command under test. */
export const command = process.env.RESIDENT_COMMAND ?? join(root, 'resident');
mkdirSync(screenshots, { recursive: true });

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const flags = [
  '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync',
];

/** The page under test: RESIDENT_URL, or a stage of our own. */
export async function serve(scene = 'leak', ...settings) {
  if (process.env.RESIDENT_URL && scene === 'leak') {
    return { url: process.env.RESIDENT_URL, process: null, stop() {} };
  }

  const built = ['release', 'debug'].map((kind) => join(root, 'artifacts', 'bin', 'Resident.Web.Stage', kind, 'Resident.Web.Stage.dll'));
  const program = built.find((path) => existsSync(path)) ?? built[0];
  const child = spawn('dotnet', [program, scene, '0', ...settings.map(String)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((resolve, reject) => {
    createInterface(child.stdout).once('line', resolve);
    child.once('exit', (code) => reject(new Error(`The stage ended with ${code}. Build it first: dotnet build tests/Resident.Web.Stage`)));
  });
  return { url, process: child, stop: () => child.kill('SIGKILL') };
}

/** Starts the command, and waits until it tells where its page is. */
export async function start(...args) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  const url = await new Promise((resolve, reject) => {
    for (const name of Object.keys(said)) {
      child[name].on('data', (bytes) => {
        said[name] += bytes;
        const found = /(?:is at|Serving web UI on) (http:\S+)/.exec(said[name]);
        if (found) {
          resolve(found[1]);
        }
      });
    }

    child.once('exit', (code) => reject(new Error(`resident ${args[0]} ended with ${code}: ${said.stderr}`)));
  });
  return { child, url, said };
}

export async function open(options = {}) {
  const context = await chromium.launchPersistentContext(mkdtempSync(join(tmpdir(), 'resident-e2e-')), {
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    headless: true,
    args: flags,
    viewport: { width: 1440, height: 1000 },
    acceptDownloads: true,
    ...options,
  });
  const page = context.pages()[0] ?? (await context.newPage());
  if (process.env.RESIDENT_UI) {
    // The page as it was just built, over a server that was built before.
    for (const [name, contentType] of [['app.js', 'text/javascript'], ['app.css', 'text/css']]) {
      await context.route(`**/${name}*`, (route) => route.fulfill({ path: join(root, 'ui', 'dist', name), contentType }));
    }
  }

  const problems = [];
  const hosts = new Set();
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
  page.on('pageerror', (error) => problems.push(error.stack ?? error.message));
  page.on('request', (request) => request.url().startsWith('http') && hosts.add(new URL(request.url()).host));
  page.on('websocket', (socket) => hosts.add(new URL(socket.url()).host));
  return { context, page, problems, hosts };
}

/** Waits until the charts have figures. */
export async function filled(page) {
  await page.locator('[data-chart] .plot canvas').first().waitFor();
  await page.waitForFunction(() => document.querySelectorAll('[data-chart] .legend b').length > 0
    && [...document.querySelectorAll('[data-chart] .legend b')].some((value) => /\d/.test(value.textContent)));
}

export const shot = (page, name, fullPage = true) => page.screenshot({ path: join(screenshots, `${name}.png`), fullPage });

/** What axe finds against WCAG on the page as it is now, a line each. */
export async function violations(page) {
  // The page's own policy forbids foreign scripts, so axe comes in through the debugger.
  await page.evaluate(axe);
  const result = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ['violations'] }));
  return result.violations.map((violation) => `${violation.id}: ${violation.help}: ${violation.nodes.map((node) => node.target.join(' ')).slice(0, 3).join(' | ')}`);
}
