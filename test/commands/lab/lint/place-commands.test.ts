import { expect, it } from 'vitest';
import { lintCommands } from '../../../../source/commands/lab/lint/lint-commands.ts';
import { placeCommands } from '../../../../source/commands/lab/lint/place-commands.ts';
import { loadLab } from '../../../../source/lab/loading/load-lab.ts';
import { kafkaFacts } from '../../../../source/lab/model/facts.ts';
import { assembleLab } from '../../../../source/lab/rendering/assemble-lab.ts';
import { renderLab } from '../../../../source/lab/rendering/render-lab.ts';
import { changed, makeLab } from '../../../lab/loading/lab-folder.ts';

function faultsOf(files: Record<string, string>): string[] {
  const loaded = loadLab(makeLab(files));
  const judge = () => () => ({ ok: true, evidence: '' });
  const { steps } = assembleLab(renderLab(loaded.source, kafkaFacts), kafkaFacts, judge);
  return steps.flatMap((step) => lintCommands(step, kafkaFacts, placeCommands(loaded)));
}

it('a quote that is not closed in `undo` is shown once, with its file and line', () => {
  expect(
    faultsOf(changed('steps/look.md', 'hints:\n', "undo:\n  - kubectl delete pod 'one\nhints:\n")),
  ).toEqual(["steps/look.md:23:5: the quote `'` is not closed in `kubectl delete pod 'one`"]);
});

it('a command of a step has its own place, one with expressions that of the list', () => {
  expect(faultsOf(changed('steps/look.md', 'line: kubectl get nodes', 'line: helm list'))).toEqual([
    'steps/look.md:6:5: `helm list`: `helm` is not a command that the lab runs',
  ]);
  const [first] = faultsOf(changed('steps/look.md', 'kubectl logs {{', 'helm {{'));
  expect(first).toBe('steps/look.md:5:1: `helm kafka-0`: `helm` is not a command that the lab runs');
});
