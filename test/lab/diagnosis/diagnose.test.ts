import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../source/lab/diagnosis/diagnose.ts';
import type { Symptoms } from '../../../source/lab/diagnosis/rule.ts';
import { kafkaFacts as facts } from '../../../source/lab/model/facts.ts';
import {
  brokers,
  healthy,
  inState,
  offsetsTopic,
  situation,
  topic,
  without,
  withSituation,
} from './healthy-lab.ts';
import { mistakes } from './mistakes.ts';

describe('a mistake', () => {
  it.each(mistakes.map((row) => [row.mistake, row] as const))('%s: its hint', (_, row) => {
    const found = diagnose(row.seen, { ...facts, ...row.facts });
    expect(found?.hint).toMatch(row.hint);
    expect(found?.evidence).toMatch(row.evidence);
  });

  it('has at least forty kinds', () => {
    expect(new Set(mistakes.map(({ mistake }) => mistake)).size).toBeGreaterThanOrEqual(40);
  });
});

it('of a partition without a leader names only replicas that were in sync', () => {
  const partition = { partition: 2, leader: -1, replicas: [0, 1, 2], isr: [1] };
  const seen = { ...healthy, topics: [{ ...topic(), partitions: [partition] }] };
  expect(diagnose(seen, { ...facts, partitions: 1 })?.hint).toContain('Broker 1 has to come back');
});

describe('no mistake', () => {
  const well: [string, Symptoms][] = [
    ['everything runs', healthy],
    ['nothing could be looked at', { needs: 'clients' }],
    ['nothing is needed yet', { needs: 'nothing', situation: { ...situation, pods: [], workloads: [] } }],
    [
      'the clients are deleted, and the step can do without them',
      { ...withSituation(without(facts.consumerApp)), needs: 'services' },
    ],
    [
      'the lab has stopped the producer to count',
      withSituation({
        workloads: situation.workloads.map((each) =>
          each.name === facts.producerApp ? { ...each, replicas: 0 } : each,
        ),
      }),
    ],
    [
      'the consumer is in a StatefulSet',
      withSituation({
        workloads: situation.workloads.map((each) =>
          each.name === facts.consumerApp ? { ...each, kind: 'StatefulSet' as const } : each,
        ),
      }),
    ],
    [
      'a broker crashed long ago',
      withSituation(
        inState('kafka-1', {
          state: 'running',
          endedBefore: { reason: 'Error', exitCode: 137, at: situation.at - 3_600_000 },
        }),
      ),
    ],
    [
      'a probe failed while the pod came up',
      withSituation({
        warnings: [
          { kind: 'Pod', name: 'kafka-0', reason: 'Unhealthy', message: 'Readiness probe failed: dial tcp' },
        ],
      }),
    ],
    ['only what these credentials may read', withSituation({ claims: [], warnings: [] })],
    [
      'the first of several listeners is for clients elsewhere',
      {
        ...healthy,
        brokers: brokers.map((broker) => ({ ...broker, host: 'localhost', others: [broker.host] })),
      },
    ],
    ['the client knows a broker outside', { ...healthy, topics: [topic(), offsetsTopic] }],
  ];

  it.each(well)('%s: no hint', (_, seen) => {
    expect(diagnose(seen, facts)).toBeUndefined();
  });
});

it('names the cause rather than its consequences: a crashed broker, not the client that crashed because of it', () => {
  const crashed = inState(
    'kafka-1',
    {
      state: 'waiting',
      waiting: { reason: 'CrashLoopBackOff', message: 'back-off' },
      endedBefore: { reason: 'Error', exitCode: 137 },
    },
    { status: 'CrashLoopBackOff', trouble: 'CrashLoopBackOff: back-off' },
  );
  const pods = crashed.pods.map((pod) =>
    pod.labels.app === facts.consumerApp
      ? { ...pod, ready: false, status: 'Error', trouble: 'Error: exit code 1' }
      : pod,
  );
  const seen = { ...withSituation({ pods }), topics: [{ ...topic(), partitions: [] }], brokers: [] };
  expect(diagnose(seen, facts)).toMatchObject({
    hint: expect.stringContaining('kafka-1 was killed'),
    evidence: expect.stringContaining('kafka-1 CrashLoopBackOff'),
  });
});

describe('a broker whose own id is taken', () => {
  const says = (pod: string) =>
    inState(
      pod,
      {
        state: 'waiting',
        waiting: { reason: 'CrashLoopBackOff', message: 'back-off' },
        endedBefore: { reason: 'Error', exitCode: 1 },
      },
      {
        status: 'CrashLoopBackOff',
        previousLog: [
          'ERROR Error while creating ephemeral at /brokers/ids/0, node already exists and owner 1 does not match current session 2 (kafka.zk.KafkaZkClient$CheckedEphemeral)',
        ],
      },
    );
  const two = /Two brokers have the id 0/;

  it('is told to wait for its entry if no other pod has the id', () => {
    const seen = { ...withSituation(says('kafka-0')), brokers: brokers.filter(({ id }) => id !== 0) };
    expect(diagnose(seen, facts)?.hint).toMatch(/kafka-0 crashed, and its entry is still in ZooKeeper/);
  });

  it('is not told so if the entry advertises another pod, which was faster', () => {
    const host = brokers[1]!.host;
    const seen = { ...withSituation(says('kafka-0')), brokers: [{ ...brokers[0]!, host }] };
    expect(diagnose(seen, facts)?.hint).toMatch(two);
  });

  it('is not told so if another pod wants the same id', () => {
    const [first, second] = [says('kafka-0'), says('kafka-2')];
    const pods = first.pods.map((pod) =>
      pod.name === 'kafka-2' ? second.pods.find(({ name }) => name === 'kafka-2')! : pod,
    );
    expect(diagnose({ ...withSituation({ pods }), brokers: [] }, facts)?.hint).toMatch(two);
  });
});
