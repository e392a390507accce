import { createHash } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { send } from '../http.ts';

const STYLE =
  ':root{color-scheme:light dark}body{font:1.1rem/1.6 system-ui,sans-serif;max-width:34rem;margin:18vh auto;padding:0 1.5rem}h1{font-size:1.5rem}';
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; frame-ancestors 'none'`;

/** A page of one heading and one sentence, for the browser of whoever installs the app. Both are words of ours, never of a request. */
export function showPage(response: ServerResponse, status: number, title: string, text: string, link?: string): void {
  const on = link === undefined ? '' : `<p><a href="${link}">Open Slack</a></p>`;
  const body = `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">\
<title>${title}</title><style>${STYLE}</style><h1>${title}</h1><p>${text}</p>${on}</html>\n`;
  send(response, status, 'text/html', body, { 'content-security-policy': POLICY });
}
