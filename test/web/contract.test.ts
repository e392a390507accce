import { Parser } from 'htmlparser2';
import { platformContract } from '../contract/platform.ts';
import { http } from '../support/http.ts';
import { startWeb } from '../support/web.ts';

/** What a browser shows of it. */
function shown(html: string): string {
  const text: string[] = [];
  const parser = new Parser({ ontext: (piece) => void text.push(piece), onclosetag: () => void text.push(' ') });
  parser.end(html);
  return text.join('');
}

const page = 'a page shows the answer to what is in its field';

platformContract('the workbench', {
  async open() {
    const web = await startWeb();
    const answer = (html: string) => [{ text: shown(html), wire: html }];
    return {
      async ask(text) {
        const headers = { 'content-type': 'text/plain' };
        const { body } = await http(web.port, { method: 'POST', path: '/', headers, body: text });
        return answer((JSON.parse(body) as { html: string }).html);
      },
      explain: async (what) => answer((await http(web.port, { path: `/codes/${what}` })).body),
      close: () => web.close(),
    };
  },
  live: /<(?:script|img|at)\b|onerror=(?!alert\(1\)&gt;)|href="https:\/\/evil/,
  shared: false,
  without: {
    askRepeatedly: page,
    overhear: page,
    hearItself: page,
    edit: page,
    remove: page,
    attach: 'the page reads a file itself and sends its text',
  },
});
