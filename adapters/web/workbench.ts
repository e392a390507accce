import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Engine } from '../../src/index.ts';
import { textOf } from '../bytes/text.ts';
import { HttpFault, mediaType, readBody, sendJson } from '../http.ts';
import type { Route } from '../platform.ts';
import { html, type Markup } from './html.ts';
import { type Site, sendPage } from './page.ts';
import { marked } from './reply.ts';
import { type View, viewOf } from './verdict.ts';
import { WEB } from './words.ts';

/** Largest paste or mail taken over HTTP; anything longer is a job for the command line. */
export const PASTE_BYTES = 4 * 1_048_576;

/** The workbench at `/` and the API behind it. Both are for the owner of this machine or the holder of the token. */
export function workbenchRoutes(engine: Engine, site: Site): Route[] {
  return [
    { path: '/', methods: ['GET'], guarded: true, handle: (_, response) => show(response, site, '', undefined) },
    {
      path: '/',
      methods: ['POST'],
      guarded: true,
      // A form without a script: percent-encoding makes it up to three times as long.
      maxBytes: 3 * PASTE_BYTES,
      handle: (request, response) => decodeOnPage(request, response, engine, site),
    },
    {
      path: '/api/decode',
      methods: ['POST'],
      guarded: true,
      maxBytes: PASTE_BYTES,
      handle: async (request, response) => sendJson(response, 200, engine.decode(await pasted(request))),
    },
  ];
}

/** The body of an API request as text. */
async function pasted(request: IncomingMessage): Promise<string> {
  const type = mediaType(request);
  if (type !== 'text/plain' && type !== 'message/rfc822') {
    throw new HttpFault(415, 'Send the paste as text/plain, or a mail as message/rfc822.', {
      accept: 'text/plain, message/rfc822',
    });
  }
  const encoding = request.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  if (encoding !== 'identity')
    throw new HttpFault(415, 'Send the paste as it is, not packed.', { 'accept-encoding': 'identity' });
  const charset = /charset="?([\w-]{1,40})/i.exec(request.headers['content-type'] ?? '')?.[1]?.toLowerCase();
  const body = await readBody(request, PASTE_BYTES);
  const text = charset === undefined || charset === 'utf-8' ? textOf(body) : named(body, charset);
  if (text.trim() === '') throw new HttpFault(400, 'The request is empty. Send the bounce as its body.');
  return text;
}

function named(body: Buffer, charset: string): string {
  try {
    return new TextDecoder(charset).decode(body);
  } catch {
    throw new HttpFault(415, 'The charset of this request is not known here. Use UTF-8.');
  }
}

/** With a script the page sends text and gets the pieces to show; without one it sends a form and gets a page. */
async function decodeOnPage(
  request: IncomingMessage,
  response: ServerResponse,
  engine: Engine,
  site: Site,
): Promise<void> {
  if (mediaType(request) !== 'application/x-www-form-urlencoded') {
    const { decoded, verdict, status, marks } = viewOf(await pasted(request), engine);
    return sendJson(response, 200, { decoded, html: verdict.text, status, marks });
  }
  const form = new URLSearchParams((await readBody(request, 3 * PASTE_BYTES)).toString('utf8'));
  const text = form.get('text') ?? '';
  show(response, site, text, text.trim() === '' ? undefined : viewOf(text, engine));
}

function show(response: ServerResponse, site: Site, text: string, view: View | undefined): void {
  sendPage(
    response,
    200,
    { title: WEB.name, body: bench(text, view), place: 'workbench', script: 'workbench.js' },
    site,
  );
}

function bench(text: string, view: View | undefined): Markup {
  return html`<div class="bench" data-state="${view === undefined ? 'empty' : 'done'}">
<section class="desk">
<h1>${WEB.title}</h1>
<p class="lead" id="hint">${WEB.lead}</p>
<form method="post" action="/" id="form">
<label for="text" class="sr">${WEB.pasteLabel}</label>
<div class="paste" id="paste">
<pre class="behind" id="behind" aria-hidden="true"></pre>
<textarea id="text" name="text" rows="12" spellcheck="false" autocomplete="off" autocapitalize="off" required aria-describedby="hint" placeholder="${WEB.placeholder}">
${text}</textarea>
</div>
<div class="bar">
<button type="submit" class="primary" id="decode">${WEB.decode}</button>
<label class="file" id="file-label" hidden><input type="file" id="file" class="sr" accept=".eml,.txt,.log,.csv,.json,.mbox,message/rfc822,text/*"><span>${WEB.openFile}</span></label>
<button type="reset" class="quiet" id="clear">${WEB.clear}</button>
<span class="keys" id="keys" hidden>${WEB.keys}</span>
</div>
<ul class="found" id="found" aria-label="${WEB.foundLabel}" hidden></ul>
</form>
${view !== undefined && view.marks.length > 0 && html`<h2 class="small">${WEB.yourPaste}</h2><pre class="echo">${marked(text, view.marks)}</pre>`}
</section>
<section class="result" aria-label="${WEB.verdictLabel}">
<p class="sr" role="status" id="status">${view?.status ?? ''}</p>
<div id="verdict">${view === undefined ? empty() : view.verdict}</div>
</section>
</div>`;
}

function empty(): Markup {
  return html`<div class="empty"><h2>${WEB.emptyTitle}</h2><ul>${WEB.emptyPoints.map((point) => html`<li>${point}</li>`)}</ul></div>`;
}
