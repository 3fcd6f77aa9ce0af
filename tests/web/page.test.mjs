// The web page in Chromium, against the real server.
//   PROGRAM=build/release/bertvits2 CHROMIUM=/usr/bin/chromium node --test tests/web/page.test.mjs
// With SHOTS=FOLDER screenshots are kept there.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startBrowser, startServer } from './browser.mjs';

const kText = '我去银行取了三块钱。今日は東京へ行った。I read it.';
let server, browser;

before(async () => {
  server = await startServer(process.env.PROGRAM);
  browser = await startBrowser(process.env.CHROMIUM ?? '/usr/bin/chromium');
});
after(async () => {
  await browser?.stop();
  await server?.stop();
});

// Opens the page, gives it to a test and sees that it had nothing to complain of.
async function onPage(options, use) {
  const page = await browser.open(server.url, options);
  await page.waitForFunction(() => document.querySelector('#voice').options.length > 0);
  await use(page);
  assert.deepEqual(page.complaints, []);
  await page.context().close();
}

async function idle(page) {
  await page.waitForFunction(() => !document.querySelector('#speak').classList.contains('busy'));
}

async function speak(page, text) {
  const before = await page.locator('#history li').count();
  await page.fill('#text', text);
  await page.click('#speak');
  await page.waitForFunction(
    (count) => document.querySelectorAll('#history li').length > count, before);
  await idle(page);
}

// The shares of the pixels of all canvases below an element that are painted, and their colours.
function painted(page, selector) {
  return page.evaluate((selector) => {
    const canvases = [];
    const collect = (node) => {
      if (node instanceof HTMLCanvasElement) canvases.push(node);
      if (node.shadowRoot) collect(node.shadowRoot);
      for (const child of node.children) collect(child);
    };
    collect(document.querySelector(selector));
    return canvases.filter((canvas) => canvas.width > 0).map((canvas) => {
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      const colours = new Set();
      let opaque = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (data[i + 3] === 0) continue;
        ++opaque;
        colours.add((data[i] << 16) | (data[i + 1] << 8) | data[i + 2]);
      }
      return { share: opaque / (data.length / 4), colours: colours.size };
    });
  }, selector);
}

