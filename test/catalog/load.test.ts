import { describe, expect, it } from 'vitest';
import { check, type SourceFile } from '../../src/catalog/check.ts';
import { CatalogError, readSources } from '../../src/catalog/load.ts';
import { createDecoder, loadCatalog } from '../../src/index.ts';
import { catalogFolder } from '../support/examples.ts';

const sources = readSources(catalogFolder);

/** The real catalog with one file changed. */
function problemsWith(name: string, change: (json: Record<string, unknown>) => unknown): readonly string[] {
  const changed = sources.map((file): SourceFile => {
    if (file.name !== name) return file;
    return { name, text: JSON.stringify(change(JSON.parse(file.text ?? '{}'))) };
  });
  const result = check(changed);
  return 'problems' in result ? result.problems : [];
}

type Entry = Record<string, unknown>;
const rules = (json: Record<string, unknown>): Entry[] => json.rules as Entry[];
const inFirstRule = (change: Entry) => (json: Record<string, unknown>) => ({
  ...json,
  rules: rules(json).map((rule, at) => (at === 0 ? { ...rule, ...change } : rule)),
});
const FILE = 'providers/gmail.json';

describe('a catalog with a fault is refused with file, field and remedy', () => {
  it.each<[string, string, (json: Record<string, unknown>) => unknown, RegExp]>([
    [
      'an unknown cause',
      FILE,
      inFirstRule({ cause: 'moon-phase' }),
      /^providers\/gmail\.json: [\w.-]+: "moon-phase" is not in causes\.json; use/,
    ],
    [
      'a step that waits, of a cause that does not know what comes then',
      FILE,
      inFirstRule({ cause: 'dmarc-policy', steps: ['Wait. {retries}'] }),
      /^providers\/gmail\.json: [\w.-]+: steps: wait for \{retries\}; say under "over" of the cause "dmarc-policy" what/,
    ],
    ['an unknown candidate', FILE, inFirstRule({ candidates: ['moon-phase'] }), /"moon-phase" is not in causes\.json/],
    [
      'a phrase that does not compile',
      FILE,
      inFirstRule({ says: ['blocked by {host}'] }),
      /gmail\.json: [\w.-]+: says: "blocked by \{host\}" begins or ends with a brace; leave/,
    ],
    [
      'a counter-phrase that does not compile',
      FILE,
      inFirstRule({ without: ['the {moon} is'] }),
      /without: .*\{moon\}, which is none of/,
    ],
    [
      'a rule that says nothing',
      FILE,
      inFirstRule({ says: [], when: { reply: ['550'] } }),
      /says: is empty; write the words/,
    ],
    [
      'a field that nobody knows',
      FILE,
      inFirstRule({ colour: 'red' }),
      /gmail\.json: rules\.0 \([\w.-]+\): Unrecognized key: "colour"/,
    ],
    ['a date that is none', FILE, inFirstRule({ checked: 'lately' }), /rules\.0 \([\w.-]+\)\.checked: /],
    ['no example', FILE, inFirstRule({ examples: [] }), /rules\.0 \([\w.-]+\)\.examples: /],
    [
      'a rule twice',
      FILE,
      (json) => ({ ...json, rules: [...rules(json), ...rules(json).slice(0, 1)] }),
      /gmail\.json: rules: ".+" stands there twice; give/,
    ],
    [
      'a file named otherwise',
      FILE,
      (json) => ({ ...json, id: 'google-mail' }),
      /gmail\.json: id: is "google-mail"; name the file/,
    ],
    [
      'a shelf in the wrong folder',
      FILE,
      (json) => ({ ...json, kind: 'gateway' }),
      /gmail\.json: kind: is "gateway", but this folder holds "provider"/,
    ],
    [
      'an ask that is none',
      FILE,
      (json) => ({
        ...json,
        support: { ...(json.support as Entry), desk: 'x', channel: 'x', asks: ['shoe-size'], verified: 'memory' },
      }),
      /support\.asks: "shoe-size" is not in asks\.json/,
    ],
    [
      'a cause without steps',
      'causes.json',
      (json) => ({ causes: (json.causes as Entry[]).map((cause) => ({ ...cause, steps: [] })) }),
      /causes\.json: causes\.0 \([\w-]+\)\.steps: /,
    ],
    [
      'a code with an unknown cause',
      'codes/statuses.json',
      (json) => ({
        statuses: (json.statuses as Entry[]).map((entry) => ({
          ...entry,
          permanent: { cause: 'moon-phase', atMost: 'guess' },
        })),
      }),
      /codes\/statuses\.json: \S+: "moon-phase" is not in/,
    ],
  ])('%s', (_, file, change, problem) => {
    expect(problemsWith(file, change)).toEqual(expect.arrayContaining([expect.stringMatching(problem)]));
  });

  it('names a file that is no JSON, and one that is missing', () => {
    const broken = sources.map((file) => (file.name === FILE ? { name: FILE, text: '{"id":' } : file));
    expect(check(broken)).toEqual({ problems: [expect.stringMatching(/^providers\/gmail\.json: is no JSON/)] });
    const missing = sources.map((file) => (file.name === 'causes.json' ? { name: file.name } : file));
    expect(check(missing)).toEqual({ problems: ['causes.json: is missing; put the file back'] });
  });

  it('lists all problems at once', () => {
    const broken = sources.map((file) => (file.name.startsWith('codes/') ? { name: file.name, text: '[]' } : file));
    const result = check(broken);
    expect('problems' in result && result.problems.map((line) => line.split(':')[0])).toEqual([
      'codes/replies.json',
      'codes/statuses.json',
    ]);
  });

  it('is one error that tells everything', () => {
    const error = new CatalogError(['a.json: x: y', 'b.json: x: y']);
    expect(error.message).toBe('The catalog has 2 problems:\na.json: x: y\nb.json: x: y');
    expect(() => createDecoder({ catalogDir: '/nowhere/at/all' })).toThrow(/there is no such folder/);
  });
});

describe('the loaded catalog', () => {
  const catalog = loadCatalog();

  it('finds a shelf by id, name and alias, whatever the case', () => {
    const gmail = catalog.shelvesById.get('gmail');
    expect(catalog.shelf('GMAIL')).toBe(gmail);
    expect(catalog.shelf(gmail?.name ?? '')).toBe(gmail);
    for (const alias of gmail?.aliases ?? []) expect(catalog.shelf(alias.toUpperCase())).toBe(gmail);
  });

  it('finds who stands behind a host and a domain', () => {
    expect(catalog.shelvesByHost('gmail-smtp-in.l.google.com').map(({ id }) => id)).toContain('gmail');
    expect(catalog.shelvesByHost('notgoogle.example')).toEqual([]);
    expect(catalog.shelvesByDomain('gmail.com').map(({ id }) => id)).toContain('gmail');
  });

  it('reads a status by itself, else for any class', () => {
    expect(catalog.status('5.1.1')?.code).toBe('X.1.1');
    expect(catalog.status('5.99.99')).toBeUndefined();
    expect(catalog.reply(550)?.code).toBe('550');
  });
});
