import type { Line, Part, Reply } from '../types.ts';
import { withText } from './plain.ts';
import { HELP, HINT } from './words.ts';

/**
 * What the bot can do.
 *
 * @param commands how commands begin here, such as `/bounce`; absent where they are said as they are
 */
export function help(commands?: string): Reply {
  const say = (words: string): string => (commands === undefined ? words : `${commands} ${words}`);
  const can = HELP.can.map(([words, does]): Line => [{ code: words === 'paste' ? words : say(words) }, `: ${does}`]);
  const parts: Part[] = [
    { kind: 'line', line: [HELP.intro] },
    { kind: 'heading', text: HELP.canHeading },
    ...can.map((line): Part => ({ kind: 'line', line })),
    { kind: 'note', line: [HELP.better] },
    { kind: 'note', line: [HELP.privacy] },
  ];
  return withText({ tone: 'info', title: HELP.title, parts, buttons: [] });
}

/** One short hint for a mention with nothing to decode in it. */
export function hint(): Reply {
  return withText({ tone: 'info', title: HINT, parts: [], buttons: [] });
}
