import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** One text of a labelled corpus with what a judge accepts for it. */
export interface Sample {
  id: string;
  text: string;
  /** `reply` texts as people paste them, or whole `mail`s. */
  kind: 'reply' | 'mail';
  /** How the text was taken from its mail (`diagnostic-code`, `body`, …). */
  form: string;
  /** Acceptable buckets, the preferred first; `none` when it is no bounce; empty when nobody can say. */
  buckets: string[];
  /** Failures of a mail, as far as they are labelled. */
  failures?: { status?: string | undefined; reply?: number | undefined }[];
}

const reply = z.looseObject({
  id: z.string(),
  text: z.string(),
  buckets: z.array(z.string()),
  how: z.string().default('reply'),
});
const mail = z.looseObject({
  file: z.string(),
  buckets: z.array(z.string()),
  failures: z.array(z.looseObject({ status: z.string().optional(), reply: z.coerce.number().optional() })).default([]),
});

/**
 * Reads a folder with `replies.jsonl`, and `mails.jsonl` beside `mails/`; either may be missing.
 *
 * @throws Error naming the folder when it holds neither, or the file and line that is no JSON of the expected shape
 */
export function readCorpus(folder: string): Sample[] {
  const replies = lines(join(folder, 'replies.jsonl'), reply).map(
    (row): Sample => ({ id: row.id, text: row.text, kind: 'reply', form: row.how, buckets: row.buckets }),
  );
  const mails = lines(join(folder, 'mails.jsonl'), mail).map((row): Sample => {
    // Bytes that are no UTF-8 stay apart from each other: latin1 keeps every one of them.
    const bytes = readFileSync(join(folder, 'mails', row.file));
    const utf8 = bytes.toString('utf8');
    const text = utf8.includes('\uFFFD') ? bytes.toString('latin1') : utf8;
    return { id: row.file, text, kind: 'mail', form: 'mail', buckets: row.buckets, failures: row.failures };
  });
  const samples = [...replies, ...mails];
  if (samples.length === 0)
    throw new Error(`${folder}: neither replies.jsonl nor mails.jsonl with any line. Name a folder that holds one.`);
  return samples;
}

function lines<T>(file: string, shape: z.ZodType<T>): T[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => {
      if (line.trim() === '') return [];
      try {
        return [shape.parse(JSON.parse(line))];
      } catch (cause) {
        throw new Error(`${file}, line ${index + 1}: ${cause instanceof Error ? cause.message : cause}`, { cause });
      }
    });
}
