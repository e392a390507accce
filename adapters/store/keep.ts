/** How long things are kept, in days. An inbox payload is kept until its item is done, whatever happens. */
export interface Keep {
  /** Claims, and the outcomes of inbox items (without their payloads). */
  claims: number;
  decodes: number;
  /** Feedback and counts of unknown replies. */
  feedback: number;
  /** Cases with the answers to them, and closed drafts, since they last changed. */
  closed: number;
  /** Drafts that nobody closed, since they last changed. */
  open: number;
}

export const KEEP: Keep = { claims: 3, decodes: 30, feedback: 180, closed: 90, open: 365 };

export const DAY = 86_400_000;
