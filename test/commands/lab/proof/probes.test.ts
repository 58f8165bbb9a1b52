import { describe, expect, it } from 'vitest';
import { probeStep, probesOf, waitAfter } from '../../../../source/commands/lab/proof/probes.ts';
import type { Check, Lab, Step, Watch } from '../../../../source/lab/model/step.ts';
import { kafkaLab } from '../../../lab/kafka-lab.ts';

const check = (look: Check['look'], verify: Check['verify'] = () => ({ ok: true, evidence: '' })): Check => ({
  id: 'x',
  title: 'x',
  look,
  withinMs: 60_000,
  lasting: true,
  verify,
});
const step = (id: string, checks: Check[], more: Partial<Step> = {}): Step => ({
  ...kafkaLab.steps[2]!,
  id,
  checks,
  commands: () => [{ line: 'kubectl get pods' }],
  ...more,
});
const labWith = (...steps: Step[]): Lab => ({ ...kafkaLab, steps: [kafkaLab.steps[0]!, ...steps] });
const namesOf = (lab: Lab, unnoticed: string[] = []): string[] =>
  probesOf(lab, new Set(unnoticed)).map(({ kind, step: { id } }) => `${id} ${kind}`);

describe('a step is run without its commands', () => {
  it('if its checks observe the cluster, unless the author says why none can notice', () => {
    const lab = labWith(step('2', [check(['pods'])]));
    expect(namesOf(lab)).toEqual(['2 left-out']);
    expect(namesOf(lab, ['2'])).toEqual([]);
  });

  it('unless a check needs their output', () => {
    const printed = check(['outputs'], ({ outputs }) => ({ ok: outputs.length > 0, evidence: '' }));
    expect(namesOf(labWith(step('2', [check(['pods']), printed])))).toEqual([]);
    expect(namesOf(labWith(step('2', [check(['output'])])))).toEqual([]);
    expect(namesOf(labWith(step('2', [check(['outputs'])])))).toEqual(['2 left-out']);
    expect(namesOf(labWith(step('2', [check(['outputs', 'pods'])])))).toEqual(['2 left-out']);
  });

  it('unless it has none, or is omitted itself', () => {
    expect(namesOf(labWith(step('2', [check(['pods'])], { commands: () => [] })))).toEqual([]);
    expect(namesOf(labWith(step('2', [check(['pods'])], { leftOut: { why: '', instead: '' } })))).toEqual([]);
  });

  it('is probed in the stock lab if its checks count messages or observe the group, or if it is a task', () => {
    expect(namesOf(kafkaLab)).toEqual([
      '1.8 left-out',
      '2.5 left-out',
      '3.2 left-out',
      '3.3 left-out',
      '4.1 left-out',
      '4.2 left-out',
      '4.3 left-out',
      '4.7 unsolved',
    ]);
  });
});

describe('a task is run unsolved', () => {
  const task = { file: 'a.yml', goal: 'g', starts: 'old', solution: 'new' };
  const file = check(['file'], (seen) => ({ ok: seen.file.text === 'new', evidence: '' }));

  it('unless a check of its file alone says that it is not solved', () => {
    expect(namesOf(labWith(step('2', [check(['output'])], { task })))).toEqual(['2 unsolved']);
    expect(namesOf(labWith(step('2', [check(['output']), file], { task })))).toEqual([]);
    expect(
      namesOf(labWith(step('2', [check(['output']), file], { task: { ...task, starts: 'new' } }))),
    ).toEqual(['2 unsolved']);
  });

  it('with the initial content of its file in place of the solution', () => {
    const probe = probeStep({ kind: 'unsolved', step: step('2', [file], { task }) }, () => 5_000);
    expect(probe.task?.solution).toBe('old');
    expect(probe.commands({ cluster: 'embedded', facts: kafkaLab.facts })).toHaveLength(1);
  });
});

it('omits the actions of a step, but not its observations, and gives each check its time', () => {
  const watch: Watch = {
    kind: 'watch',
    says: '',
    withinMs: 60_000,
    begins: () => true,
    settles: () => false,
  };
  const { commands, effects, checks, ...rest } = probeStep(
    {
      kind: 'left-out',
      step: step('2', [check(['timeline'])], {
        required: true,
        effects: [{ kind: 'resume-producer' }, watch, { kind: 'collect-window', says: '' }],
      }),
    },
    () => 7_000,
  );
  expect(commands({ cluster: 'embedded', facts: kafkaLab.facts })).toEqual([]);
  expect(effects?.map(({ kind }) => kind)).toEqual(['watch']);
  expect((effects![0] as Watch).settles({ before: {} as never, moments: [] }, kafkaLab.facts)).toBe(true);
  expect(checks).toMatchObject([{ id: 'x', withinMs: 7_000 }]);
  expect(checks[0]).not.toHaveProperty('lasting');
  expect(rest).not.toHaveProperty('required');
});

it('gives a check at least five seconds to fail, and three times as long as it took to pass', () => {
  expect([0, 1_000, 1_667, 20_000].map(waitAfter)).toEqual([5_000, 5_000, 5_001, 60_000]);
});
