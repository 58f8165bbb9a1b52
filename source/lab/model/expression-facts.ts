import { brokerHosts, brokerInWords, brokerSelector, brokerTargets, brokerWorkloads } from './broker-pods.ts';
import { swapCommands } from './consumer-swap.ts';
import { kafkaFacts, knownBrokerIds } from './facts.ts';
import type { LabFacts } from './step.ts';
import { zookeeperInWords, zookeeperLogs, zookeeperWorkloads } from './zookeeper-pods.ts';

/** The facts as the texts and expressions of a lab see them: with what follows from them. */
export function expressionFacts(facts: LabFacts): Readonly<Record<string, unknown>> {
  const each = Array.from({ length: facts.brokers }, (_, index) => index);
  return {
    ...facts,
    emptyDisks: facts.emptyDisks === true,
    swap: facts.swap ?? { by: 'role' },
    /** The ids of the brokers, in the order of their pods; empty if the manifest does not tell them. */
    knownBrokerIds: knownBrokerIds(facts) ?? [],
    brokerTargets: brokerTargets(facts),
    brokersInWords: each.map((index) => brokerInWords(index, facts)),
    brokerSelectors: each.map((index) => brokerSelector(index, facts) ?? ''),
    brokerHosts: brokerHosts(facts),
    brokerWorkloads: brokerWorkloads(facts),
    zookeeperWorkloads: zookeeperWorkloads(facts),
    zookeeperLogs: zookeeperLogs(facts),
    zookeeperInWords: zookeeperInWords(facts),
    /** The commands that replace the first consumer with the better one. */
    swapToGroup: swapCommands(facts, 'group').map(({ line, standsFor = '' }) => ({ line, standsFor })),
  };
}

/** All names of facts, those included that only some manifests have. */
export const factNames: readonly string[] = [
  ...Object.keys(expressionFacts(kafkaFacts)),
  'brokerDeployments',
  'claimLabels',
  'group',
  'zookeeperDeployments',
].filter((name, index, all) => all.indexOf(name) === index);
