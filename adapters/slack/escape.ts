/**
 * Text of ours or of a paste, for a place where Slack reads its own markup (`text`, mrkdwn): nothing in it can ping, link or
 * format. https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
export function escapeMarkup(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/** What Slack escaped, back again; once, so that a typed `&amp;lt;` stays what it was. */
export function decodeEntities(text: string): string {
  return text.replace(/&(amp|lt|gt);/g, (_, name: string) => (name === 'amp' ? '&' : name === 'lt' ? '<' : '>'));
}
