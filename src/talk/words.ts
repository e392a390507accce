/** What the bot says between verdicts. The verdict's own words stand in reply/words. */
export const TALK = {
  failed: (id: string): string =>
    `Something went wrong here, not with your mail. Nothing was lost; if it happens again, quote ${id}.`,
  failedTitle: 'That did not work',
  gone: 'That thread is no longer stored. Paste the bounce again.',
  goneTitle: 'No longer there',
  thanks: 'Thank you. Your note is kept with a redacted sample and will be used to mend the rule.',
  thanksTitle: 'Noted',
  caseTitle: (count: number): string => `This thread so far: ${count} pastes`,
  noDrafts: 'There are no open drafts.',
  draftsTitle: 'Open drafts',
  wrong: {
    title: 'Not right?',
    submit: 'Send',
    part: 'What is wrong',
    parts: {
      cause: 'What happened',
      bucket: 'What to do about it',
      provider: 'Who answered',
      recipient: 'The recipient or another detail',
      other: 'Something else',
    },
    should: 'What it should be',
  },
} as const;
