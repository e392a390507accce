/** One answer as Python writes it. */
export interface Tuple {
  code: string;
  words: string;
  recipient?: string;
  sender?: string;
  from: number;
  to: number;
}

/** `{'a@b': (550, b'5.1.1 …')}`, `(535, b'5.7.8 …')`, `(553, b'…', 'x@y')` of Python's smtplib. */
export function pythonTuples(text: string): Tuple[] {
  const found: Tuple[] = [];
  const TUPLE = /(?:\((\d{3}), ?b?|(?<!\d)([45]\d\d), ?b)(['"])/g;
  for (let match = TUPLE.exec(text); match && found.length < 200; match = TUPLE.exec(text)) {
    const start = TUPLE.lastIndex;
    const quote = match[3] ?? "'";
    let end = start;
    while (end < text.length && end - start < 4000 && text.charAt(end) !== quote)
      end += text.charAt(end) === '\\' ? 2 : 1;
    const before = /['"]([^'"\s]{1,200}@[^'"\s]{1,255})['"]: ?$/.exec(
      text.slice(Math.max(0, match.index - 480), match.index),
    )?.[1];
    const behind = /^['"], ?['"]([^'"\s]{1,200}@[^'"\s]{1,255})['"]\)/.exec(text.slice(end, end + 480))?.[1];
    found.push({
      code: match[1] ?? match[2] ?? '',
      words: text.slice(start, end),
      ...(before ? { recipient: before } : {}),
      ...(behind ? { sender: behind } : {}),
      from: match.index + (match[1] === undefined ? 0 : 1),
      to: Math.min(end, text.length),
    });
    TUPLE.lastIndex = Math.max(end, start);
  }
  return found;
}
