import type { ServerResponse } from 'node:http';
import { send } from '../http.ts';
import type { AssetName, Assets } from './assets.ts';
import { html, type Markup } from './html.ts';
import { WEB } from './words.ts';

/** Nothing inline, nothing from elsewhere. */
const POLICY = [
  "default-src 'none'",
  "style-src 'self'",
  "script-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** What all pages share. */
export interface Site {
  assets: Pick<Assets, 'href'>;
  /** Whether there is a workbench to lead to; on a public address without a token there is none. */
  workbench: boolean;
}

export interface Page {
  title: string;
  body: Markup;
  /** Which of the two places the page belongs to. */
  place: 'workbench' | 'codes' | 'none';
  script?: AssetName;
  /** For the code reference: one line for search engines and link previews. */
  description?: string;
}

/** Sends a whole page. */
export function sendPage(
  response: ServerResponse,
  status: number,
  page: Page,
  site: Site,
  headers: Readonly<Record<string, string | readonly string[]>> = {},
): void {
  send(response, status, 'text/html', pageHtml(page, site).text, {
    'content-security-policy': POLICY,
    // With no-referrer a browser sends the form of our own page with `Origin: null`, and the guard would refuse it.
    'referrer-policy': 'same-origin',
    ...headers,
  });
}

function pageHtml({ title, body, place, script, description }: Page, { assets, workbench }: Site): Markup {
  const here = (name: Page['place']): Markup | false => name === place && html` aria-current="page"`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title === WEB.name ? title : `${title} · ${WEB.name}`}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
${description !== undefined && html`<meta name="description" content="${description}">`}
<link rel="icon" href="${assets.href('icon.svg')}" type="image/svg+xml">
<link rel="stylesheet" href="${assets.href('style.css')}">
${script !== undefined && html`<script src="${assets.href(script)}" defer></script>`}
</head>
<body data-place="${place}">
<a class="skip" href="#main">${WEB.skip}</a>
<header class="site">
<a class="brand" href="${place === 'workbench' ? '/' : '/codes'}"><svg aria-hidden="true" viewBox="0 0 40 28"><path d="M2 4h36v20H2z"/><path d="m2 4 18 13L38 4"/></svg>${WEB.name}</a>
<nav aria-label="${WEB.navigation}">${workbench && html`<a href="/"${here('workbench')}>${WEB.workbench}</a>`}<a href="/codes"${here('codes')}>${WEB.codes}</a></nav>
</header>
<main id="main">
${body}
</main>
<footer class="site">${workbench && html`<p>${WEB.footer}</p>`}</footer>
</body>
</html>
`;
}
