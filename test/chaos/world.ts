/** A platform's side of the survival test: what people ask there, and what has arrived. */
export interface World {
  name: string;
  /** Environment that turns the platform on and leads it to the stand-in. */
  settings: Readonly<Record<string, string>>;
  questions: readonly Question[];
  /** How often each fate befell a call. */
  fates: ReadonlyMap<string, number>;
  /** Resolves when nothing is under way in the stand-in any more. */
  settled(): Promise<void>;
  close(): void;
  tally(): {
    /** Questions whose answer has arrived, by id. */
    answered: ReadonlySet<string>;
    /** Messages beyond the one that each question is owed, by what they answer. */
    duplicates: readonly string[];
  };
}

/** One thing a person did. */
export interface Question {
  /** As the inbox knows it. */
  id: string;
  path: string;
  /** The request of one delivery, counted from 0: signed now, perhaps in another shape than the one before. */
  requests(delivery: number): { body: string; headers: Readonly<Record<string, string>> };
}
