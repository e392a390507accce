/** The sentences that only Teams makes necessary. */
export const WORDS = {
  back: 'Back',
  cancel: 'Cancel',
  optional: 'optional',
  file: 'The file',
  foreignFile: 'it is not stored at Microsoft, so please paste its text',
  fileGone: 'it can’t be opened any more, so please attach it again',
  page: (page: number, pages: number): string => `Part ${page} of ${pages}`,
  rest: (left: number): string =>
    `${left} more characters do not fit here. Decode the paste on the command line to see all of it.`,
  unsure: 'My answer may not have arrived. If you don’t see it, send me the bounce again.',
  failed: 'That did not work. Please try again in a minute.',
  done: 'Done. The answer is in the conversation.',
  gone: 'This is no longer stored. Paste the bounce again.',
  dialogTitle: 'Decode this bounce',
  noBounce: 'There is no bounce in this message.',
  postInThread: 'Post in thread',
  postAgain: 'Update the answer in the thread',
  posted: 'The answer is in the thread of that message.',
  channelLink: 'Paste the channel’s link (… next to its name, Get link to channel).',
  cannotPost: 'The app is not in that team or chat. Add it there and try again.',
  postRefused: 'Teams refused the message.',
  general: 'General',
  check: 'Please check what is marked.',
} as const;

/** One plain sentence of ours as a message. */
export function plainMessage(text: string): { type: 'message'; textFormat: 'plain'; text: string } {
  return { type: 'message', textFormat: 'plain', text };
}
