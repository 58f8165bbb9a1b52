import { describeFailure, errorLines, linesOf } from '../checks/command-output.ts';
import { brokerIds, brokerPodName } from '../model/facts.ts';
import type { Step } from '../model/step.ts';
import { count, list } from '../model/text-format.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const scanLogs: Step = {
  id: '1.6',
  title: 'Scan the logs for trouble',
  figures: ['Figure 6'],
  text: 'Whatever a pod prints, `kubectl logs` shows. Nobody reads it all: look for ERROR, FATAL, and names that end in Exception. An INFO line that mentions a number you do not know is no cause for worry.',
  lookFor: 'Each broker says that it has started, and no line reports an error.',
  commands: ({ facts }) => [
    { line: `kubectl logs ${facts.zookeeperPod}` },
    ...brokerIds(facts).map((id) => ({ line: `kubectl logs ${brokerPodName(facts, id)}` })),
  ],
  checks: [
    check({
      id: 'logs-read',
      title: 'every pod has a log',
      look: ['outputs'],
      withinMs: 0,
      verify: ({ outputs }, facts) => {
        const failed = outputs.find((output) => output.exitCode !== 0);
        if (failed) return fails(describeFailure(failed), 'Does the pod exist? `kubectl get pods`');
        const silent = outputs.filter((output) => linesOf(output.stdout).length === 0);
        if (silent.length > 0) return fails(`no lines from: ${list(silent.map((output) => output.command))}`);
        return outputs.length >= facts.brokers + 1
          ? holds(`${count(outputs.reduce((sum, output) => sum + linesOf(output.stdout).length, 0))} lines`)
          : fails(`${outputs.length} logs read`);
      },
    }),
    check({
      id: 'logs-clean',
      title: 'no line reports an error',
      look: ['outputs'],
      withinMs: 0,
      verify: ({ outputs }) => {
        const found = outputs.flatMap((output) =>
          errorLines(output.stdout).map((line) => `${output.command.split(' ').at(-1)}: ${line.trim()}`),
        );
        if (found.length > 0) {
          const more = found.length > 1 ? ` (and ${found.length - 1} more)` : '';
          return fails(`${found[0]}${more}`, 'Did it happen once while things came up, or does it repeat?');
        }
        return outputs.some((output) => linesOf(output.stdout).length > 0)
          ? holds('no ERROR, FATAL or exception')
          : fails('there was no log to scan');
      },
    }),
  ],
  hints: ['`kubectl logs kafka-0 | grep -E "ERROR|FATAL|Exception"` is the same scan by hand.'],
  questions: [],
};
