import { expect, it } from 'vitest';
import { lintCommands } from '../../../../source/commands/lab/lint/lint-commands.ts';
import { kafkaLab } from '../../../lab/kafka-lab.ts';

const [first] = kafkaLab.steps;

it('checks the lines for each kind of cluster, and those that undo the step, once each', () => {
  const { facts } = kafkaLab;
  const lines = lintCommands(
    {
      ...first!,
      commands: ({ cluster }) => [{ line: `helm on ${cluster}` }, { line: 'kubectl get pods' }],
      undo: () => ['kubectl get pods | wc'],
    },
    facts,
  );
  expect(lines).toEqual([
    '1.1: `helm on embedded`: `helm` is not a command that the lab runs',
    '1.1: `|` in `kubectl get pods | wc` needs a shell',
    '1.1: `helm on kind`: `helm` is not a command that the lab runs',
    '1.1: `helm on context`: `helm` is not a command that the lab runs',
  ]);
});

it('finds nothing in the stock lab', () => {
  expect(kafkaLab.steps.flatMap((step) => lintCommands(step, kafkaLab.facts))).toEqual([]);
});
