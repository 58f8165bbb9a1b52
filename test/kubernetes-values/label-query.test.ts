import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseLabelQuery } from '../../source/kubernetes-values/label-query.ts';
import { matchesRequirements } from '../../source/kubernetes-values/label-requirement.ts';

const labels = { app: 'kafka', tier: 'back', 'x.io/role': 'broker' };
const matches = (query: string) => matchesRequirements(parseLabelQuery(query) ?? [], labels);

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

it('never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => void parseLabelQuery(text)));
});
