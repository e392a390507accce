import { VERDICT } from '../../src/reply/words.ts';
import type { DraftField, Inline, Line, Part, Reply, Span } from '../../src/types.ts';
import { html, type Markup } from './html.ts';

export interface ReplyView {
  /** Bucket of the verdict; gives the card its colour. */
  bucket?: string;
  /** Level of the title. */
  level?: 1 | 2;
  /** Path of the page a table cell or a label stands for; the code reference links its terms with it. */
  pageOf?: (text: string) => string | undefined;
}

/** A reply as HTML; what people see in chat, for a browser. */
export function replyHtml(reply: Reply, view: ReplyView = {}): Markup {
  const title =
    view.level === 1 ? html`<h1 tabindex="-1">${titleOf(reply)}</h1>` : html`<h2 tabindex="-1">${titleOf(reply)}</h2>`;
  return html`<article class="reply" data-tone="${reply.tone}" data-bucket="${view.bucket ?? 'none'}">
<header>${title}</header>
${reply.parts.map((part) => partHtml(part, view))}
</article>`;
}

/** "Fix the recipient: The mailbox is full": the bucket as a stamp, the cause as the headline. */
function titleOf({ title }: Reply): Markup {
  const at = title.indexOf(': ');
  if (at < 0) return html`${title}`;
  return html`<span class="stamp">${title.slice(0, at)}</span><span class="sr">: </span><span class="cause">${title.slice(at + 2)}</span>`;
}

/** Name by which a heading is linked to. */
const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');

function partHtml(part: Part, view: ReplyView): Markup {
  switch (part.kind) {
    case 'line':
      return html`<p>${lineHtml(part.line)}</p>`;
    case 'note':
      return html`<p class="note">${lineHtml(part.line)}</p>`;
    case 'heading':
      return view.level === 1
        ? html`<h2 class="part" id="${slug(part.text)}">${part.text}</h2>`
        : html`<h3 class="part">${part.text}</h3>`;
    case 'anatomy':
      return html`<dl class="anatomy">${part.items.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
    case 'steps':
      return html`<ol class="steps">${part.steps.map((step) => html`<li>${lineHtml(step)}</li>`)}</ol>`;
    case 'quote':
      return quoteHtml(part.text, part.by, part.marks ?? []);
    case 'table':
      return tableHtml(part.head, part.rows, view);
    case 'links':
      return html`<ul class="links">${part.links.map(({ label, href }) => html`<li>${linkHtml(label, href)}</li>`)}</ul>`;
    case 'time':
      return html`<p class="note">${part.label}: <time datetime="${part.iso}">${part.iso}</time></p>`;
    case 'fields':
      return html`<ul class="fields">${part.fields.map(fieldHtml)}</ul>`;
    case 'checks':
      return html`<ul class="fields">${part.checks.map(
        ({ text, by }) =>
          html`<li data-done="${by === undefined ? 'no' : 'yes'}">${text}${by !== undefined && html` <small>(${by})</small>`}</li>`,
      )}</ul>`;
    default:
      return part satisfies never;
  }
}

function lineHtml(line: Line): readonly Markup[] {
  return line.map(inlineHtml);
}

function inlineHtml(inline: Inline): Markup {
  if (typeof inline === 'string') return html`${inline}`;
  if ('code' in inline) return html`<code>${inline.code}</code>`;
  if ('strong' in inline) return html`<strong>${inline.strong}</strong>`;
  if ('thread' in inline) return html`${inline.thread}`;
  return linkHtml(inline.link, inline.href);
}

/** Only pages of this site and https pages are linked; anything else stays text. */
function linkHtml(label: string, href: string): Markup {
  if (href.startsWith('/') && !href.startsWith('//')) return html`<a href="${href}">${label}</a>`;
  if (!/^https?:\/\//.test(href)) return html`${label}`;
  return html`<a href="${href}" rel="noopener noreferrer" target="_blank">${label}</a>`;
}

function quoteHtml(text: string, by: string | undefined, marks: readonly Span[]): Markup {
  const caption = by === undefined ? undefined : html`<figcaption>${by}</figcaption>`;
  return html`<figure class="quote">${caption}<blockquote>${marked(text, marks)}</blockquote></figure>`;
}

/** A text with stretches of it marked. The spans are in order and apart. */
export function marked(text: string, spans: readonly Span[]): readonly Markup[] {
  const pieces: Markup[] = [];
  let done = 0;
  for (const [from, to] of spans) {
    pieces.push(html`${text.slice(done, from)}<mark>${text.slice(from, to)}</mark>`);
    done = to;
  }
  pieces.push(html`${text.slice(done)}`);
  return pieces;
}

function tableHtml(head: readonly string[], rows: readonly (readonly string[])[], { pageOf }: ReplyView): Markup {
  const cell = (text: string): Markup => {
    const page = pageOf?.(text);
    return page === undefined ? html`${text}` : html`<a href="${page}">${text}</a>`;
  };
  return html`<div class="table" tabindex="0" role="region" aria-label="${head[0] ?? ''}"><table>
<thead><tr>${head.map((text) => html`<th scope="col">${text}</th>`)}</tr></thead>
<tbody>${rows.map((row) => html`<tr>${row.map((text, column) => html`<td data-label="${head[column] ?? ''}">${cell(text)}</td>`)}</tr>`)}</tbody>
</table></div>`;
}

function fieldHtml(field: DraftField): Markup {
  if (field.value !== undefined) {
    return html`<li data-done="yes"><strong>${field.label}</strong>: <span class="value">${field.value}</span>${field.from !== undefined && html` <small>(${field.from})</small>`}</li>`;
  }
  const wanted = field.required ? VERDICT.required : VERDICT.optional;
  return html`<li data-done="no"><strong>${field.label}</strong> (${wanted}): ${field.why} ${field.where}</li>`;
}
