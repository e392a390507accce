/** Thrown for a command line that can't be understood: shown with a hint to --help, exit code 2. */
export class UsageError extends Error {}

export const USAGE = `bounce: paste a bounce, get a verdict

  bounce decode [FILE...]           decode files, or one paste on standard input
      --json                        one JSON object per input, one line each
      --jsonl                       standard input: lines {"id","text"}; one line each back, same order
      --csv                         one row per failure, with one head for all files
      --why                         the deciding rule, the quoted words and the runner-up
      --suggest                     a rule to propose, as JSON, where none knows the reply
      --relay NAME                  the service you send with (smtp2go, ses, sendgrid, ...): steps then fit it
  bounce explain WHAT               a code (550, 5.7.26, "550 5.7.1"), provider, cause, rule, prevention, faq or unknown
  bounce draft [--desk NAME] FILE   the escalation checklist as a Markdown task list; --json for data, FILE - for standard input
  bounce help                       this text

Exit code: 0 when something is recognised, 1 when nothing is, 2 when an input can't be read or the command is not understood.
SENDING_SERVICE sets the default for --relay. NO_COLOR turns colour off.
`;
