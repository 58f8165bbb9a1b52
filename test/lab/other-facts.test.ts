import { describe, expect, it } from 'vitest';
import { kafkaFacts } from '../../source/lab/model/facts.ts';
import type { Observations, TimelineSeen } from '../../source/lab/model/observations.ts';
import type { LabFacts, Prediction } from '../../source/lab/model/step.ts';
import { labOf } from './kafka-lab.ts';
import { output, partitionTally, tally } from './observed.ts';

const labWith = (facts: Partial<LabFacts>) => labOf({ ...kafkaFacts, ...facts });
const checkOf = (lab: ReturnType<typeof labOf>, id: string) =>
  lab.steps.flatMap(({ checks }) => checks).find((check) => check.id === id)!;
const judge = (facts: Partial<LabFacts>, id: string, seen: Partial<Observations>) => {
  const lab = labWith(facts);
  return checkOf(lab, id).verify(seen as Observations, lab.facts);
};
/** Everything in a lab that a learner reads. */
function wordsOf(facts: Partial<LabFacts>): string {
  const lab = labWith(facts);
  const predictions = lab.steps.flatMap(({ prediction }) => (prediction === undefined ? [] : [prediction]));
  return [
    lab.promise,
    ...lab.steps.flatMap(({ title, text, lookFor, hints, questions, checks }) => [
      title,
      text,
      lookFor,
      ...hints,
      ...questions.flatMap((question) => [question.text, ...question.hints, question.answer]),
      ...checks.map((check) => check.title),
    ]),
    ...predictions.flatMap(({ question, choices }) => [question, ...choices.map(({ text }) => text)]),
    ...lab.steps.flatMap(({ commands }) =>
      commands({ cluster: 'embedded', facts: lab.facts }).map(({ line }) => line),
    ),
  ].join('\n');
}

describe('a lab with other numbers', () => {
  it('contains no number of the stock lab', () => {
    const six = wordsOf({ partitions: 6 });
    expect(six).not.toMatch(/four (?:partitions|bars)|quarter/i);
    for (const words of [
      'the topic exists, with six partitions',
      'a sixth of the messages received',
      'about five sixths',
      'nothing from partitions 1 to 5',
      'when someone adds a seventh partition',
      'Scale to seven consumers',
      'gets about a sixth of them',
      'about six times as long',
      'three each',
    ])
      expect(six).toContain(words);
    const two = wordsOf({ brokers: 2, brokerIds: { from: 'manifest', ids: [1, 2] }, replicationFactor: 2 });
    expect(two).not.toMatch(/three (?:brokers|replicas|Kafka)/i);
    expect(two).toContain('broker ids 1 and 2');
    expect(two).toContain('get /brokers/ids/2');
  });

  it('contains no name of the stock lab', () => {
    const named = wordsOf({
      topic: 'numbers',
      brokerPod: 'broker-0',
      brokerPort: 29092,
      zookeeperPod: 'zk-0',
      zookeeperPort: 2182,
      producerApp: 'p',
      consumerApp: 'c',
      producerSelector: 'app=p,tier=x',
      consumerSelector: 'app=c',
      clientImage: 'i',
      group: 'g',
    });
    expect(named).not.toMatch(/kafka-[0-9]|zookeeper-[0-9]|ece573|test\b|9092\b(?<!29092)|2181/);
    expect(named).toContain('kubectl exec broker-0 -- kafka-topics --bootstrap-server localhost:29092');
  });

  it.each([1, 2, 3, 5, 8, 9, 30])('has text and choices for %d partitions', (partitions) => {
    const lab = labWith({ partitions });
    expect(wordsOf({ partitions })).not.toMatch(/undefined|NaN|no partitions/);
    for (const { prediction } of lab.steps) {
      if (prediction === undefined) continue;
      const ids = prediction.choices.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      const texts = prediction.choices.map(({ text }) => text);
      expect(new Set(texts).size).toBe(texts.length);
    }
  });
});

