import type { Article } from '../catalog/schema.ts';
import type { Part, Reply } from '../types.ts';
import type { Library } from './book.ts';
import { clipped } from './clipped.ts';
import { bucketPage, causePage } from './explain-cause.ts';
import { codePage } from './explain-code.ts';
import { type ExplainOptions, heading, line, type Page, see, sources } from './explain-parts.ts';
import { rulePage, shelfPage } from './explain-shelf.ts';
import { EXPLAIN } from './explain-words.ts';
import { written } from './linked.ts';
import { withText } from './plain.ts';
import { type Topic, topicOf } from './topic.ts';
import { SUGGEST } from './words.ts';

export type { ExplainOptions } from './explain-parts.ts';

/**
 * Explains a code, a provider, a cause, a rule, a bucket, `prevention`, `faq` or `unknown`.
 *
 * @param what as a person types it; anything unknown is answered with the nearest names
 * @returns a reply without buttons; never throws
 */
export function explain(what: string, library: Library, options: ExplainOptions = {}): Reply {
  const topic = topicOf(what, library);
  const { title, parts } = explained(topic, library, options);
  return withText({ tone: 'info', title, parts, buttons: [] });
}

function explained(topic: Topic, library: Library, options: ExplainOptions): Page {
  switch (topic.is) {
    case 'code':
      return codePage(topic, library, options);
    case 'cause':
      return causePage(topic.cause, library, options);
    case 'bucket':
      return bucketPage(topic.bucket, library, options);
    case 'shelf':
      return shelfPage(topic.shelf, library, options);
    case 'rule':
      return rulePage(topic.rule, library, options);
    case 'articles':
      return articlesPage(topic.of, topic.articles);
    case 'unknowns':
      return unknownsPage(options);
    case 'unknown':
      return unknownPage(topic.asked, topic.near, options);
    default:
      return topic satisfies never;
  }
}

function articlesPage(of: 'prevention' | 'faq', articles: readonly Article[]): Page {
  const title = of === 'faq' ? EXPLAIN.faqTitle : EXPLAIN.preventionTitle;
  const parts = articles.flatMap((article): Part[] => [
    heading(article.title),
    ...article.paragraphs.map((text): Part => ({ kind: 'line', line: written(text) })),
    ...sources(article.sources),
  ]);
  return { title, parts };
}

/** Replies that no rule knew, where somebody counts them. */
function unknownsPage({ unknowns }: ExplainOptions): Page {
  const title = SUGGEST.unknownsTitle;
  if (unknowns === undefined) return { title, parts: [line(SUGGEST.unknownsElsewhere)] };
  if (unknowns.length === 0) return { title, parts: [line(SUGGEST.unknownsNone)] };
  const rows = unknowns.map(({ count, sample }) => [String(count), clipped(sample, 220)]);
  return { title, parts: [line(SUGGEST.unknownsLead), { kind: 'table', head: SUGGEST.unknownsHead, rows }] };
}

function unknownPage(asked: string, near: readonly string[], options: ExplainOptions): Page {
  const title = asked === '' ? EXPLAIN.emptyTitle : EXPLAIN.unknownTitle(clipped(asked, 60));
  const meant: Part[] = near.length === 0 ? [] : [line(`${EXPLAIN.didYouMean} ${near.join(', ')}?`)];
  return {
    title,
    parts: [line(EXPLAIN.unknownLine), ...meant, ...(near.length === 0 ? [] : see(options, near.slice(0, 3)))],
  };
}

/** Whether there is something to explain under this name; the code reference answers 404 otherwise. */
export function explains(what: string, library: Library): boolean {
  return topicOf(what, library).is !== 'unknown';
}
