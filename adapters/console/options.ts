import { parseArgs } from 'node:util';
import { UsageError } from './usage.ts';

type Specs = Readonly<Record<string, { type: 'boolean' | 'string' }>>;
type Values<Of extends Specs> = { [Key in keyof Of]?: Of[Key]['type'] extends 'boolean' ? boolean : string };

/**
 * Options and operands of a command.
 *
 * @param specs long options; anything else that begins with `-` is refused
 * @throws UsageError
 */
export function readOptions<Of extends Specs>(
  args: readonly string[],
  specs: Of,
): { values: Values<Of>; rest: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { ...specs },
      allowPositionals: true,
      strict: true,
    });
    return { values: values as Values<Of>, rest: positionals };
  } catch (error) {
    // Its first sentence says what is wrong; how `--` works is not what was asked.
    const [fault = ''] = (error instanceof Error ? error.message : 'Unknown option').split('. To ');
    throw new UsageError(`${fault.replace(/\.$/, '')}.`);
  }
}
