import { expect, it } from 'vitest';
import { judgeExpression } from '../../../source/lab/expressions/judge-expression.ts';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import type { LabData } from '../../../source/lab/model/lab-data.ts';

const lab = { values: { most: 5 }, ownFacts: { least: 1 } } as unknown as LabData; // The other fields do not matter here.
const nodes = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ name: `n${index}`, ready: true, roles: [] }));
const judge = (that: string) =>
  judgeExpression(
    { look: ['nodes'], that, evidence: '{{ size(nodes) }} nodes', hint: 'not {{ size(nodes) }}' },
    lab,
  );

it('passes or fails by the observations, with evidence and hint made from them', () => {
  const verify = judge('size(nodes) >= facts.least && size(nodes) <= values.most && facts.brokers == 3');
  expect(verify({ nodes: nodes(5) }, kafkaFacts)).toEqual({ ok: true, evidence: '5 nodes' });
  expect(verify({ nodes: nodes(6) }, kafkaFacts)).toEqual({ ok: false, evidence: '6 nodes', hint: 'not 6' });
});

it('fails with the reason if it has no value', () => {
  expect(judge('nodes[0].name == "n0"')({ nodes: [] }, kafkaFacts)).toMatchObject({
    ok: false,
    evidence: expect.stringContaining('the expression cannot be judged: '),
  });
  expect(judge('dyn(size(nodes))')({ nodes: [] }, kafkaFacts)).toMatchObject({
    ok: false,
    evidence: 'the expression is 0, neither true nor false',
  });
});
