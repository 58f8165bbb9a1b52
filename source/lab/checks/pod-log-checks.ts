import { brokerTargets } from '../model/broker-pods.ts';
import type { LabFacts } from '../model/step.ts';
import { count, list } from '../model/text-format.ts';
import { fails, holds } from '../model/verdict.ts';
import { zookeeperLogs } from '../model/zookeeper-pods.ts';
import { describeFailure, errorLines, linesOf } from './command-output.ts';
import { withoutElectionWarnings } from './election-warnings.ts';
import { namedCheck } from './named-check.ts';

export const logsRead = namedCheck({
  name: 'logs-read',
  says: 'Every command succeeded and printed something; one for each pod of ZooKeeper and the brokers.',
  parameters: {},
  look: ['outputs'],
  withinMs: 0,
  verify: ({ outputs }, facts) => {
    const failed = outputs.find((output) => output.exitCode !== 0);
    if (failed) return fails(describeFailure(failed), 'Does the pod exist? `kubectl get pods`');
    const silent = outputs.filter((output) => linesOf(output.stdout).length === 0);
    if (silent.length > 0) return fails(`no lines from: ${list(silent.map((output) => output.command))}`);
    return outputs.length >= targetsOf(facts).length
      ? holds(`${count(outputs.reduce((sum, output) => sum + linesOf(output.stdout).length, 0))} lines`)
      : fails(`${outputs.length} logs read`);
  },
});

export const logsClean = namedCheck({
  name: 'logs-clean',
  says: 'No line of the outputs has ERROR, FATAL or an exception, but for what servers of an ensemble warn of until all are up.',
  parameters: {},
  look: ['outputs'],
  withinMs: 0,
  verify: ({ outputs }, facts) => {
    const logOf = facts.zookeepers > 1 ? withoutElectionWarnings : (log: string): string => log;
    const found = outputs.flatMap((output) =>
      errorLines(logOf(output.stdout)).map((line) => `${output.command.split(' ').at(-1)}: ${line.trim()}`),
    );
    if (found.length > 0) {
      const more = found.length > 1 ? ` (and ${found.length - 1} more)` : '';
      return fails(`${found[0]}${more}`, 'Did it happen once while things came up, or does it repeat?');
    }
    return outputs.some((output) => linesOf(output.stdout).length > 0)
      ? holds('no ERROR, FATAL or exception')
      : fails('there was no log to scan');
  },
});

const targetsOf = (facts: LabFacts): string[] => [
  ...new Set([...zookeeperLogs(facts), ...brokerTargets(facts)]),
];
