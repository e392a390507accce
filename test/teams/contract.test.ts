import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Answer, type Bench, platformContract } from '../contract/platform.ts';
import type { Message } from '../support/teams-connector.ts';
import { BOT, PERSONAL, teamsWorkspace, wordsOf } from '../support/teams-workspace.ts';

/** A channel of a team, and a personal chat for the files. */
async function open(): Promise<Bench> {
  const teams = await teamsWorkspace();
  const files = await fileHost();
  const said = (thread: string): Answer[] => teams.connector.in(thread).map(answerOf);
  const ask = async (text: string, more: object = {}, times = 1): Promise<Answer[]> => {
    const id = `m-${randomUUID()}`;
    await Promise.all(Array.from({ length: times }, () => teams.post(teams.mention(id, text, more))));
    await teams.settled();
    return said(teams.thread(id));
  };
  const then = async (text: string, change: (id: string) => object): Promise<Answer[]> => {
    const { id } = await teams.answered(text);
    await teams.quiet();
    await teams.post(change(id));
    await teams.settled();
    return said(teams.thread(id));
  };
  return {
    ask,
    askRepeatedly: (text, times) => ask(text, {}, times),
    overhear: (text) => ask(text, { entities: [] }),
    hearItself: (text) => ask(text, { from: BOT }),
    explain: (what) => ask(`explain ${what}`),
    edit: (before, after) => then(before, (id) => teams.mention(id, after, { type: 'messageUpdate' })),
    remove: (text) => then(text, (id) => teams.mention(id, text, { type: 'messageDelete' })),
    async attach(name, content) {
      const before = teams.connector.in(PERSONAL).length;
      const attachments = [
        {
          contentType: 'application/vnd.microsoft.teams.file.download.info',
          name,
          content: { downloadUrl: files.put(content), uniqueId: '1', fileType: name.split('.').pop() },
        },
      ];
      await teams.post(teams.personal(`m-${randomUUID()}`, '', { attachments }));
      await teams.settled();
      return teams.connector.in(PERSONAL).slice(before).map(answerOf);
    },
    async close() {
      files.close();
      await teams.close();
    },
  };
}

function answerOf({ activity }: Message): Answer {
  return { text: wordsOf(activity.attachments), wire: JSON.stringify(activity) };
}

async function fileHost() {
  const contents: string[] = [];
  const server = createServer((request, response) => response.end(contents[Number(request.url?.slice(1))]));
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    put: (content: string): string => `http://127.0.0.1:${port}/${contents.push(content) - 1}`,
    close: () => void server.close(),
  };
}

platformContract('Teams', {
  open,
  // Markdown is read in a TextBlock only: there everything of it has to be escaped.
  live: /"TextBlock","text":"(?:[^"\\*_`[\]<>]|\\\\[^"]|\\[^\\])*[*_`[\]<>]/,
  shared: true,
});
