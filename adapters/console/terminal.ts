/** What a command writes to and reads from. Tests and other commands hand in their own. */
export interface Terminal {
  /** All of standard input as bytes. @param stop its abort ends the input, as if no more came */
  input(stop?: AbortSignal): AsyncIterable<Uint8Array>;
  /** Resolves when the reader can take more: output may be larger than memory. */
  out(text: string): Promise<void>;
  error(text: string): Promise<void>;
  /** Standard output is a screen that shows colour. */
  colour: boolean;
  /** Columns to wrap at. */
  width: number;
  /** A person sits before standard input. */
  typed: boolean;
  /** Standard error is a screen (progress bars go there). */
  watched: boolean;
  env: Readonly<Record<string, string | undefined>>;
}

const NARROWEST = 40;
/** Longer lines are hard to read. */
const WIDEST = 100;

/** The terminal of this process. */
export function processTerminal(): Terminal {
  const { env, stdin, stdout, stderr } = process;
  const write = (stream: NodeJS.WriteStream, text: string): Promise<void> =>
    new Promise((resolve, reject) => stream.write(text, (error) => (error ? reject(error) : resolve())));
  return {
    input: (stop) => (stop === undefined ? (stdin as AsyncIterable<Uint8Array>) : until(stdin, stop)),
    out: (text) => write(stdout, text),
    error: (text) => write(stderr, text),
    colour: showsColour(env, stdout.isTTY === true),
    width: Math.min(WIDEST, Math.max(NARROWEST, stdout.columns || Number(env.COLUMNS) || 80)),
    typed: stdin.isTTY === true,
    watched: stderr.isTTY === true,
    env,
  };
}

/** What comes until somebody has seen enough: whoever writes may never end, and be silent for hours. */
async function* until(stdin: NodeJS.ReadStream, stop: AbortSignal): AsyncGenerator<Uint8Array> {
  const source = (stdin as AsyncIterable<Uint8Array>)[Symbol.asyncIterator]();
  const stopped = new Promise<undefined>((resolve) => {
    stop.addEventListener('abort', () => resolve(undefined), { once: true });
  });
  for (;;) {
    const coming = source.next();
    const next = await Promise.race([coming, stopped]);
    if (next === undefined) {
      coming.catch(() => undefined);
      stdin.destroy();
      return;
    }
    if (next.done === true) return;
    yield next.value;
  }
}

/** NO_COLOR (no-color.org) beats FORCE_COLOR, which beats what the screen is. */
function showsColour(env: Readonly<Record<string, string | undefined>>, screen: boolean): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR && env.FORCE_COLOR !== '0') return true;
  return screen && env.TERM !== 'dumb';
}
