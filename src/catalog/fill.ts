/**
 * Fills the placeholders of a catalog sentence: `{logs}`, `{recipient|the address}`.
 *
 * @param values what is known; an absent or empty value takes the words after the bar
 * @returns the sentence; a placeholder with neither value nor fallback loses its braces, so that a gap in the data is
 *   readable instead of broken
 */
export function fill(sentence: string, values: Readonly<Record<string, string | undefined>>): string {
  return sentence.replace(/\{([a-zA-Z]{1,40})(?:\|([^{}]{0,120}))?\}/g, (_, name: string, fallback?: string) => {
    const value = values[name];
    return value !== undefined && value !== '' ? value : (fallback ?? name);
  });
}
