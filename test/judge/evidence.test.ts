import { describe, expect, it } from 'vitest';
import { locate } from '../../src/judge/evidence.ts';

/** What stands at the place that was found. */
function found(paste: string, quote: string, span?: readonly [number, number]): string | undefined {
  const at = locate(paste, span, quote);
  return at && paste.slice(...at);
}

describe('a quote is found', () => {
  it.each([
    ['as it is', '550 User unknown here', 'User unknown', 'User unknown'],
    ['over a line end', '550 User\nunknown here', 'User unknown', 'User\nunknown'],
    ['over quote marks', '> 550 User\r\n> unknown here', 'User unknown', 'User\r\n> unknown'],
    ['over a repeated code', '550-5.1.1 User\n550 5.1.1 unknown', 'User unknown', 'User\n550 5.1.1 unknown'],
    ['over a soft line break', 'User unk=\nnown', 'User unknown', 'User unk=\nnown'],
    ['with other quotes', 'it isn’t there', "isn't there", 'isn’t there'],
    ['with more blanks', 'User   unknown', 'User unknown', 'User   unknown'],
  ])('%s', (_, paste, quote, there) => {
    expect(found(paste, quote)).toBe(there);
  });

  it('where its answer stands, not before', () => {
    const paste = 'User unknown; later: User unknown';
    expect(locate(paste, [21, 33], 'User unknown')).toEqual([21, 33]);
  });

  it('nowhere else', () => {
    expect(found('550 something', 'User unknown')).toBeUndefined();
    expect(found('', 'x')).toBeUndefined();
    expect(found('x', '')).toBeUndefined();
  });
});
