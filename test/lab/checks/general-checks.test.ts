import { describe, expect, it } from 'vitest';
import { checkNamed } from '../../../source/lab/checks/vocabulary.ts';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import type { Observations } from '../../../source/lab/model/observations.ts';

const holds = (name: string, parameters: Record<string, unknown>, seen: Partial<Observations>): boolean =>
  checkNamed(name)!.verify(seen as Observations, kafkaFacts, parameters).ok;
const output = (stdout: string, exitCode = 0) => ({ command: 'c', stdout, stderr: '', exitCode });

describe('output-matches', () => {
  it.each([
    ['abc', true],
    ['a*c', true],
    ['*b*', true],
    ['*', true],
    ['ab', false],
    ['bc', false],
    ['a*b', false],
    ['abc*abc', false],
    ['a*b*b*c', false],
  ])('%s in `abc`: %s', (pattern, isMatch) => {
    expect(holds('output-matches', { pattern }, { outputs: [output('x\n  abc \ny\n')] })).toBe(isMatch);
  });

  it('reads the output of the given command, and fails if that command failed', () => {
    const outputs = [output('one'), output('two', 1)];
    expect(holds('output-matches', { pattern: 'one', command: 0 }, { outputs })).toBe(true);
    expect(holds('output-matches', { pattern: 'one' }, { outputs })).toBe(false);
    expect(holds('output-matches', { pattern: 'two' }, { outputs })).toBe(false);
  });

  it('gave the header of a table as its evidence', () => {
    const printed = [
      'GROUP       TOPIC  PARTITION  NEW-OFFSET',
      'test-group  test   0          0',
      'test-group  test   1          17',
      '',
    ].join('\n');
    const seen = { outputs: [output(printed)] } as Partial<Observations> as Observations;
    const pattern = '*NEW-OFFSET*';
    expect(checkNamed('output-matches')!.verify(seen, kafkaFacts, { pattern })).toEqual({
      ok: true,
      evidence: 'NEW-OFFSET 0, 17',
    });
  });
});

describe('workload-ready', () => {
  const workload = (ready: number) => [{ kind: 'Deployment' as const, name: 'a', replicas: 2, ready }];
  const parameters = { kind: 'Deployment', name: 'a' };
  it('requires all replicas', () => {
    expect(holds('workload-ready', parameters, { workloads: workload(2) })).toBe(true);
    expect(holds('workload-ready', parameters, { workloads: workload(1) })).toBe(false);
    expect(holds('workload-ready', { ...parameters, replicas: 3 }, { workloads: workload(2) })).toBe(false);
    expect(holds('workload-ready', { ...parameters, name: 'b' }, { workloads: workload(2) })).toBe(false);
  });
});

describe('log-says', () => {
  const logs = [
    { pod: 'a-1', lines: ['10:00 started', ' 10:01 received 5 '] },
    { pod: 'b-1', lines: ['10:02 received 7'] },
  ];
  it('requires a matching line from the given pod', () => {
    expect(holds('log-says', { pod: 'a-', pattern: '* received 5' }, { logs })).toBe(true);
    expect(holds('log-says', { pod: 'a-', pattern: '* received 7' }, { logs })).toBe(false);
    expect(holds('log-says', { pod: 'c-', pattern: '*' }, { logs })).toBe(false);
  });
});

describe('topic-shape', () => {
  const topics = [
    {
      name: 't',
      partitions: [0, 1].map((partition) => ({ partition, leader: 0, replicas: [0, 1], isr: [0] })),
    },
  ];
  it('requires the topic, its partitions and its replicas', () => {
    expect(holds('topic-shape', { topic: 't' }, { topics })).toBe(true);
    expect(holds('topic-shape', { topic: 't', partitions: 2, replicas: 2 }, { topics })).toBe(true);
    expect(holds('topic-shape', { topic: 't', partitions: 3 }, { topics })).toBe(false);
    expect(holds('topic-shape', { topic: 't', replicas: 3 }, { topics })).toBe(false);
    expect(holds('topic-shape', { topic: 'u' }, { topics })).toBe(false);
  });

  it('says which topic there is not, not only which there are', () => {
    const verify = (seen: Partial<Observations>) =>
      checkNamed('topic-shape')!.verify(seen as Observations, kafkaFacts, { topic: 'u' });
    expect(verify({ topics })).toEqual({
      ok: false,
      evidence: 'there is no topic `u`; topics: t',
      hint: 'Create the topic `u`.',
    });
    expect(verify({ topics: [] }).evidence).toBe('there is no topic `u`; topics: none');
  });
});

describe('offsets-committed', () => {
  const tally = (committed: number[]): Partial<Observations> => ({ tally: { committed } as never });
  it('requires an offset in every partition', () => {
    expect(holds('offsets-committed', {}, tally([0, 1, 2, 3]))).toBe(true);
    expect(holds('offsets-committed', {}, tally([0, 1, -1, 3]))).toBe(false);
    expect(holds('offsets-committed', {}, tally([0, 1, 2]))).toBe(false);
  });
});
