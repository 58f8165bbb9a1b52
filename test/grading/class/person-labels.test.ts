import { expect, it } from 'vitest';
import { personLabels } from '../../../source/grading/class/person-labels.ts';

const labels = (...people: [place: string, name?: string | undefined][]): string[] =>
  personLabels(people.map(([place, name]) => ({ place, name })));

it('a copy that Zoe handed in is not called Ada, whose name it has', () => {
  expect(labels(['ada-abel', 'Ada Abel'], ['Zoe', 'Ada Abel'])).toEqual(['Ada Abel', 'Zoe (Ada Abel)']);
});

it.each([
  ['Ada Abel', 'Ada Abel', 'Ada Abel'],
  ['abel_ada_1234_assignsubmission', 'Ada Abel', 'Ada Abel'],
  ['AdaAbel', 'Ada Abel', 'Ada Abel'],
  ['zoe-muller', 'Zoë Müller', 'Zoë Müller'],
  ['u123', 'Ada Abel', 'u123 (Ada Abel)'],
  ['u123', undefined, 'u123'],
  ['u123', '☃', 'u123 (☃)'],
])('a journal in %s of %s is called %s', (place, name, label) => {
  expect(labels([place, name])).toEqual([label]);
});

it('two people of one name are told apart by their places', () => {
  expect(labels(['Ada 1', 'Ada'], ['Ada 2', 'Ada'], ['Ada'], ['Bob'])).toEqual([
    'Ada 1 (Ada)',
    'Ada 2 (Ada)',
    'Ada',
    'Bob',
  ]);
});