describe('a prediction', () => {
  const predictionOf = (partitions: number, step: string): Prediction =>
    labWith({ partitions }).steps.find(({ id }) => id === step)!.prediction!;
  const timeline = (owned: number[]): { timeline: TimelineSeen } => {
    const members = owned.map((count, index) => ({
      id: `m${index}`,
      partitions: Array.from({ length: count }, (_, partition) => partition),
    }));
    const moment = { atMs: 0, members, readers: [], partitions: [], committed: [] };
    return { timeline: { before: moment, moments: [] } };
  };
  const grade = (partitions: number, step: string, seen: Partial<Observations>) =>
    predictionOf(partitions, step).grade(seen as Observations, { ...kafkaFacts, partitions })?.choice;

  it.each([
    [4, [2, 2], 'two'],
    [4, [4, 4], 'four'],
    [4, [3, 1], undefined],
    [6, [3, 3], 'three'],
    [5, [3, 2], 'three'],
    [5, [2, 2], undefined],
    [2, [1, 1], 'one'],
    [1, [1, 0], 'one'],
  ])('of %d partitions that two share as %j is graded %s', (partitions, owned, choice) => {
    expect(grade(partitions, '4.1', timeline(owned))).toBe(choice);
    if (choice === undefined) return;
    expect(predictionOf(partitions, '4.1').choices.map(({ id }) => id)).toContain(choice);
  });

  it('of a share offers the share of one partition as a choice', () => {
    const counted = tally('partition', [
      partitionTally(0, 1_000, 1_000),
      ...[1, 2, 3, 4, 5].map((partition) => partitionTally(partition, 1_000, 0)),
    ]);
    expect(grade(6, '2.2', counted)).toBe('quarter');
    expect(predictionOf(6, '2.2').choices[0]).toEqual({ id: 'quarter', text: 'about a sixth' });
  });
});

describe('broker ids', () => {
  const ids = (line: string) => ({ output: output(`${line}\n`) });
  it.each<[string, LabFacts['brokerIds'], string, boolean]>([
    ['from one', { from: 'manifest', ids: [1, 2, 3] }, '[1, 2, 3]', true],
    ['from one', { from: 'manifest', ids: [1, 2, 3] }, '[0, 1, 2]', false],
    ['in another order', { from: 'manifest', ids: [2, 1, 0] }, '[0, 1, 2]', true],
    ['of Kafka', { from: 'kafka', first: 1001 }, '[1001, 1002, 1003]', true],
    ['of Kafka', { from: 'kafka', first: 1001 }, '[1001, 1002]', false],
    ['of Kafka', { from: 'kafka', first: 1001 }, '[0, 1, 2]', false],
    ['of a script', { from: 'script' }, '[7, 70, 700]', true],
    ['of a script', { from: 'script' }, '[7, 7, 700]', false],
  ])('%s: %j, %s', (_what, brokerIds, line, ok) => {
    expect(judge({ brokerIds }, 'broker-ids', ids(line)).ok).toBe(ok);
  });

  it('that the manifest does not contain are looked up by pod', () => {
    const lab = labWith({ brokerIds: { from: 'kafka', first: 1001 } });
    const step = lab.steps.find(({ id }) => id === '1.8')!;
    expect(step.commands({ cluster: 'embedded', facts: lab.facts })[2]).toEqual({
      line: 'kubectl exec zookeeper-0 -- zookeeper-shell localhost:2181 get /brokers/ids/ID_OF_kafka-2',
      repeats: true,
      brokerId: { word: 'ID_OF_kafka-2', broker: 2 },
      figure: 'Figure 8',
    });
  });
});

it('following the consumer requires lines of a single partition if there is only one', () => {
  const lines = (partition: number) => ({
    outputs: [output(`received 1000 messages, partition ${partition}, offset 5, value: 0.6\n`)],
  });
  expect(judge({ partitions: 1 }, 'follow-consumer', lines(0)).ok).toBe(true);
  expect(judge({ partitions: 2 }, 'follow-consumer', lines(0)).ok).toBe(false);
});

