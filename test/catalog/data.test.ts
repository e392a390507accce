import { describe, expect, it } from 'vitest';
import { loadCatalog, openEngine } from '../../src/index.ts';
import {
  counterexampleProblems,
  exampleProblems,
  nameProblems,
  ownDomains,
  placeholderProblems,
  sentencesOfCause,
  sentencesOfRule,
  sourceProblems,
  twinProblems,
} from '../support/catalog-checks.ts';

/** Tests made from the data: whoever adds a rule adds its tests with it. */
const catalog = loadCatalog();
const { decode } = openEngine();
const today = new Date().toISOString().slice(0, 10);
const own = ownDomains(catalog);

describe.each(catalog.shelves.filter(({ rules }) => rules.length > 0).map((shelf) => [shelf.id, shelf] as const))(
  '%s',
  (_, shelf) => {
    it('decides each of its examples', () => expect(exampleProblems(shelf, decode)).toEqual([]));
    it('leaves its neighbours alone', () => expect(counterexampleProblems(shelf, decode)).toEqual([]));
    it('names nobody in its examples', () => expect(nameProblems(shelf, own)).toEqual([]));
    it('says where it was read and when', () => expect(sourceProblems(shelf, today)).toEqual([]));
    it('has only placeholders that can be filled', () =>
      expect(
        shelf.rules.flatMap((rule) => placeholderProblems(`${shelf.id}/${rule.id}`, sentencesOfRule(rule))),
      ).toEqual([]));
  },
);

it('no two rules claim the same words for different causes', () => {
  expect(twinProblems(catalog.shelves)).toEqual([]);
});

it('causes have only placeholders that can be filled', () => {
  expect(catalog.causes.flatMap((cause) => placeholderProblems(cause.id, sentencesOfCause(cause)))).toEqual([]);
});

it('every cause is reached by some rule or code', () => {
  const codes = [
    ...catalog.replies.map(({ bare }) => bare),
    ...catalog.statuses.flatMap(({ permanent, temporary }) => [permanent, temporary]),
  ];
  const reached = new Set([
    ...catalog.rules.entries.map(({ cause }) => cause.id),
    ...codes.map((reading) => reading?.cause),
  ]);
  expect(catalog.causes.map(({ id }) => id).filter((id) => !reached.has(id))).toEqual([]);
});

it('a guess always names what else it could be, and what would settle it', () => {
  const readings = [
    ...catalog.rules.entries.flatMap(({ id, rule }) => (rule.atMost === 'guess' ? [{ ...rule, id }] : [])),
    ...catalog.replies.flatMap(({ code, bare }) => (bare?.atMost === 'guess' ? [{ id: code, ...bare }] : [])),
    ...catalog.statuses.flatMap(({ code, permanent, temporary }) =>
      [permanent, temporary].flatMap((one) => (one?.atMost === 'guess' ? [{ id: code, ...one }] : [])),
    ),
  ];
  expect(readings.length).toBeGreaterThan(50);
  expect(
    readings.filter(({ candidates, question }) => !candidates?.length || question === undefined).map(({ id }) => id),
  ).toEqual([]);
});
