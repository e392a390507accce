import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { Message } from 'slack-blocks-to-jsx';
import { render } from '../../adapters/slack/render.ts';
import { launchBrowser } from './browser.ts';
import { slackReplies } from './slack-replies.ts';

/** Draws typical answers as Slack shows them: `npm run pictures`. */
const [, , folder = 'docs'] = process.argv;
const STYLE = readFileSync(
  join(dirname(createRequire(import.meta.url).resolve('slack-blocks-to-jsx')), 'style.css'),
  'utf8',
);
const LOGO = `data:image/svg+xml,${encodeURIComponent(readFileSync(new URL('../../adapters/web/assets/icon.svg', import.meta.url), 'utf8'))}`;
/** As wide as a message in Slack's window. */
const WIDTH = 680;

mkdirSync(folder, { recursive: true });
const { browser, close } = await launchBrowser();
const page = await browser.newPage({ viewport: { width: WIDTH, height: 400 } });
for (const [name, reply] of Object.entries(await slackReplies())) {
  const { blocks } = render(reply, { note: 'The whole answer is in the file below.' });
  const props = { blocks, name: 'Bouncedesk', time: new Date('2026-03-04T09:12:00'), logo: LOGO, theme: 'light' };
  const message = renderToStaticMarkup(createElement(Message, props as never));
  await page.setContent(
    `<!doctype html><meta charset="utf-8"><style>body{margin:0;padding:16px;background:#fff;font-family:Lato,'DejaVu Sans',sans-serif}.slack_blocks_to_jsx--block_wrapper{margin-top:8px}</style><style>${STYLE}</style>${message}`,
  );
  writeFileSync(join(folder, `slack-${name}.png`), await page.screenshot({ fullPage: true }));
}
await close();
