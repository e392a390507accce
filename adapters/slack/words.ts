/** The sentences that only Slack makes necessary. */
export const WORDS = {
  restInFile: 'The whole answer is in the file below.',
  restElsewhere: 'The rest does not fit here. Send me the bounce as a direct message and you get all of it as a file.',
  inThread: 'The answer is in the thread of that message.',
  failed: 'That did not work. Please try again in a minute.',
  formGone: 'The form could not be opened in time. Please press the button again.',
  close: 'Close',
  done: 'Done',
} as const;
