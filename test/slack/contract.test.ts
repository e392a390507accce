import { platformContract } from '../contract/platform.ts';
import { BOT, type Posted, type Response, slackWorkspace, wordsOf } from '../support/slack-workspace.ts';

platformContract('Slack', {
  async open() {
    const slack = await slackWorkspace();
    const answer = (message: Posted | Response) => ({
      text: `${wordsOf(message)} ${message.text ?? ''}`,
      // Where Slack reads markup: the text, and what is marked as mrkdwn. Elsewhere words stay words.
      wire: [message.text ?? '', ...mrkdwn(message.blocks ?? [])].join('\n'),
    });
    const now = async (ts: string) => {
      await slack.settled();
      return (await slack.answers(ts)).map(answer);
    };
    const mention = async (text: string, more: object = {}) => {
      const said = `<@${BOT}> ${escaped(text)}`;
      const ts = await slack.say(said);
      return { ts, event: { type: 'app_mention', user: slack.user, ts, text: said, ...more } };
    };
    const ask = async (text: string, more: object = {}) => {
      const { ts, event } = await mention(text, more);
      await slack.event(event);
      return now(ts);
    };
    return {
      ask,
      async askRepeatedly(text, times) {
        const { ts, event } = await mention(text);
        const message = { ...event, type: 'message', channel_type: 'channel' };
        for (let delivery = 0; delivery < times; delivery += 1)
          await Promise.all([slack.event(event), slack.event(message)]);
        return now(ts);
      },
      async overhear(text) {
        const ts = await slack.say(text);
        await slack.event({ type: 'message', channel_type: 'channel', user: slack.user, ts, text });
        return now(ts);
      },
      async hearItself(text) {
        const ts = await slack.say(text);
        const own = { user: BOT, bot_id: 'BBOT00001', ts, text: `<@${BOT}> ${text}` };
        await slack.event({ type: 'message', channel_type: 'channel', ...own });
        await slack.event({ type: 'app_mention', ...own });
        return now(ts);
      },
      async edit(before, after) {
        const { ts, event } = await mention(before);
        await slack.event(event);
        await slack.settled();
        const message = { user: slack.user, ts, text: `<@${BOT}> ${escaped(after)}`, edited: { ts: '2.0' } };
        const changed = { type: 'message', subtype: 'message_changed', ts: '3.0', message };
        await slack.event({ ...changed, previous_message: event });
        return now(ts);
      },
      async remove(text) {
        const { ts, event } = await mention(text);
        await slack.event(event);
        await slack.settled();
        await slack.event({ type: 'message', subtype: 'message_deleted', ts: '4.0', previous_message: event });
        return now(ts);
      },
      async attach(name, content) {
        return ask('', { files: [await slack.upload(name, content)] });
      },
      async explain(what) {
        const before = slack.responses.length;
        await slack.command(`explain ${what}`, `explain-${what}`);
        await slack.settled();
        return slack.responses.slice(before).map(answer);
      },
      close: () => slack.close(),
    };
  },
  live: /<[!@#h]|&(?!amp;|lt;|gt;)|<mailto/,
  shared: true,
});

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function mrkdwn(blocks: readonly object[]): string[] {
  const texts: string[] = [];
  JSON.stringify(blocks, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'type' in value && value.type === 'mrkdwn' && 'text' in value)
      texts.push(String(value.text));
    return value;
  });
  return texts;
}
