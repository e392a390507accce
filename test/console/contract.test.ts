import { platformContract } from '../contract/platform.ts';
import { bounce } from '../support/bounce.ts';

const run = async (args: readonly string[], input = '') => {
  const { out } = await bounce(args, input);
  // A bar stands before each line of a quote.
  return out === '' ? [] : [{ text: out.replaceAll('│', ''), wire: out }];
};
const none = 'one run of a command answers one question';

platformContract('the command line', {
  open: async () => ({
    ask: (text) => run(['decode'], text),
    explain: (what) => run(['explain', what]),
    close: async () => {},
  }),
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a terminal's markup begins with it
  live: /\u001b/,
  shared: false,
  without: {
    askRepeatedly: none,
    overhear: none,
    hearItself: none,
    edit: none,
    remove: none,
    attach: 'a file is named on the command line, or piped in',
  },
});
