/** Every number of Teams' that this adapter keeps to, with where it is written down. */
export const LIMITS = {
  /**
   * Bytes of a message as JSON. Today's limit is about 100 KB in UTF-16, older clients gave up near 28 KB.
   * https://learn.microsoft.com/microsoftteams/platform/bots/how-to/format-your-bot-messages
   */
  messageBytes: 24_000,
  /** Bytes of a message around its card, and of the lines at a card's end. */
  envelope: 1_000,
  /** Bytes that parts get on a card, however much its title and buttons take. */
  leastRoom: 4_000,
  /** Messages into which one long answer is split; what is left after them is said. */
  pages: 5,
  /** Buttons in a row. https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/cards/cards-actions */
  buttons: 6,
  buttonText: 60,
  /** Rows of a table that still read well in a chat. */
  tableRows: 40,
  /** For notifications. */
  summary: 200,
  /** More options than this are folded away until they are asked for. */
  expandedChoices: 8,
  /** Characters of an input: what is typed into one, with room for a whole bounce. */
  input: 10_000,
  /** Largest file that is fetched; larger ones belong on the command line. */
  fileBytes: 20 * 1024 * 1024,
  fileMs: 15_000,
  /** How long a form waits for the list of channels: Teams waits five seconds for the form. */
  listMs: 2_000,
  /** A call of the connector. */
  callMs: 15_000,
  /** Tries at a call that Teams put off, and the first pause between two of them. https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit */
  tries: 4,
  pauseMs: 500,
  longestPauseMs: 8_000,
} as const;
