/** The sentences that only Slack makes necessary. */
export const WORDS = {
  restInFile: 'The whole answer is in the file below.',
  restElsewhere: 'The rest does not fit here. Send me the bounce as a direct message and you get all of it as a file.',
  inThread: 'The answer is in the thread of that message.',
  failed: 'That did not work. Please try again in a minute.',
  busy: (seconds: number): string => `Slack asks me to wait. Please try again in ${seconds} seconds.`,
  formGone: 'The form could not be opened in time. Please press the button again.',
  upTo: (label: string): string => `${label} (up to 3,000 characters; a longer one as a file)`,
  close: 'Close',
  done: 'Done',

  notMember: 'I am not in that channel. Invite me with /invite and ask again; until then only you see my answers.',
  archived: 'That channel is archived, so I can’t answer there.',
  restricted: 'This workspace does not let apps post in that channel. Its administrators can change that.',
  personNotMember: 'You are not in that channel any more, so I answer here.',
  threadGone: 'That thread can’t be answered any more, so I answer here.',
  messageGone: 'That message is gone.',
  appRemoved: 'The app is not installed there any more.',
  missingScope: (scope: string): string =>
    `The app lacks the permission “${scope}”. An administrator can install it again with the scopes of its manifest.`,
  refused: (code: string): string => `Slack refused that (${code}).`,

  historyLimited: (seconds: number): string =>
    `Slack lets me read earlier messages only once a minute and asks me to wait ${seconds} seconds. Choose “Decode this bounce” in the menu of that message instead: that needs no reading.`,
  historyRefused: (why: string): string => `I could not read the message above. ${why}`,

  fileElsewhere: (name: string): string =>
    `${name} is kept outside of Slack: please attach it here, or paste its text.`,
  fileGone: (name: string): string => `${name} is not there any more.`,
  fileScope: (name: string): string =>
    `${name} could not be read: the app lacks the permission “files:read”. An administrator can install it again with the scopes of its manifest.`,
  fileHost: (name: string): string => `${name} is not kept by Slack, so I did not fetch it: please paste its text.`,
  moreFiles: (count: number): string => `${count} more files were not read. Send them in a message of their own.`,

  installedTitle: 'Bouncedesk is installed',
  installed: 'You can close this page. Mention the app with a pasted bounce, or send it a direct message.',
  declined: {
    title: 'Nothing was installed',
    text: 'The installation was cancelled, or this page was opened without starting it here.',
  },
  notInstalled: {
    title: 'That did not work',
    text: 'The installation was not finished. Open /slack/install in this browser and try again within ten minutes.',
  },
} as const;
