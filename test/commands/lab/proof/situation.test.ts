import { expect, it } from 'vitest';
import {
  comingBackStep,
  observingStep,
  type Situation,
} from '../../../../source/commands/lab/proof/situation.ts';
import type { Observations } from '../../../../source/lab/model/observations.ts';
import { kafkaLab } from '../../../lab/kafka-lab.ts';
import { pod, tally } from '../../../lab/observed.ts';

const partition = (leader: number, isr: number[]) => ({ partition: 0, leader, replicas: [0, 1], isr });
const member = (id: string, partitions: number[]) => ({ id, partitions });
const before: Situation = {
  pods: [pod('kafka-0', 'kafka'), { ...pod('kafka-9', 'kafka'), ready: false }],
  workloads: [{ kind: 'StatefulSet', name: 'kafka', replicas: 2, ready: 1 }],
  brokers: [{ id: 0, host: 'kafka-0', port: 9092 }],
  topics: [{ name: 'test', partitions: [partition(0, [0, 1])] }],
  tally: { ...tally('group', []).tally, members: [member('a', [0, 1])] },
};

/** The differences from the original, by part. */
function missing(now: Partial<Observations>): Record<string, string> {
  const seen = { ...before, ...now } as Observations;
  return Object.fromEntries(
    comingBackStep('2', before).checks.flatMap(({ id, verify }) => {
      const verdict = verify(seen, kafkaLab.facts);
      return verdict.ok ? [] : [[id, verdict.evidence]];
    }),
  );
}

it('a copy matches once it shows what the original showed, and may show more', () => {
  expect(missing({})).toEqual({});
  expect(missing({ pods: [...before.pods!, pod('kafka-1', 'kafka')] })).toEqual({});
  expect(missing({ brokers: [...before.brokers!, { id: 1, host: 'kafka-1', port: 9092 }] })).toEqual({});
});

it('a copy does not match while part of it is missing', () => {
  expect(missing({ pods: [{ ...pod('kafka-0', 'kafka'), ready: false }] })).toEqual({
    'before-2-pods': 'pod kafka-0 is not ready',
  });
  expect(missing({ workloads: [] })).toEqual({ 'before-2-workloads': 'kafka is not ready' });
  expect(missing({ brokers: [] })).toEqual({ 'before-2-brokers': 'broker 0 is not registered' });
  expect(missing({ topics: [{ name: 'test', partitions: [partition(-1, [0, 1])] }] })).toEqual({
    'before-2-topics': 'topic test is not in sync',
  });
  expect(missing({ tally: { ...tally('group', []).tally, members: [member('a', [])] } })).toEqual({
    'before-2-tally': 'in the group, members: 1, partitions: 0',
  });
  expect(missing({ tally: { ...tally('none', []).tally, members: [member('a', [0, 1])] } })).toEqual({
    'before-2-tally': 'the consumer is none',
  });
});

it('ignores what could not be observed before', () => {
  const rebalancing = comingBackStep('2', { tally: tally('none', []).tally }).checks[0]!;
  expect(rebalancing.verify(before as Observations, kafkaLab.facts).ok).toBe(true);
  expect(comingBackStep('2', { pods: [] }).checks.map(({ id }) => id)).toEqual(['before-2-pods']);
});

it('observes the cluster once, part by part, and judges nothing', () => {
  const seen: Situation[] = [];
  const { checks } = observingStep('2', (part) => seen.push(part));
  expect(new Set(checks.map(({ withinMs }) => withinMs))).toEqual(new Set([0]));
  for (const { verify } of checks) expect(verify(before as Observations, kafkaLab.facts).ok).toBe(true);
  expect(Object.assign({}, ...seen)).toEqual(before);
});
