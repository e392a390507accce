/**
 * A wait as a step says it, rounded up: "45 seconds", "5 minutes", "2 hours".
 *
 * @param seconds a positive number
 */
export function inWords(seconds: number): string {
  for (const [size, one] of [
    [86_400, 'day'],
    [3_600, 'hour'],
    [60, 'minute'],
  ] as const)
    if (seconds >= size * 2 || seconds === size) return counted(Math.ceil(seconds / size), one);
  return counted(Math.ceil(seconds), 'second');
}

const counted = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;
