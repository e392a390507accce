import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Engine, Library } from '../../src/index.ts';
import { send } from '../http.ts';
import type { Route } from '../platform.ts';
import { html, type Markup } from './html.ts';
import { type Site, sendPage } from './page.ts';
import { replyHtml } from './reply.ts';
import { WEB } from './words.ts';

/** The public reference: one page per code, cause, provider and rule, made from the catalog when it is asked for. */
export function codeRoutes(engine: Engine, site: Site): Route[] {
  const { library } = engine;
  const pages = pageFinder(library);
  const one = (request: IncomingMessage, response: ServerResponse): void => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const what = decoded(path.slice('/codes/'.length));
    if (what === '') redirect(response, '/codes');
    else showOne(response, engine, site, what, pages);
  };
  const index = (request: IncomingMessage, response: ServerResponse): void => {
    const asked = new URL(request.url ?? '/', 'http://localhost').searchParams.get('q')?.trim().slice(0, 200) ?? '';
    if (asked !== '' && engine.explains(asked)) redirect(response, pathOf(engine, asked));
    else showIndex(response, library, site, asked);
  };
  return [
    { path: '/codes', methods: ['GET'], guarded: false, handle: index },
    { path: '/codes/*', methods: ['GET'], guarded: false, handle: one },
  ];
}

const CACHED = { 'cache-control': 'public, max-age=600' };

function showOne(
  response: ServerResponse,
  engine: Engine,
  site: Site,
  what: string,
  pageOf: (text: string) => string | undefined,
): void {
  const reply = engine.explain(what, { publicUrl: '' });
  const found = engine.explains(what);
  const bucket = bucketOf(what, engine.library);
  const body = html`<div class="reference">
<p class="crumbs"><a href="/codes">${WEB.codes}</a> <span aria-hidden="true">/</span> ${reply.title}</p>
${replyHtml(reply, { level: 1, pageOf, ...(bucket !== undefined && { bucket }) })}
${!found && search('')}
</div>`;
  const first = reply.parts.find((part) => part.kind === 'line');
  const description = first?.line.map((piece) => (typeof piece === 'string' ? piece : '')).join('') ?? '';
  const page = { title: reply.title, body, place: 'codes' as const, description };
  sendPage(response, found ? 200 : 404, page, site, found ? CACHED : {});
}

function showIndex(response: ServerResponse, library: Library, site: Site, asked: string): void {
  const groups = [...indexGroups(library), ...(asked === '' ? [] : [wordings(library)])]
    .map((group) => ({ ...group, items: group.items.filter((item) => fits(item, asked)) }))
    .filter(({ items }) => items.length > 0)
    .map((group) => ({ ...group, items: group.items.slice(0, MOST) }));
  const body = html`<div class="reference index">
<h1>${WEB.codesTitle}</h1><p class="lead">${WEB.codesLead}</p>
${search(asked)}
<p class="count" role="status" id="count">${asked === '' ? '' : WEB.found(groups.reduce((sum, { items }) => sum + items.length, 0))}</p>
${groups.map(
  ({
    id,
    title,
    items,
  }) => html`<section id="${id}" class="group" aria-labelledby="h-${id}"><h2 id="h-${id}">${title}</h2>
<ul class="entries ${id}">${items.map(({ path, name, about, bucket }) => html`<li${bucket !== undefined && html` data-bucket="${bucket}"`}><a href="${path}">${name}</a> <span>${about}</span></li>`)}</ul></section>`,
)}
</div>`;
  const page = {
    title: WEB.codesTitle,
    body,
    place: 'codes' as const,
    script: 'codes.js' as const,
    description: WEB.codesLead,
  };
  sendPage(response, 200, page, site, CACHED);
}

function search(asked: string): Markup {
  return html`<form class="search" action="/codes" method="get" role="search"><label for="q">${WEB.searchLabel}</label>
<div><input id="q" name="q" type="search" value="${asked}" placeholder="${WEB.searchExample}" autocomplete="off" spellcheck="false"><button type="submit">${WEB.search}</button></div></form>`;
}

/** Entries of one group: a search for a common word finds hundreds of wordings. */
const MOST = 200;

interface Group {
  id: string;
  title: string;
  items: Entry[];
}

interface Entry {
  path: string;
  name: string;
  about: string;
  bucket?: string;
}