describe('the loss of a broker', () => {
  const moment = (atMs: number, leader: number, replicas: number[], isr: number[]) => ({
    atMs,
    members: [],
    readers: [],
    partitions: [0, 1, 2, 3].map((partition) => ({ partition, leader, replicas, isr })),
    committed: [],
  });

  it('is detected with the ids that Kafka generated', () => {
    const all = [1001, 1002, 1003];
    const timeline = {
      before: moment(0, 1003, all, all),
      moments: [moment(1_000, 1001, all, [1001, 1002]), moment(5_000, 1001, all, all)],
    };
    const facts = { brokerIds: { from: 'kafka', first: 1001 } } as const;
    expect(judge(facts, 'leaders-moved', { timeline })).toMatchObject({ ok: true });
    expect(judge(facts, 'isr-came-back', { timeline }).evidence).toContain('without broker 1003');
  });

  it('is detected by its effects if the next pod starts at once', () => {
    const replicas = [1, 2, 3];
    const before = moment(0, 2, replicas, [2, 3, 1]);
    const facts = { brokerIds: { from: 'manifest', ids: replicas } } as const;
    const back = { before, moments: [moment(1_000, 3, replicas, [3, 1, 2])] };
    expect(judge(facts, 'isr-came-back', { timeline: back })).toMatchObject({
      ok: true,
      evidence: 'p0, p1, p2, p3 lost broker 2 and took it back between two looks; all in sync again',
    });
    expect(judge(facts, 'leaders-moved', { timeline: back })).toMatchObject({ ok: true });
    const unknown = { brokerIds: { from: 'kafka', first: 1 } } as const;
    expect(judge(unknown, 'isr-came-back', { timeline: back })).toMatchObject({ ok: true });
    const same = { before, moments: [moment(1_000, 2, replicas, [2, 3, 1])] };
    expect(judge(facts, 'isr-came-back', { timeline: same }).ok).toBe(false);
  });

  it('leaves a single replica without a leader for a while', () => {
    const timeline = {
      before: moment(0, 1, [1], [1]),
      moments: [moment(1_000, -1, [1], [1]), moment(5_000, 1, [1], [1])],
    };
    const facts = { replicationFactor: 1 };
    expect(judge(facts, 'leaders-moved', { timeline })).toMatchObject({ ok: true });
    expect(judge(facts, 'isr-came-back', { timeline })).toMatchObject({ ok: true });
    const alone = {
      brokers: 1,
      brokerIds: { from: 'manifest', ids: [1] },
      replicationFactor: 1,
    } as const;
    const unseen = { before: timeline.before, moments: timeline.moments.slice(1) };
    expect(judge(alone, 'isr-came-back', { timeline: unseen })).toMatchObject({ ok: true });
    expect(judge(facts, 'isr-came-back', { timeline: unseen }).ok).toBe(false);
    const never = { before: timeline.before, moments: timeline.moments.slice(0, 1) };
    expect(judge(facts, 'leaders-moved', { timeline: never }).ok).toBe(false);
    expect(judge(alone, 'leaders-moved', { timeline: never }).ok).toBe(false);
    expect(judge(alone, 'leaders-moved', { timeline: unseen })).toMatchObject({ ok: true });
    const unknown = { ...alone, brokerIds: { from: 'kafka', first: 1001 } } as const;
    expect(judge(unknown, 'leaders-moved', { timeline }).evidence).toContain('p0 1 → 1');
  });
});