// Waits until the server has counted an answer of this status to /api/speak.
async function ended(status) {
  const counted = `bertvits2_requests_total{route="/api/speak",status="${status}"}`;
  for (let i = 0; i < 100; ++i) {
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    if (metrics.includes(counted)) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.fail(`no ${counted}`);
}

async function shot(page, name) {
  if (process.env.SHOTS)
    await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`), fullPage: true });
}

test('speaks, draws, plays', async () => {
  await onPage({}, async (page) => {
    assert.equal(await page.isVisible('#take-empty'), true);
    await shot(page, 'empty');
    await speak(page, kText);

    const words = await page.locator('.lane-words button').allTextContents();
    assert.ok(['我', '東京', 'read'].every((word) => words.includes(word)), words.join(' '));
    const phones = page.locator('.lane-phones button');
    assert.equal(await phones.first().textContent(), '_');
    const places = await phones.evaluateAll((all) =>
      all.map((one) => Number(one.style.getPropertyValue('--start'))));
    assert.ok(places.length > 30 && places.every((place, i) => i === 0 || place > places[i - 1]));

    // The waveform of two colours, then the spectrogram of many.
    const canvases = await painted(page, '#waveform');
    assert.ok(canvases.some(({ share }) => share > 0.05 && share < 0.95), JSON.stringify(canvases));
    await page.waitForFunction(() => document.querySelector('#waveform > div').shadowRoot
      .querySelectorAll('canvas').length > 2);
    assert.ok((await painted(page, '#waveform')).some(({ colours }) => colours > 50));

    // A phone starts at its time; the audio element goes on from there.
    await page.click('.lane-words button:has-text("東京")');
    const start = await page.evaluate(() => document.querySelector('#audio').currentTime);
    assert.ok(start > 0.5, String(start));
    const silent = await page.evaluate(() => document.querySelector('#audio').paused);
    if (silent) await page.click('#play');
    await page.waitForFunction(
      (start) => document.querySelector('#audio').currentTime > start + 0.2, start);
    assert.ok(await page.locator('.lane-phones .now').count() > 0);
    await shot(page, 'light');
  });
});

test('a changed reading is what is asked for', async () => {
  await onPage({}, async (page) => {
    await page.fill('#text', '我去银行，读 read。3个');
    await page.click('.word:has(.word-text:text-is("行"))');
    assert.equal(await page.inputValue('#reading'), 'hang2');
    await page.fill('#reading', 'xing');
    await page.click('#tones button:nth-child(4)');
    const asked = page.waitForRequest('**/api/speak');
    await page.click('#reading-speak');
    const body = (await asked).postDataJSON();
    assert.equal(body.text, '我去银行{xing4}，读 read。3个');
    assert.equal(body.format, 'events');
    await idle(page);
    await page.waitForSelector('.word.own:has-text("xìng")');
    assert.ok((await page.locator('.lane-phones button').allTextContents()).includes('ing'));
    // What is not written as it is said cannot be changed.
    assert.equal(await page.textContent('.word.fixed .word-text'), '三');
    // Back to the server's reading.
    await page.click('.word.own');
    await page.click('#reading-reset');
    assert.equal(await page.inputValue('#text'), '我去银行，读 read。3个');
    // A wrong one is refused in the server's words.
    await page.fill('#text', '行{xing9}');
    await page.click('#speak');
    await page.waitForSelector('#error:has-text("no tone from 1 to 5")');
    page.complaints.length = 0; // the browser logs the answer 400
  });
});

test('every format is downloaded', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bertvits2-files-'));
  await onPage({}, async (page) => {
    await speak(page, '你好。');
    const magic = {
      wav: /^RIFF....WAVE/s, flac: /^fLaC/, ogg: /^OggS.{24,}vorbis/s, opus: /^OggS.{24,}OpusHead/s,
      mp3: /^(ID3|\xff[\xe2-\xff])/,
    };
    for (const [format, start] of Object.entries(magic)) {
      const arriving = page.waitForEvent('download');
      await page.click(`[data-format=${format}]`);
      const file = join(folder, format);
      const download = await arriving;
      await download.saveAs(file);
      assert.match(download.suggestedFilename(), new RegExp(`^你好-\\d+\\.${format}$`));
      assert.match(readFileSync(file).toString('latin1', 0, 200), start);
    }
  });
  rmSync(folder, { recursive: true });
});

test('takes are kept, compared, renamed, restored, deleted', async () => {
  await onPage({}, async (page) => {
    await page.fill('#seed', '42');
    await speak(page, '第一句话说得长一点。');
    await page.fill('#seed', '43');
    await speak(page, '第二句。');
    await page.click('#play'); // stops what sounds while it arrived
    await page.click('#waveform', { position: { x: 200, y: 40 } });
    await page.evaluate(() => document.querySelector('#audio').pause());
    const time = () => page.evaluate(() => document.querySelector('#audio').currentTime);
    const moment = await time();
    assert.ok(moment > 0.05, String(moment));

    await page.click('#history li:nth-child(2) .letter');
    await page.waitForSelector('#take-facts:has-text("seed 42")');
    assert.equal(await page.getAttribute('#hear-b', 'aria-pressed'), 'true');
    await page.waitForFunction(
      (moment) => Math.abs(document.querySelector('#audio').currentTime - moment) < 0.05, moment);
    await page.keyboard.press('x');
    await page.waitForSelector('#take-facts:has-text("seed 43")');

    await page.click('#history li:nth-child(2) [aria-label^="Rename"]');
    await page.fill('.item-rename', 'my favourite');
    await page.keyboard.press('Enter');
    await page.click('#history li:nth-child(2) [aria-label^="Use the text"]');
    assert.equal(await page.inputValue('#text'), '第一句话说得长一点。');
    assert.equal(await page.inputValue('#seed'), '42');

    await page.reload(); // they are kept by the browser
    await page.waitForSelector('#history li:nth-child(2):has-text("my favourite")');
    await page.click('#history li:nth-child(2) [aria-label^="Delete"]');
    await page.waitForFunction(() => document.querySelectorAll('#history li').length === 1);
    await page.click('#status button');
    await page.waitForFunction(() => document.querySelectorAll('#history li').length === 2);
  });
});

test('the same seed says the same', async () => {
  await onPage({}, async (page) => {
    const takes = [];
    for (const seed of ['7', '7', '8']) {
      await page.fill('#seed', seed);
      await speak(page, '你好，世界。');
      takes.push(await page.evaluate(async () => {
        const blob = await (await fetch(document.querySelector('#audio').src)).arrayBuffer();
        const digest = await crypto.subtle.digest('SHA-256', blob);
        return String(new Uint8Array(digest));
      }));
    }
    assert.equal(takes[0], takes[1]);
    assert.notEqual(takes[0], takes[2]);
  });
});

test('errors are told', async () => {
  await onPage({}, async (page) => {
    await page.click('#speak');
    assert.match(await page.textContent('#error'), /no text/);
    await page.fill('#text', '长'.repeat(2500));
    assert.equal(await page.textContent('#characters.over'), '2500 of 2000 characters');
    await page.click('#speak');
    await page.waitForSelector('#error:has-text("2000")');
    await page.click('#error [aria-label=Dismiss]');
    assert.equal(await page.isVisible('#error'), false);

    // A busy server is asked again by itself.
    let refused = 0;
    await page.route('**/api/speak', (route) =>
      refused++ === 0
        ? route.fulfill({
            status: 429, headers: { 'Retry-After': '1' }, contentType: 'application/json',
            body: '{"error": {"code": "queue_full", "message": "full"}}',
          })
        : route.continue());
    await page.fill('#text', '你好。');
    await page.click('#speak');
    await page.waitForSelector('#status:has-text("busy")');
    await page.waitForSelector('#status:has-text("Done")');
    assert.equal(refused, 2);
    await page.unroute('**/api/speak');

    await page.route('**/api/speak', (route) => route.abort());
    await page.click('#speak');
    await page.waitForSelector('#error:has-text("does not answer")');
    await page.unroute('**/api/speak');
    await page.click('#error button:has-text("Try again")');
    await page.waitForSelector('#status:has-text("Done")');
    page.complaints.length = 0; // the browser logs the answers that failed
  });
});

test('stopping ends the request', async () => {
  await onPage({}, async (page) => {
    await page.fill('#text', '很长的一段话要说很久。'.repeat(100));
    const cancelled = page.waitForEvent('requestfailed', (request) =>
      request.url().endsWith('/api/speak'));
    await page.click('#speak');
    await page.waitForSelector('.lane-phones button', { state: 'attached' });
    await page.keyboard.press('Escape');
    await cancelled;
    await ended('499');
    assert.match(await page.textContent('#status'), /Stopped/);
    assert.equal(await page.isVisible('#take-empty'), true);
  });
});

test('an API key is asked for', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'bertvits2-key-'));
  const keys = join(folder, 'keys');
  writeFileSync(keys, 'a-secret-of-sixteen-letters\n');
  const locked = await startServer(process.env.PROGRAM, ['--api-key-file', keys]);
  try {
    const page = await browser.open(locked.url);
    await page.waitForSelector('#key');
    await page.fill('#key', 'a-secret-of-sixteen-letters');
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => document.querySelector('#voice').options.length > 0);
    await speak(page, '你好。');
    await page.context().close();
  } finally {
    await locked.stop();
    rmSync(folder, { recursive: true });
  }
});

test('a voice that is not open yet can be chosen', async () => {
  const lazy = await startServer(process.env.PROGRAM, ['--lazy']);
  try {
    const page = await browser.open(lazy.url);
    await page.waitForFunction(() => document.querySelector('#voice').options.length > 0);
    assert.equal(await page.textContent('#voice option'), 'default');
    await speak(page, '你好。');
    assert.deepEqual(page.complaints, []);
    await page.context().close();
  } finally {
    await lazy.stop();
  }
});

test('keys alone suffice', async () => {
  await onPage({}, async (page) => {
    const focused = () => page.evaluate(() => document.activeElement.id);
    const seen = [];
    for (let i = 0; i < 30 && (await focused()) !== 'text'; ++i) {
      await page.keyboard.press('Tab');
      seen.push(await focused());
    }
    assert.deepEqual(seen.slice(-3), ['locale', 'theme', 'text']);
    await page.keyboard.type('Hello world.');
    await page.keyboard.press('Control+Enter');
    await page.waitForSelector('#history li');
    await idle(page);
    for (let i = 0; i < 60 && (await focused()) !== 'waveform'; ++i)
      await page.keyboard.press('Tab');
    assert.equal(await focused(), 'waveform');
    assert.equal(await page.locator('#waveform:focus-visible').count(), 1);
    await page.waitForFunction(() => document.querySelector('#play').title === 'Play');
    await page.keyboard.press('Home');
    await page.keyboard.press('Space');
    await page.waitForFunction(() => document.querySelector('#audio').currentTime > 0);
    await page.waitForFunction(() => document.querySelector('#audio').paused);
    const time = () => page.evaluate(() => document.querySelector('#audio').currentTime);
    const before = await time();
    await page.keyboard.press('ArrowLeft');
    assert.ok((await time()) < before);
  });
});

test('languages, themes and a phone', async () => {
  await onPage({ locale: 'ja-JP', colorScheme: 'dark', viewport: { width: 360, height: 740 } },
    async (page) => {
      assert.equal(await page.textContent('#speak-label'), '読み上げる');
      assert.equal(await page.getAttribute('html', 'lang'), 'ja');
      await speak(page, kText);
      await page.waitForSelector('.word');
      const wide = () => page.evaluate(() => document.documentElement.scrollWidth);
      assert.equal(await wide(), 360);
      await page.click('#manner > summary');
      assert.equal(await wide(), 360);
      await shot(page, 'phone-dark');
      await page.selectOption('#locale', 'zh');
      assert.equal(await page.textContent('#speak-label'), '朗读');
      assert.match(await page.getAttribute('#play', 'aria-label'), /播放|暂停/);
      await page.selectOption('#locale', 'en');
      assert.equal(await page.textContent('#speak-label'), 'Speak');
      const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const dark = await paper();
      await page.selectOption('#theme', 'light');
      const light = await paper();
      assert.notEqual(dark, light);
      await page.reload(); // choices are kept
      await page.waitForFunction(() => document.querySelector('#voice').options.length > 0);
      assert.equal(await paper(), light);
      assert.equal(await page.textContent('#speak-label'), 'Speak');
      await shot(page, 'phone-light');
    });
});

test('every sentence exists in every language', async () => {
  await onPage({}, async (page) => {
    for (const locale of ['en', 'zh', 'ja']) {
      await page.selectOption('#locale', locale);
      const missing = await page.evaluate(() =>
        [...document.querySelectorAll('[data-t]')].filter((one) => !one.textContent)
          .map((one) => one.dataset.t));
      assert.deepEqual(missing, [], locale);
    }
  });
});
