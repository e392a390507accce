import type { ServerResponse } from 'node:http';
import type { Config } from '../config.ts';
import { COOKIE, cookieValue, equal } from '../guard.ts';
import { HttpFault, mediaType, readBody } from '../http.ts';
import type { Route } from '../platform.ts';
import { html, type Markup } from './html.ts';
import { type Site, sendPage } from './page.ts';
import { WEB } from './words.ts';

/** Wrong tokens taken in a stretch of time, from everybody together: guessing is hopeless, typing errors are not. */
const TRIES = 20;
const STRETCH_MS = 60_000;
const THIRTY_DAYS = 2_592_000;

/** The page that asks for the access token, and the route that turns it into a cookie. */
export function tokenPages(
  config: Pick<Config, 'webToken' | 'publicUrl'>,
  site: Site,
): {
  ask: (response: ServerResponse) => void;
  routes: Route[];
} {
  const { webToken, publicUrl } = config;
  const ask = (response: ServerResponse): void => page(response, 401, site, undefined);
  if (webToken === undefined) return { ask, routes: [] };
  let since = 0;
  let wrong = 0;
  const route: Route = {
    path: '/token',
    methods: ['POST'],
    guarded: false,
    maxBytes: 4096,
    async handle(request, response) {
      if (mediaType(request) !== 'application/x-www-form-urlencoded')
        throw new HttpFault(415, 'Send the form of the page.');
      const given = new URLSearchParams((await readBody(request, 4096)).toString('utf8')).get('token') ?? '';
      const now = Date.now();
      if (now - since > STRETCH_MS) [since, wrong] = [now, 0];
      if (wrong >= TRIES)
        throw new HttpFault(429, 'Too many wrong tokens. Try again in a minute.', { 'retry-after': '60' });
      if (!equal(given.trim(), webToken)) {
        wrong += 1;
        page(response, 401, site, WEB.tokenWrong);
        return;
      }
      response.writeHead(303, {
        location: '/',
        'set-cookie': cookie(webToken, publicUrl),
        'cache-control': 'no-store',
      });
      response.end();
    },
  };
  return { ask, routes: [route] };
}

function cookie(token: string, publicUrl: string | undefined): string {
  const https = publicUrl?.startsWith('https:') === true;
  const name = https ? `__Host-${COOKIE}` : COOKIE;
  return `${name}=${cookieValue(token)}; Path=/; Max-Age=${THIRTY_DAYS}; HttpOnly; SameSite=Strict${https ? '; Secure' : ''}`;
}

function page(response: ServerResponse, status: number, site: Site, wrong: string | undefined): void {
  const headers = { 'cache-control': 'no-store', 'www-authenticate': 'Bearer' };
  sendPage(response, status, { title: WEB.tokenTitle, body: form(wrong), place: 'none' }, site, headers);
}

function form(wrong: string | undefined): Markup {
  return html`<section class="narrow"><h1>${WEB.tokenTitle}</h1><p class="lead">${WEB.tokenLead}</p>
<form method="post" action="/token">
<label for="token">${WEB.tokenLabel}</label>
<input id="token" name="token" type="password" required autocomplete="current-password" autofocus${wrong !== undefined && html` aria-invalid="true" aria-describedby="wrong"`}>
${wrong !== undefined && html`<p class="wrong" id="wrong" role="alert">${wrong}</p>`}
<button type="submit" class="primary">${WEB.tokenSubmit}</button>
</form></section>`;
}
