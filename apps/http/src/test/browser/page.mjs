// Clicks through the page, with assertions. See README.md.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const here = path.dirname(fileURLToPath(import.meta.url));
const module = path.resolve(here, '../../..');
const shots = process.argv.includes('--shots') ? process.argv[process.argv.indexOf('--shots') + 1] : '';
if (shots) mkdirSync(shots, { recursive: true });

const port = await new Promise((resolve) => {
  const probe = createServer().listen(0, '127.0.0.1', () => {
    const free = probe.address().port;
    probe.close(() => resolve(free));
  });
});
const url = `http://127.0.0.1:${port}/`;

/** Starts the preview; resolves once it listens. */
function start() {
  const classPath = [
    path.join(module, 'target/classes'),
    path.join(module, 'target/test-classes'),
    readFileSync(path.join(module, 'target/browser.classpath'), 'utf8').trim(),
  ].join(':');
  const server = spawn(process.env.JAVA ?? 'java',
    ['-Xmx512m', '-cp', classPath, 'io.anabranch.apps.http.PagePreview', String(port)],
    { stdio: ['pipe', 'pipe', 'inherit'] });
  return new Promise((resolve, reject) => {
    server.stdout.once('data', () => resolve(server));
    server.once('exit', (code) => reject(new Error(`the preview ended with ${code}`)));
  });
}
const say = (server, line) => server.stdin.write(`${line}\n`);
const stop = (server) => new Promise((resolve) => {
  server.removeAllListeners('exit');
  server.once('exit', resolve);
  say(server, 'quit');
});

let server = await start();
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
const wrong = [];
let mayFail = false;