/** Every rule by the reply it is known by: too many to list, but to be searched. */
function wordings({ shelves, cause }: Library): Group {
  const items = shelves.flatMap((shelf) =>
    shelf.rules.map((rule): Entry => {
      const known = cause(rule.cause);
      const bucket = rule.bucket ?? known?.bucket;
      return {
        path: `/codes/${shelf.id}/${rule.id}`,
        name: `${shelf.name}: ${known?.title ?? rule.cause}`,
        about: (rule.examples[0]?.paste ?? '').slice(0, 200),
        ...(bucket != null && { bucket }),
      };
    }),
  );
  return { id: 'wordings', title: WEB.groups.wordings, items };
}

function indexGroups(library: Library): Group[] {
  const entry = (path: string, name: string, about: string, bucket?: string | null): Entry => ({
    path: `/codes/${path}`,
    name,
    about,
    ...(bucket != null && { bucket }),
  });
  const kinds = (kind: string): Entry[] =>
    library.shelves.filter((shelf) => shelf.kind === kind).map(({ id, name, about }) => entry(id, name, about ?? ''));
  return [
    {
      id: 'buckets',
      title: WEB.groups.buckets,
      items: library.buckets.map(({ id, title, meaning }) => entry(id, title, meaning, id)),
    },
    {
      id: 'reading',
      title: WEB.groups.reading,
      items: [entry('prevention', WEB.prevention, WEB.preventionAbout), entry('faq', WEB.faq, WEB.faqAbout)],
    },
    {
      id: 'replies',
      title: WEB.groups.replies,
      items: library.replies.map(({ code, meaning }) => entry(code, code, meaning)),
    },
    {
      id: 'statuses',
      title: WEB.groups.statuses,
      items: library.statuses.map(({ code, meaning }) => entry(code.replace(/^X/, '5'), code, meaning)),
    },
    {
      id: 'causes',
      title: WEB.groups.causes,
      items: library.causes.map(({ id, title, meaning, bucket }) => entry(id, title, plainMeaning(meaning), bucket)),
    },
    { id: 'providers', title: WEB.groups.providers, items: kinds('provider') },
    { id: 'gateways', title: WEB.groups.gateways, items: kinds('gateway') },
    { id: 'relays', title: WEB.groups.relays, items: kinds('relay') },
    { id: 'blocklists', title: WEB.groups.blocklists, items: kinds('blocklist') },
    { id: 'clients', title: WEB.groups.clients, items: kinds('client') },
  ];
}

/** Placeholders by their general words. */
const plainMeaning = (text: string): string => text.replace(/\{\w+\|([^{}]*)\}/g, '$1');

function fits({ name, about, path }: Entry, asked: string): boolean {
  const all = `${name} ${about} ${path}`.toLowerCase();
  return asked
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}

/** Turns names in tables into links: causes, buckets and providers by title, codes as they stand. */
function pageFinder(library: Library): (text: string) => string | undefined {
  const known = new Map<string, string>([
    ...library.causes.map(({ id, title }): [string, string] => [title, `/codes/${id}`]),
    ...library.buckets.map(({ id, title }): [string, string] => [title, `/codes/${id}`]),
    ...library.shelves.map(({ id, name }): [string, string] => [name, `/codes/${id}`]),
  ]);
  return (text) => known.get(text) ?? (/^[245]\.\d{1,3}\.\d{1,3}$/.test(text) ? `/codes/${text}` : undefined);
}

function bucketOf(what: string, library: Library): string | undefined {
  const rule = library.rule(what);
  const bucket = rule?.bucket ?? library.cause(rule?.cause ?? what)?.bucket;
  return bucket ?? library.buckets.find(({ id }) => id === what)?.id;
}

/** The one address of what was asked for, so that a search ends on a page that can be passed on. */
function pathOf({ library }: Engine, asked: string): string {
  const codes = asked.match(/(?<![\d.])(?:[2-6]\d\d|[245]\.\d{1,3}\.\d{1,3})(?![\d.]*\d)/g);
  const name = asked.toLowerCase();
  const cause = library.causes.find(
    ({ id, title }) => title.toLowerCase() === name || id === name.replaceAll(' ', '-'),
  );
  return `/codes/${encodeURIComponent(cause?.id ?? (codes === null ? name : codes.slice(0, 2).join(' '))).replaceAll('%2F', '/')}`;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path).replaceAll('+', ' ').slice(0, 200);
  } catch {
    // A stray percent sign is no name of ours; the page for the unknown says so.
    return path.slice(0, 200);
  }
}

function redirect(response: ServerResponse, location: string): void {
  send(response, 302, 'text/plain', '', { location });
}
