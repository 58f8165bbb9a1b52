import { describe, expect, it } from 'vitest';
import { evidenceFor } from '../../source/session/evidence.ts';
import { kafkaLab } from '../lab/kafka-lab.ts';
import { sessionAfter, untilStepEnded } from '../ui/golden/recorded-session.ts';

const question = (id: string) =>
  kafkaLab.steps.flatMap(({ questions }) => questions).find((each) => each.id === id)!;

describe('the evidence for a model answer', () => {
  it('consists of what decided the checks, and the output of the commands', async () => {
    const { steps } = (await sessionAfter(untilStepEnded('2.8'))).snapshot();
    expect(evidenceFor(question('2.2'), steps)).toEqual([
      { step: '2.5', text: expect.stringMatching(/^all of partition 0 received: .*\d/) },
      { step: '2.5', text: expect.stringMatching(/^nothing from partitions 1 to 3: /) },
      { step: '2.5', text: expect.stringMatching(/^a quarter of the messages received: .*%/) },
    ]);
    expect(evidenceFor(question('2.2.3'), steps)).toContainEqual({
      step: '2.8',
      text: expect.stringMatching(/^Topic: test.*PartitionCount: 4/),
    });
    expect(evidenceFor(question('1.2.2'), steps).map(({ text }) => text)).toEqual([
      'kubectl exec zookeeper-0 -- zookeeper-shell localhost:2181 ls /brokers/ids',
      'kubectl exec kafka-0 -- kafka-topics --bootstrap-server localhost:9092 --list',
    ]);
  });

  it('is empty for a step that has not run, or a check that did not pass', async () => {
    const { steps } = (await sessionAfter(untilStepEnded('2.5'))).snapshot();
    expect(evidenceFor(question('3'), steps)).toEqual([]);
    const failed = steps.map((step) => ({
      ...step,
      checks: step.checks.map((check) => ({ ...check, state: 'failed' as const })),
    }));
    expect(evidenceFor(question('2.2'), failed)).toEqual([]);
  });
});
