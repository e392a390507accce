import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Page } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';

/**
 * `npm run teams:playground [-- --pictures FOLDER]`: the service in Microsoft's own playground for Teams, on this machine and without an
 * account. npx fetches the playground each time, because its licence allows evaluation only. With `--pictures` a browser plays what people
 * do there, once, and keeps what it saw.
 */
const PLAYGROUND = '@microsoft/m365agentsplayground@0.2.28';
const BOT_PORT = 3978;
const PLAYGROUND_PORT = 56_150;
const PAGE = `http://localhost:${PLAYGROUND_PORT}/`;

/** Where the conversation is, between the list of chats and the log. */
const CHAT = { x: 331, y: 48, width: 618, height: 972 };

const UNKNOWN = '550 5.1.1 <dana@example.net>: Recipient address rejected: User unknown in virtual mailbox table';
const POLICY =
  "550-5.7.26 Unauthenticated email from example.com is not accepted due to domain's DMARC policy. - gsmtp";

const root = fileURLToPath(new URL('../..', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'bouncedesk-playground-'));
const running: ChildProcess[] = [];

function start(command: string, args: readonly string[], env: Record<string, string>): void {
  const child = spawn(command, args, { cwd: root, env: { ...process.env, ...env }, stdio: 'inherit', detached: true });
  child.once('exit', (code) => stop(code ?? 0));
  running.push(child);
}

let stopping = false;
function stop(code: number): void {
  if (stopping) return;
  stopping = true;
  // Each has children of its own, so its whole group goes.
  for (const { pid } of running) {
    try {
      if (pid !== undefined) process.kill(-pid);
    } catch {
      // It has ended by itself.
    }
  }
  process.exitCode = code;
}

/** The playground opens a browser and falls over where there is none to open. */
function withoutBrowser(): string {
  const bin = mkdtempSync(join(folder, 'bin-'));
  writeFileSync(join(bin, 'xdg-open'), '#!/bin/sh\n', { mode: 0o755 });
  return `${bin}${delimiter}${process.env.PATH ?? ''}`;
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 240 && !stopping; tries += 1) {
    const reached = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    );
    if (reached) return;
    await new Promise((resume) => setTimeout(resume, 500));
  }
  throw new Error(`${url} does not answer.`);
}

/** What somebody does in the playground, with a picture of each answer. */
async function play(page: Page, keep: (name: string) => Promise<void>): Promise<void> {
  const box = page.locator('[role=textbox][contenteditable=true]');
  const card = (title: string) => page.getByText(title).last();
  const press = (name: string) => page.getByRole('button', { name, exact: true }).last().click();

  await page.goto(PAGE);
  await page.getByText('Connected.').first().waitFor();
  await card('Paste a bounce, get a verdict').waitFor();
  await box.first().click();
  await page.keyboard.type(UNKNOWN);
  await page.getByLabel('Send Message').first().click();
  await card('Fix the recipient: The address does not exist').waitFor();
  await keep('verdict');

  await press('Explain the code');
  await page.getByRole('button', { name: 'Back', exact: true }).waitFor();
  await press('Back');
  await page.getByRole('button', { name: 'Not right?', exact: true }).last().waitFor();
  await press('Not right?');
  await page.getByRole('button', { name: 'Cancel', exact: true }).waitFor();
  await keep('form');
  await press('Cancel');
  await page.getByRole('button', { name: 'Draft escalation', exact: true }).last().waitFor();
  await press('Draft escalation');
  await page.getByText('Fill in', { exact: false }).last().waitFor();
  await page.mouse.move(CHAT.x + 300, CHAT.y + 300);
  await page.mouse.wheel(0, -450);
  await keep('draft');

  const menus = page.locator('button[aria-label="Show more information"], button[title="Show more information"]');
  // The second message is the paste; the first is the bot's welcome.
  await menus.nth(1).click();
  await page.getByText('Action Command').first().click();
  const dialog = page.getByRole('dialog');
  await dialog.locator('input').first().fill('decodeBounce');
  await dialog.getByText('Fetch the dialog dynamically').click();
  await dialog.getByRole('button', { name: 'Create' }).click();
  await dialog.getByText('What to do', { exact: true }).waitFor();
  await keep('dialog');
  await dialog.getByRole('button', { name: /thread/ }).click();
  await dialog.getByText('The answer is in the thread').waitFor();

  await page.goto(PAGE);
  await page.getByText('Connected.').first().waitFor();
  await page.getByText('General', { exact: true }).first().click();
  await box.first().click();
  await page.keyboard.type('@', { delay: 50 });
  await page.locator('[role=menu],[role=listbox],.fui-PopoverSurface').last().getByText('Test Bot').first().click();
  await page.keyboard.type(` ${POLICY}`);
  await page.getByRole('button', { name: 'Post', exact: true }).click();
  await card('Fix authentication: Refused under your DMARC policy').waitFor();
  await keep('channel');
}

async function takePictures(into: string): Promise<void> {
  const { browser, close } = await launchBrowser();
  const page = await browser.newPage({ viewport: { width: 1280, height: 1100 } });
  try {
    await play(page, async (name) => {
      await page.waitForTimeout(500);
      const path = join(into, `teams-${name}.png`);
      await page.screenshot({ path, clip: CHAT });
      process.stdout.write(`${path}\n`);
    });
  } catch (error) {
    await page.screenshot({ path: join(folder, 'failed.png') });
    process.stderr.write(`The playground did not show what was expected: ${join(folder, 'failed.png')}\n`);
    throw error;
  } finally {
    await close();
  }
}

const [flag, into] = process.argv.slice(2);
process.once('SIGINT', () => stop(0));
process.once('SIGTERM', () => stop(0));
start(process.execPath, ['adapters/main.ts'], {
  PORT: String(BOT_PORT),
  DATA_DIR: join(folder, 'data'),
  PUBLIC_URL: '',
  TEAMS_ALLOW_UNAUTHENTICATED: '1',
});
const endpoint = `http://127.0.0.1:${BOT_PORT}/api/messages`;
const options = ['start', '-e', endpoint, '-c', 'msteams', '-p', String(PLAYGROUND_PORT), '--disable-telemetry'];
start('npx', ['--yes', PLAYGROUND, ...options], flag === '--pictures' ? { PATH: withoutBrowser() } : {});
try {
  await answers(PAGE);
  if (flag !== '--pictures') process.stdout.write(`The playground is at ${PAGE} until you press Ctrl-C.\n`);
  else {
    await takePictures(into ?? 'docs');
    stop(0);
  }
} catch (error) {
  stop(1);
  throw error;
}
