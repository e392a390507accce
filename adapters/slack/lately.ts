/**
 * Remembers what was found out, for a while.
 *
 * @param ask what fails is not remembered
 * @returns the answer to `ask`, not older than `keepMs`
 */
export function lately<T>(
  now: () => number,
  keepMs: number,
  ask: (...key: readonly string[]) => Promise<T>,
): (...key: readonly string[]) => Promise<T> {
  const known = new Map<string, { at: number; answer: Promise<T> }>();
  return (...key) => {
    const name = JSON.stringify(key);
    const before = known.get(name);
    if (before !== undefined && now() - before.at < keepMs) return before.answer;
    const answer = ask(...key).catch((error: unknown) => {
      known.delete(name);
      throw error;
    });
    if (known.size >= MOST) known.clear();
    known.set(name, { at: now(), answer });
    return answer;
  };
}

const MOST = 5_000;
