/**
 * Bytes of a file or a request as text: UTF-8, UTF-16 with its byte order mark (PowerShell writes it), else
 * Windows-1252, in which every byte is some character, so that nothing is lost and all ASCII stays itself.
 *
 * @param bytes any bytes; a leading byte order mark is dropped
 */
export function textOf(bytes: Uint8Array): string {
  const wide = utf16Of(bytes);
  if (wide !== undefined) return new TextDecoder(wide).decode(bytes);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // Not UTF-8: the decoder has no other way to say so.
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** UTF-16, where its byte order mark stands at the beginning. */
export function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}