async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(90_000); // a busy machine draws slowly
  const page = await context.newPage();
  page.on('console', (message) => {
    if (message.type() === 'error' && !mayFail) wrong.push(message.text());
  });
  page.on('pageerror', (error) => wrong.push(String(error)));
  return page;
}
async function shoot(page, name) {
  if (shots) await page.screenshot({ path: path.join(shots, `${name}.png`), fullPage: true });
}
async function step(name, act) {
  try {
    await act();
    console.log(`ok    ${name}`);
  } catch (failure) {
    console.log(`fail  ${name}`);
    throw failure;
  }
}
const contrast = (a, b) => {
  const light = (colour) => {
    const [r, g, bl] = colour.match(/[\d.]+/g).map(Number).map((c) => {
      const part = c / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * bl;
  };
  const [high, low] = [light(a), light(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
};

/** The least contrast of a text of the page to what is behind it. */
async function leastContrast(page) {
  const found = await page.evaluate(() => {
    const behind = (node) => {
      for (let at = node; at; at = at.parentElement) {
        const colour = getComputedStyle(at).backgroundColor;
        if (!/, 0\)$|transparent/.test(colour)) return colour;
      }
      return 'rgb(255, 255, 255)';
    };
    return [...document.querySelectorAll('body *')]
      .filter((node) => node.checkVisibility() && [...node.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim()))
      .filter((node) => !node.closest('svg'))
      .map((node) => [getComputedStyle(node).color, behind(node), `${node.tagName} ${node.className} ${node.textContent.trim().slice(0, 30)}`]);
  });
  return found.map(([text, ground, what]) => ({ ratio: contrast(text, ground), what })).sort((x, y) => x.ratio - y.ratio)[0];
}

try {
  const page = await open();
  await step('it is live and shows what each layer holds', async () => {
    const response = await page.goto(url);
    assert.match(response.headers()['content-security-policy'], /default-src 'self'/);
    await page.getByText('Live', { exact: true }).waitFor();
    assert.equal(await page.locator('#workloads a').count(), 4);
    await page.getByRole('navigation').getByRole('link', { name: /vending/ }).click();
    await page.getByRole('heading', { name: 'vending: what each layer holds' }).waitFor();
    await page.waitForFunction(() => /closes/.test(document.getElementById('balance').textContent));
    const balance = (await page.locator('#balance').textContent()).match(/[\d,]+/g).map((n) => Number(n.replaceAll(',', '')));
    assert.equal(balance[0], balance[1] + balance[2] + balance[3]);
    assert.ok(balance[0] > 1000);
  });

  await step('the river has a lane for each partition, and it moves', async () => {
    const lanes = page.locator('.lane');
    await lanes.first().waitFor();
    assert.equal(await lanes.count(), 2);
    const drawn = () => lanes.first().locator('svg').innerHTML();
    const before = await drawn();
    await page.waitForFunction((old) => document.querySelector('.lane svg').innerHTML !== old, before);
    await page.getByText('The same as a table').click();
    const row = await page.locator('#positions tbody tr').first().locator('td').allTextContents();
    const [origin, , cut, archived, v, end] = row.map((n) => Number(n.replaceAll(',', '')));
    assert.ok(origin <= cut && cut <= v && v <= end && cut <= archived, row.join());
    await page.getByText('The same as a table').click();
  });

  await step('the curves add up', async () => {
    await page.getByText(/✓ At each of the last .* batch \+ speed = merged = recount, in units sold/).waitFor();
    assert.equal(await page.locator('#validation path').count(), 4);
    await page.getByText('✓ 0 divergences').waitFor();
  });

  await step('a query is answered with its provenance and shared by its address', async () => {
    await page.getByLabel('View').selectOption('items');
    await page.getByLabel('item', { exact: true }).fill('apple');
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByText(/✓ Exact: 1 row, every event counted once/).waitFor();
    assert.equal(await page.locator('#rows tbody tr').count(), 1);
    assert.match(await page.locator('#answer').textContent(), /V snack_automat_message-0:[\d,]+ .*anabranch query vending\.items item=apple/);
    assert.match(page.url(), /#\/vending\?view=items&item=apple$/);
    const other = await open();
    await other.goto(page.url());
    await other.getByText(/✓ Exact: 1 row/).waitFor();
    assert.equal(await other.getByLabel('item', { exact: true }).inputValue(), 'apple');
    await other.context().close();
  });

  await step('an invalid query is answered with what to do next', async () => {
    await page.getByLabel('View').selectOption('hours');
    await page.getByLabel('At', { exact: true }).fill('yesterday');
    mayFail = true;
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByText(/'yesterday' is not a time/).waitFor();
    mayFail = false;
    await page.getByLabel('At', { exact: true }).fill('');
    await page.locator('#by').selectOption('1d');
    await page.getByLabel('batch only').check();
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByText(/Batch only: events before the cut/).waitFor();
  });

  await step('an answer with many rows is fetched page by page', async () => {
    await page.getByRole('navigation').getByRole('link', { name: /metrics/ }).click();
    await page.getByRole('heading', { name: 'metrics: what each layer holds' }).waitFor();
    await page.getByLabel('View').selectOption('measurements');
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByText(/Rows 1 to 200 of/).waitFor();
    await page.getByRole('button', { name: 'More' }).click();
    await page.getByText(/Rows 1 to 400 of/).waitFor();
    assert.equal(await page.locator('#rows tbody tr').count(), 400);
  });

  await step('an answer updates live', async () => {
    await page.getByRole('navigation').getByRole('link', { name: /vending/ }).click();
    await page.getByLabel('View').selectOption('balance');
    await page.getByLabel('update live').check();
    await page.getByRole('button', { name: 'Run' }).click();
    await page.locator('#rows tbody tr').first().waitFor();
    const before = await page.locator('#rows tbody').textContent();
    await page.waitForFunction((old) => document.querySelector('#rows tbody')?.textContent !== old, before);
    await page.getByLabel('update live').uncheck();
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByText(/Command line/).waitFor();
  });

  await step('all controls are reachable by keyboard with a visible focus', async () => {
    await page.goto(`${url}#/vending`);
    await page.reload();
    await page.getByText('Live', { exact: true }).waitFor();
    const met = new Set();
    for (let i = 0; i < 40; i++) {
      await page.keyboard.press('Tab');
      const at = await page.evaluate(() => {
        const node = document.activeElement;
        if (node === document.body) return { name: '', outline: '' }; // past the last
        return { name: node.id || node.name || node.textContent.trim().slice(0, 24), outline: getComputedStyle(node).outlineStyle };
      });
      if (at.name && at.name !== 'Anabranch') assert.notEqual(at.outline, 'none', at.name);
      met.add(at.name);
    }
    for (const wanted of ['Skip to the content', 'view', 'layer', 'live', 'Run']) assert.ok(met.has(wanted), `${wanted} of ${[...met]}`);
  });

  await step('every image, field and landmark has a name, and ids are unique', async () => {
    const nameless = await page.evaluate(() => [
      ...[...document.querySelectorAll('input, select')].filter((n) => !n.labels.length).map((n) => n.outerHTML),
      ...[...document.querySelectorAll('svg[role=img]')].filter((n) => !n.getAttribute('aria-label') && !n.getAttribute('aria-labelledby')).map((n) => n.id),
      ...[...document.querySelectorAll('section')].filter((n) => !document.getElementById(n.getAttribute('aria-labelledby'))).map((n) => n.className),
      ...[...document.querySelectorAll('[id]')].filter((n) => document.querySelectorAll(`#${n.id}`).length > 1).map((n) => n.id),
    ]);
    assert.deepEqual(nameless, []);
  });

  for (const [name, options] of [
    ['light', { colorScheme: 'light' }],
    ['dark', { colorScheme: 'dark' }],
    ['narrow', { colorScheme: 'light', viewport: { width: 390, height: 844 } }],
    ['narrow-dark', { colorScheme: 'dark', viewport: { width: 390, height: 844 } }],
  ]) {
    await step(`${name}: contrast, no horizontal scrolling, no layout shift`, async () => {
      const one = await open({ ...options, deviceScaleFactor: shots ? 2 : 1 });
      await one.addInitScript(() => {
        window.jumped = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.jumped += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
      await one.goto(`${url}#/vending?view=items`);
      await one.getByText(/✓ Exact/).waitFor();
      await one.waitForFunction(() => document.querySelectorAll('#validation path').length === 4);
      const least = await leastContrast(one);
      assert.ok(least.ratio >= 4.5, JSON.stringify(least));
      const wide = await one.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wide <= 0, `${wide} pixels too wide`);
      const jumped = await one.evaluate(() => window.jumped);
      assert.ok(jumped < 0.1, `layout shifted by ${jumped}`);
      await shoot(one, name);
      await one.context().close();
    });
  }

  await step('reduced motion shows the same facts', async () => {
    const one = await open({ reducedMotion: 'reduce' });
    await one.goto(`${url}#/vending`);
    await one.locator('.lane').first().waitFor();
    await one.context().close();
  });

  await step('an unavailable store makes an answer incomplete, with the reason', async () => {
    say(server, 'fail weather SpeedViews');
    await page.goto(`${url}#/weather`);
    await page.getByRole('heading', { name: 'weather: what each layer holds' }).waitFor();
    await page.getByText('Active failures, being retried').waitFor();
    await page.getByLabel('View').selectOption('balance');
    await page.getByLabel('merged').check();
    await page.getByRole('button', { name: 'Run' }).click();
    await page.getByText(/✕ Incomplete: the speed layer cannot be read: SpeedViews does not answer/).waitFor();
    await shoot(page, 'active-failures');
    say(server, 'fail weather');
    await page.waitForFunction(() => !document.querySelector('.notice'));
  });

  await step('a divergence is impossible to overlook', async () => {
    say(server, 'diverge vending row apple of items at V 1,013: expected 545 purchases, found 546');
    await page.getByRole('alert').getByText(/1 divergence: an answer differs from the log/).waitFor();
    await page.getByText(/expected 545 purchases, found 546/).waitFor();
    await page.getByRole('navigation').getByRole('link', { name: /vending.*1 divergence/ }).click();
    await page.locator('#audit.bad').waitFor();
    await shoot(page, 'alarm');
    assert.ok((await leastContrast(page)).ratio >= 4.5);
  });

  await step('it shows a lost connection and reconnects when the server is back', async () => {
    mayFail = true;
    await stop(server);
    await page.getByText('Connection lost, reconnecting…').waitFor();
    await shoot(page, 'lost');
    server = await start();
    await page.getByText(/Live again: the server was restarted/).waitFor();
    await page.waitForFunction(() => !document.querySelector('.alarm'));
    await page.getByText('✓ 0 divergences').waitFor();
    mayFail = false;
  });

  assert.deepEqual(wrong, [], 'errors in the console');
  console.log('passed');
} finally {
  await browser.close();
  await stop(server);
}
