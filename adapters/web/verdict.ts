import type { Engine } from '../../src/index.ts';
import { SUGGEST } from '../../src/reply/words.ts';
import type { Decoded, Reply, Span } from '../../src/types.ts';
import { copyBlock, draftHtml } from './draft.ts';
import { html, type Markup } from './html.ts';
import { replyHtml } from './reply.ts';
import { WEB } from './words.ts';

/** Most stretches marked in a paste: a long log would otherwise be one colour. */
const MARKS = 200;

export interface View {
  decoded: Decoded;
  /** The verdict as HTML. */
  verdict: Markup;
  /** One line for a screen reader. */
  status: string;
  /** The deciding words in the paste: offsets, in order and apart. */
  marks: readonly Span[];
}

/** What the workbench shows of a paste. */
export function viewOf(text: string, engine: Engine): View {
  const decoded = engine.decode(text);
  const reply = engine.compose(decoded, { publicUrl: '', all: true });
  return {
    decoded,
    verdict: verdictHtml(text, decoded, reply, engine),
    status: reply.title,
    marks: marksOf(decoded, text.length),
  };
}

function verdictHtml(text: string, decoded: Decoded, reply: Reply, engine: Engine): Markup {
  return html`${replyHtml(reply, { ...(decoded.bucket !== null && { bucket: decoded.bucket }) })}
<div class="actions">
${copyBlock(WEB.copyVerdict, 'copy-verdict', reply.text)}
</div>
${draftHtml(text, decoded, engine, Date.now())}
${suggestionHtml(decoded, engine)}
<details class="json"><summary>${WEB.json}</summary><button type="button" class="quiet" data-copy="json">${WEB.copy}</button><pre id="json" tabindex="0">${JSON.stringify(decoded, undefined, 2)}</pre></details>`;
}

/** A rule for the reply that none knows, to be proposed to the project. */
function suggestionHtml(decoded: Decoded, engine: Engine): Markup | undefined {
  const suggestion = engine.suggest(decoded, new Date().toISOString().slice(0, 10));
  if (!suggestion) return undefined;
  const json = JSON.stringify(suggestion.rule, undefined, 2);
  return html`<details class="json suggest"><summary>${SUGGEST.summary}</summary>${copyBlock(WEB.copyRule, 'copy-rule', json)}${replyHtml(suggestion.reply)}</details>`;
}

function marksOf({ failures }: Decoded, length: number): Span[] {
  const spans = failures
    .flatMap(({ because }) => because.flatMap(({ at }) => (at === undefined ? [] : [at])))
    .filter(([from, to]) => from >= 0 && from < to && to <= length)
    .sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  const apart: Span[] = [];
  for (const span of spans) if (span[0] >= (apart.at(-1)?.[1] ?? 0) && apart.length < MARKS) apart.push(span);
  return apart;
}
