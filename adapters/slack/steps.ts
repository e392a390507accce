const MOST = 1_000;

/** What of one letter's answer was done: a try after a failure in the middle repeats only the rest. */
export interface Steps {
  once(step: string, work: () => Promise<void>): Promise<void>;
  /** The same, for work with a result that is needed again. */
  result<T>(step: string, work: () => Promise<T>): Promise<T>;
  /** Something was done already. */
  begun(): boolean;
  /** All is done. */
  end(): void;
}

/** Remembers steps in the memory of this process; what another process has done is found in Slack itself. */
export function createSteps(): (letter: string) => Steps {
  const letters = new Map<string, Steps>();
  return (letter) => {
    const before = letters.get(letter);
    if (before !== undefined) return before;
    const done = new Map<string, unknown>();
    const steps: Steps = {
      begun: () => done.size > 0,
      async once(step, work) {
        await steps.result(step, work);
      },
      async result<T>(step: string, work: () => Promise<T>): Promise<T> {
        if (done.has(step)) return done.get(step) as T;
        const result = await work();
        done.set(step, result);
        return result;
      },
      end() {
        letters.delete(letter);
      },
    };
    letters.set(letter, steps);
    const [oldest] = letters.keys();
    if (letters.size > MOST && oldest !== undefined) letters.delete(oldest);
    return steps;
  };
}
