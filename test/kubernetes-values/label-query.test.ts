import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  matchesLabels,
  parseLabelQuery,
  parseLabelSelector,
} from '../../source/kubernetes-values/label-query.ts';

const labels = { app: 'kafka', tier: 'back', 'x.io/role': 'broker' };
const matches = (query: string) => matchesLabels(parseLabelQuery(query) ?? [], labels);

it('reads every form of a label query', () => {
  for (const query of [
    '',
    'app=kafka',
    'app==kafka',
    'app!=web',
    'missing!=x',
    'app in (web, kafka)',
    'app notin (web)',
    'app',
    '!missing',
    'x.io/role=broker,app in (kafka),tier',
  ])
    expect(matches(query), query).toBe(true);
  for (const query of ['app=web', 'app!=kafka', 'missing', '!app', 'app in (web)', 'missing in (x)'])
    expect(matches(query), query).toBe(false);
  for (const query of ['app in', 'app in kafka', '=x', 'a b', 'app in ((x))', ',', 'app>1;'])
    expect(parseLabelQuery(query), query).toBeUndefined();
});

it('reads a selector object, and refuses expressions that are none', () => {
  const expression = (operator: string, values?: string[]) =>
    parseLabelSelector({ matchExpressions: [{ key: 'app', operator, ...(values ? { values } : {}) }] });
  expect(matchesLabels(expression('In', ['kafka']) ?? [], labels)).toBe(true);
  expect(matchesLabels(expression('DoesNotExist') ?? [], labels)).toBe(false);
  expect(expression('In')).toBeUndefined();
  expect(expression('Exists', ['x'])).toBeUndefined();
  expect(expression('Near', ['x'])).toBeUndefined();
});

it('never throws on a query', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseLabelQuery(text)));
});