describe('brokers in Deployments', () => {
  const facts: Partial<LabFacts> = {
    brokers: 2,
    brokerIds: { from: 'manifest', ids: [1, 2] },
    replicationFactor: 2,
    brokerPod: 'deploy/kafka-1',
    brokerDeployments: [1, 2].map((id) => ({
      name: `kafka-${id}`,
      selector: `app=kafka,id=${id}`,
      replicas: 1,
    })),
    startsInOrder: false,
    emptyDisks: true,
    zookeeperPod: 'deploy/zoo',
    services: [
      { of: 'ZooKeeper', names: ['zoo'], headless: false },
      { of: 'Kafka', names: ['kafka-1'], headless: false },
      { of: 'Kafka', names: ['kafka-2'], headless: false },
    ],
  };
  const pod = (id: number) => ({
    name: `kafka-${id}-5d9c8b7f6d-x7k2p`,
    labels: { app: 'kafka', id: String(id) },
    phase: 'Running',
    status: 'Running',
    ready: true,
    restarts: 0,
  });
  const service = (id: number) => ({
    name: `kafka-${id}`,
    clusterIP: `10.96.0.${id}`,
    ports: [9092],
    selector: { app: 'kafka', id: String(id) },
  });

  it('are called Deployments in text and commands', () => {
    const words = wordsOf(facts);
    // In the manifests of the lab only.
    expect(words).not.toMatch(/StatefulSet(?!s are)|statefulset|kafka-0|headless|undefined/);
    for (const part of [
      'kubectl exec deploy/kafka-1 -- kafka-topics',
      'kubectl logs deploy/kafka-2',
      'kubectl get deployments',
      'READY 1/1 for kafka-1, 1/1 for kafka-2 and 1/1 for zoo',
      'The Deployment starts another pod in its place, with the same broker id and an empty disk',
      'BROKER_POD stands for',
    ])
      expect(words).toContain(part);
  });

  it('are deleted by the labels of their pods', () => {
    const lab = labWith(facts);
    const step = lab.steps.find(({ id }) => id === '4.5')!;
    expect(step.commands({ cluster: 'embedded', facts: lab.facts })[0]).toEqual({
      line: 'kubectl delete pod BROKER_POD',
      pod: { word: 'BROKER_POD', selector: 'app=kafka,id=2' },
    });
  });

  it('are running when each Deployment has its pod', () => {
    const table = (...names: string[]) => ({
      output: output(names.map((name) => `${name} 1/1 Running 0 1m`).join('\n')),
    });
    const zoo = 'zoo-6c5594cbc4-r5455';
    expect(judge(facts, 'pods-running', table(pod(1).name, pod(2).name, zoo)).ok).toBe(true);
    expect(judge(facts, 'pods-running', table(pod(1).name, zoo)).evidence).toContain('the pod of kafka-2');
    const workload = (name: string, ready: number) =>
      ({ kind: 'Deployment', name, replicas: 1, ready }) as const;
    const workloads = [workload('kafka-1', 1), workload('kafka-2', 1), workload('zoo', 1)];
    for (const id of ['statefulsets-exist', 'statefulsets-ready'])
      expect(judge(facts, id, { workloads })).toMatchObject({ ok: true });
    expect(judge(facts, 'statefulsets-exist', { workloads: workloads.slice(1) }).ok).toBe(false);
    const starting = [workload('kafka-1', 0), ...workloads.slice(1)];
    expect(judge(facts, 'statefulsets-ready', { workloads: starting }).ok).toBe(false);
  });

  it('name the Service that leads to them', () => {
    const detail = (id: number) => output(JSON.stringify({ host: `kafka-${id}`, port: 9092, endpoints: [] }));
    const seen = { pods: [pod(1), pod(2)], services: [service(1), service(2)] };
    expect(judge(facts, 'broker-details', { ...seen, outputs: [detail(1), detail(2)] })).toMatchObject({
      ok: true,
    });
    const swapped = { ...seen, outputs: [detail(2), detail(1)] };
    expect(judge(facts, 'broker-details', swapped).evidence).toContain(
      'the broker in the pod of kafka-1 says',
    );
  });

  it('may have other listeners before the internal one', () => {
    const detail = (id: number) =>
      output(
        JSON.stringify({
          host: id === 1 ? 'localhost' : null,
          port: id === 1 ? 30092 : -1,
          endpoints: ['EXTERNAL://localhost:30092', `INTERNAL://kafka-${id}:9092`],
        }),
      );
    const seen = { pods: [pod(1), pod(2)], services: [service(1), service(2)] };
    expect(judge(facts, 'broker-details', { ...seen, outputs: [detail(1), detail(2)] })).toEqual({
      ok: true,
      evidence: 'kafka-1:9092, kafka-2:9092',
    });
  });

  it('are not deleted if the only replica would be lost with the pod', () => {
    const stepOf = (more: Partial<LabFacts>) =>
      labWith({ ...facts, ...more }).steps.find(({ id }) => id === '4.5')!;
    expect(stepOf({ replicationFactor: 1 }).leftOut?.why).toContain('goes with the pod');
    expect(stepOf({ replicationFactor: 1, emptyDisks: false })).not.toHaveProperty('leftOut');
    expect(stepOf({})).not.toHaveProperty('leftOut');
    const madeUp = { brokerIds: { from: 'kafka', first: 1001 } } as const;
    expect(stepOf(madeUp).leftOut?.why).toContain('under another id');
    expect(stepOf({ ...madeUp, emptyDisks: false })).not.toHaveProperty('leftOut');
  });
});
