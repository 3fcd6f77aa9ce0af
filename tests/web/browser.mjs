// A server with the small noise voice, and a browser that looks at its page.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { chromium } = createRequire(join(root, 'web/package.json'))('playwright-core');

// Resolves to { url, stop }.
export async function startServer(program, options = []) {
  const voice = join(root, 'tests/data/voices/noise');
  const server = spawn(program, [
    'serve', '--model', join(voice, 'model.safetensors'), '--config', join(voice, 'config.json'),
    '--bert', join(voice, 'bert'), '--data', join(root, 'data'), '--port', '0', ...options,
  ], { stdio: ['ignore', 'pipe', 'pipe'] });
  let log = '';
  const url = await new Promise((resolve, reject) => {
    const read = (chunk) => {
      log += chunk;
      const found = /listening on (http:\/\/[\d.:]+)/.exec(log);
      if (found) resolve(found[1]);
    };
    server.stdout.on('data', read);
    server.stderr.on('data', read);
    server.on('exit', (code) => reject(new Error(`serve ended with ${code}:\n${log}`)));
    server.on('error', reject);
  });
  const stop = () => new Promise((resolve) => {
    if (server.exitCode !== null) return resolve();
    server.once('exit', resolve);
    server.kill('SIGTERM');
    setTimeout(() => server.kill('SIGKILL'), 5000).unref();
  });
  return { url, stop };
}

// Resolves to { open, stop }. open(url, options) gives a page in a profile of its own, with
// page.complaints: whatever its console and its security policy said.
export async function startBrowser(program) {
  const profile = mkdtempSync(join(tmpdir(), 'bertvits2-web-'));
  const browser = await chromium.launch({
    executablePath: program,
    args: [
      '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
      '--disable-background-networking', '--disable-component-update', '--disable-sync',
      '--disable-dev-shm-usage',
    ],
    env: { ...process.env, HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile },
  });
  const open = async (url, options = {}) => {
    const context = await browser.newContext({
      viewport: { width: 1180, height: 1000 }, locale: 'en-US', colorScheme: 'light',
      acceptDownloads: true, ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(20_000);
    page.complaints = [];
    page.on('console', (message) => {
      if (message.text().includes('getImageData')) return; // the tests read pixels
      if (message.type() === 'error' || message.type() === 'warning')
        page.complaints.push(message.text());
    });
    page.on('pageerror', (error) => page.complaints.push(String(error.stack)));
    await page.goto(url);
    return page;
  };
  const stop = async () => {
    await browser.close();
    rmSync(profile, { recursive: true, force: true });
  };
  return { open, stop };
}
