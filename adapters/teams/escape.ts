/**
 * Text of ours or of a paste for a place where a card reads markdown (`TextBlock`): nothing in it can link, format or mention.
 * https://learn.microsoft.com/adaptive-cards/authoring-cards/text-features
 */
export function escapeMarkdown(text: string): string {
  return inert(text)
    .replace(/[\\`*_[\]<>]/g, '\\$&')
    .replace(/^(\s*)([-+#]|\d{1,9}\.)(?=\s)/gm, (_, indent: string, sign: string) =>
      sign.length === 1 ? `${indent}\\${sign}` : `${indent}${sign.slice(0, -1)}\\.`,
    );
}

/**
 * Text for a place that reads no markdown. Cards still turn `{{DATE(…)}}` into a date there; a joiner of no width between the braces
 * keeps it as it was written.
 */
export function inert(text: string): string {
  return text.replace(/\{(?=\{)/g, '{\u2060');
}
