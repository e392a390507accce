import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium as playwright } from 'playwright-core';

export interface TestBrowser {
  browser: Browser;
  /** Closes it and removes what it unpacked. */
  close(): Promise<void>;
}

/**
 * A real headless Chromium from the registry package, on any Linux, also without a single package of the system.
 *
 * The package unpacks itself below TMPDIR and takes its libraries along only on what looks like AWS Lambda; both have to
 * be set before it is imported. Its own font list names fixed folders, so it is given one that fits.
 */
export async function launchBrowser(): Promise<TestBrowser> {
  const folder = mkdtempSync(join(tmpdir(), 'bouncedesk-chromium-'));
  const before = { TMPDIR: process.env.TMPDIR, AWS_LAMBDA_JS_RUNTIME: process.env.AWS_LAMBDA_JS_RUNTIME };
  process.env.TMPDIR = folder;
  process.env.AWS_LAMBDA_JS_RUNTIME = 'nodejs22.x';
  try {
    const { default: chromium } = await import('@sparticuz/chromium');
    const executablePath = await chromium.executablePath();
    const env = { ...process.env, FONTCONFIG_FILE: fontList(folder) } as Record<string, string>;
    // One process for everything, as the package proposes, would die with the first page that is closed.
    const args = chromium.args.filter((arg) => arg !== '--single-process' && arg !== '--no-zygote');
    const browser = await playwright.launch({ executablePath, args, env });
    return {
      browser,
      async close() {
        await browser.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  } finally {
    restore('TMPDIR', before.TMPDIR);
    restore('AWS_LAMBDA_JS_RUNTIME', before.AWS_LAMBDA_JS_RUNTIME);
  }
}

function fontList(folder: string): string {
  const cache = join(folder, 'font-cache');
  mkdirSync(cache);
  const path = join(folder, 'fonts.conf');
  const dirs = ['/usr/share/fonts', join(folder, 'fonts')].map((dir) => `<dir>${dir}</dir>`);
  const faces = [
    ['serif', 'DejaVu Serif'],
    ['monospace', 'DejaVu Sans Mono'],
  ].map(([name, face]) => `<alias><family>${name}</family><prefer><family>${face}</family></prefer></alias>`);
  const list = [...dirs, `<cachedir>${cache}</cachedir>`, ...faces].join('');
  writeFileSync(path, `<?xml version="1.0"?><fontconfig>${list}</fontconfig>\n`);
  return path;
}

function restore(name: string, value: string | undefined): void {
  if (value === undefined) delete process.env[name];
  else process.env[name] = value;
}
