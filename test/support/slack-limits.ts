import type { KnownBlock } from '@slack/types';
import type { Rendered } from '../../adapters/slack/render.ts';

/**
 * What Slack would refuse in a message, told apart from the adapter's own table: each number is read off Slack's reference once more, so
 * that a slip there shows here.
 */
export function refused({ blocks, text }: Pick<Rendered, 'blocks' | 'text'>): string[] {
  const faults: string[] = [];
  const most = (what: string, length: number, limit: number): void => {
    if (length > limit) faults.push(`${what}: ${length} > ${limit}`);
  };
  most('blocks', blocks.length, 50);
  most('text', text.length, 4_000);
  most('characters of all blocks', lettersIn(blocks), 13_000);
  if (blocks.filter(({ type }) => type === 'table').length > 1) faults.push('more than one table');
  const ids = blocks.flatMap(({ block_id }) => block_id ?? []);
  if (new Set(ids).size < ids.length) faults.push('a block id twice');
  for (const id of ids) most('block id', id.length, 255);
  for (const block of blocks) faults.push(...blockFaults(block));
  return faults;
}

function blockFaults(block: KnownBlock): string[] {
  switch (block.type) {
    case 'header':
      return block.text.text.length > 150 || block.text.text === '' ? ['header'] : [];
    case 'actions':
      return [
        ...(block.elements.length > 25 || block.elements.length === 0 ? ['actions'] : []),
        ...block.elements.flatMap((element) =>
          element.type !== 'button' ||
          element.text.text.length > 75 ||
          element.text.text === '' ||
          (element.value ?? ' ').length > 2_000 ||
          (element.value ?? ' ') === ''
            ? ['button']
            : [],
        ),
      ];
    case 'table':
      return [
        ...(block.rows.length > 100 ? ['rows'] : []),
        ...(block.rows.some((row) => row.length > 20 || row.length === 0) ? ['columns'] : []),
        ...(lettersIn(block) > 10_000 ? ['characters of a table'] : []),
        ...emptyTexts(block),
      ];
    case 'rich_text':
      return emptyTexts(block);
    default:
      return [`a block nobody expects: ${block.type}`];
  }
}

/** Slack takes no empty text element, and no link without an address. */
function emptyTexts(value: object): string[] {
  const faults: string[] = [];
  JSON.stringify(value, (_, element: unknown) => {
    if (typeof element !== 'object' || element === null || !('type' in element)) return element;
    if (element.type === 'text' && 'text' in element && element.text === '') faults.push('an empty text');
    if (element.type === 'link' && !('url' in element && URL.canParse(String(element.url)))) faults.push('a bad link');
    if ('elements' in element && Array.isArray(element.elements) && element.elements.length === 0)
      faults.push(`an empty ${String(element.type)}`);
    return element;
  });
  return faults;
}

function lettersIn(value: object): number {
  let count = 0;
  JSON.stringify(value, (key, text: unknown) => {
    if (key === 'text' && typeof text === 'string') count += text.length;
    return text;
  });
  return count;
}

/** Links in a message, with what they lead to. */
export function linksIn(blocks: readonly KnownBlock[]): string[] {
  const links: string[] = [];
  JSON.stringify(blocks, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'type' in value && value.type === 'link' && 'url' in value)
      links.push(String(value.url));
    return value;
  });
  return links;
}
