import { type Checklist, checklistMarkdown, checklistReply, type Engine } from '../../src/index.ts';
import type { Decoded } from '../../src/types.ts';
import { html, type Markup } from './html.ts';
import { replyHtml } from './reply.ts';
import { WEB } from './words.ts';

/**
 * What comes after a verdict: the text for the person who asked, and the escalation for each desk it could be written for. Nothing when
 * nothing failed. The workbench keeps none of it.
 */
export function draftHtml(text: string, decoded: Decoded, engine: Engine, now: number): Markup | undefined {
  const right = engine.draft(decoded, { now, paste: text });
  if (!right) return undefined;
  const others = right.desks.filter(({ id }) => id !== right.desk.id);
  const lists = [right, ...others.flatMap(({ id }) => engine.draft(decoded, { now, paste: text, desk: id }) ?? [])];
  return html`<section class="aside"><h3>${WEB.forCustomer}</h3><p id="customer">${right.customer}</p><button type="button" class="quiet" data-copy="customer">${WEB.copy}</button></section>
<details class="draft"><summary>${WEB.draft}</summary>${lists.map((list, index) => deskHtml(list, index))}</details>`;
}

function deskHtml(list: Checklist, index: number): Markup {
  const id = `draft-${index}`;
  const reply = replyHtml(checklistReply(list));
  const body = html`${reply}<div class="actions">${copyBlock(WEB.copyHandoff, `${id}-text`, `${list.handoff.subject}\n\n${list.handoff.text}`)}${copyBlock(WEB.copyChecklist, `${id}-list`, checklistMarkdown(list))}</div>`;
  return index === 0 ? body : html`<details><summary>${list.desk.name}</summary>${body}</details>`;
}

/** A button that copies a text which stands beside it unseen. */
export function copyBlock(label: string, id: string, text: string): Markup {
  return html`<button type="button" data-copy="${id}">${label}</button><pre id="${id}" hidden>${text}</pre>`;
}
