import type { ServerResponse } from 'node:http';
import { html } from './html.ts';
import { type Site, sendPage } from './page.ts';
import { WEB } from './words.ts';

/** The page for a browser that asks for what there is not, or may not have. */
export function faultPage(
  site: Site,
): (response: ServerResponse, status: number, message: string, headers: Readonly<Record<string, string>>) => void {
  return (response, status, message, headers) => {
    const body = html`<section class="narrow"><h1>${message}</h1>
<p class="lead"><a href="/codes">${WEB.codesTitle}</a></p></section>`;
    sendPage(response, status, { title: message, body, place: 'none' }, site, {
      'cache-control': 'no-store',
      ...headers,
    });
  };
}
