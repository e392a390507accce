/** A name that is longer is no usual name. */
const LONGEST = 64;

/**
 * A text in which the recipient's name is replaced by one that says nothing, as long as it was, so that
 * `<dana@example.net>: User unknown` is the same answer whoever it was for.
 *
 * Left alone where the name itself could be read as something: where a number stands by itself in it.
 * @returns undefined where nothing was replaced
 */
export function neutral(text: string, recipient: string | undefined): { text: string; address: string } | undefined {
  const at = recipient?.lastIndexOf('@') ?? -1;
  if (recipient === undefined || at < 1 || at > LONGEST || !text.includes(recipient)) return undefined;
  if (!NAME.test(recipient)) return undefined;
  const address = 'q'.repeat(at) + recipient.slice(at);
  return { text: text.replaceAll(recipient, address), address };
}

/** Words that begin with a letter, joined by what joins words in a name. */
const NAME = /^[a-z][a-z0-9]*(?:[._+=-][a-z][a-z0-9]*)*@/i;
