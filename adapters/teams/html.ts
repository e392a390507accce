import { Parser } from 'htmlparser2';

/** Elements that begin on a line of their own and end it. */
const BLOCKS: ReadonlySet<string> = new Set(
  'address article blockquote codeblock div dl dd dt figure footer h1 h2 h3 h4 h5 h6 header hr li ol p pre section table tr ul'.split(
    ' ',
  ),
);
/** Elements in which blanks and line ends stand for themselves. */
const VERBATIM: ReadonlySet<string> = new Set(['pre', 'codeblock']);
/** Elements whose text is nobody's words. */
const UNSEEN: ReadonlySet<string> = new Set(['script', 'style', 'head', 'title', 'attachment']);
/** Deeper than any editor nests. */
const MAX_DEPTH = 200;

/**
 * The text of a message from Teams' html, as it was typed or pasted: one line per block or `<br>`, blanks of `&nbsp;`, an address in
 * angle brackets as it stands. Teams' own `text` has blanks for line ends, so it is no substitute.
 *
 * @param own whether the mention of that number is one of the bot: that one leaves no text
 */
export function textOfHtml(html: string, own: (mention: number) => boolean = () => false): string {
  const lines: string[] = [];
  let line: string[] = [];
  // A blank after a blank, or at the start of a line, is none in html.
  let blank = true;
  let verbatim = 0;
  let unseen = 0;
  let depth = 0;
  const mentions: boolean[] = [];

  const write = (text: string): void => {
    if (text === '' || unseen > 0 || mentions.includes(true)) return;
    line.push(text);
    blank = text.endsWith(' ');
  };
  const endLine = (): void => {
    const text = line.join('');
    const typed = (verbatim > 0 ? text : text.replace(/ $/, '')).replaceAll('\u00a0', ' ');
    lines.push(typed.trim() === '' ? '' : typed);
    line = [];
    blank = true;
  };
  const endBlock = (): void => {
    if (line.length > 0) endLine();
  };

  const parser = new Parser(
    {
      onopentag(tag, attributes) {
        // An address that nobody escaped: no element has such a name.
        if (tag.includes('@')) return write(`<${tag}>`);
        const name = tag.toLowerCase();
        depth += 1;
        if (depth > MAX_DEPTH) return;
        if (BLOCKS.has(name)) endBlock();
        if (VERBATIM.has(name)) verbatim += 1;
        if (UNSEEN.has(name)) unseen += 1;
        if (name === 'br') endLine();
        else if (name === 'img' || name === 'emoji') write(attributes.alt ?? '');
        else if ((name === 'td' || name === 'th') && line.length > 0) write('\t');
        else if (name === 'at' || name === 'span') {
          const mention = name === 'at' || attributes.itemtype?.endsWith('schema.skype.com/Mention') === true;
          mentions.push(mention && own(Number(attributes.id ?? attributes.itemid ?? Number.NaN)));
        }
      },
      ontext(text) {
        if (verbatim === 0) {
          const collapsed = text.replace(/[ \t\r\n\f]+/g, ' ');
          write(blank && collapsed.startsWith(' ') ? collapsed.slice(1) : collapsed);
          return;
        }
        for (const [index, part] of text.split(/\r?\n/).entries()) {
          if (index > 0) endLine();
          write(part);
        }
      },
      onclosetag(tag) {
        if (tag.includes('@')) return;
        const name = tag.toLowerCase();
        depth -= 1;
        if (depth >= MAX_DEPTH) return;
        if (BLOCKS.has(name)) endBlock();
        if (VERBATIM.has(name)) verbatim -= 1;
        if (UNSEEN.has(name)) unseen -= 1;
        if (name === 'at' || name === 'span') mentions.pop();
      },
    },
    // The case of an address is its own.
    { lowerCaseTags: false },
  );
  parser.end(html);
  endBlock();
  return lines.join('\n');
}
