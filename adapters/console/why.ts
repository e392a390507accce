import type { Library } from '../../src/index.ts';
import type { Candidate, Decoded, Part, Verdict } from '../../src/types.ts';

/** Failures whose reasons are told one by one; the JSON has all. */
const MOST = 20;

/**
 * Why the verdicts are what they are: deciding rule, the words it matched and where they stand, the runner-up.
 *
 * @returns parts to be shown after a reply
 */
export function whyParts(decoded: Decoded, library: Library): Part[] {
  return decoded.failures
    .slice(0, MOST)
    .flatMap((verdict, index) => oneWhy(verdict, index, decoded.failures.length, library));
}

function oneWhy(verdict: Verdict, index: number, of: number, library: Library): Part[] {
  const heading = of > 1 ? `Why (${index + 1} of ${of})` : 'Why';
  const cause = (id: string): string => library.cause(id)?.title ?? id;
  const quotes = verdict.because.map(({ rule, quote, at }): Part => {
    const where = at === undefined ? 'in a decoded part' : `characters ${at[0]} to ${at[1]}`;
    return { kind: 'quote', text: quote, by: `${rule}, ${where}` };
  });
  return [
    { kind: 'heading', text: heading },
    {
      kind: 'anatomy',
      items: [
        { label: 'Rule', value: verdict.rule },
        { label: 'Cause', value: verdict.cause },
        { label: 'Read as', value: verdict.form },
        ...(verdict.checked === undefined ? [] : [{ label: 'Checked', value: verdict.checked }]),
      ],
    },
    ...quotes,
    ...(verdict.runnerUp === undefined ? [] : [runnerUp('Runner-up', verdict.runnerUp, cause)]),
    ...(verdict.candidates ?? []).map((candidate) => runnerUp('Also possible', candidate, cause)),
    ...verdict.sources.map((source): Part => ({ kind: 'line', line: ['Source: ', source] })),
  ];
}

function runnerUp(label: string, { rule, cause, bucket }: Candidate, title: (id: string) => string): Part {
  return { kind: 'line', line: [`${label}: `, { strong: title(cause) }, ` (${bucket}, rule ${rule})`] };
}
