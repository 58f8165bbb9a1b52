import { brokerWorkloads } from '../model/broker-pods.ts';
import { list } from '../model/text-format.ts';
import { fails, holds } from '../model/verdict.ts';
import { zookeeperWorkloads } from '../model/zookeeper-pods.ts';
import { describeFailure } from './command-output.ts';
import { namedCheck } from './named-check.ts';

export const clusterAnswers = namedCheck({
  name: 'cluster-answers',
  says: 'At least one node of the cluster is ready.',
  parameters: {},
  look: ['nodes'],
  withinMs: 120_000,
  verify: ({ nodes }) => {
    const ready = nodes.filter((node) => node.ready);
    return ready.length > 0
      ? holds(`${ready.length} of ${nodes.length} nodes ready`)
      : fails(`${nodes.length} nodes, none ready`, 'Nodes need a moment to come up.');
  },
});

export const clusterEmpty = namedCheck({
  name: 'cluster-empty',
  says: "None of the workloads of the lab's manifests exists.",
  parameters: {},
  look: ['workloads'],
  withinMs: 60_000,
  verify: ({ workloads }, facts) => {
    const ours = [
      facts.producerApp,
      facts.consumerApp,
      ...[...brokerWorkloads(facts), ...zookeeperWorkloads(facts)].map(({ name }) => name),
    ];
    const left = workloads
      .filter((workload) => ours.includes(workload.name))
      .map((workload) => workload.name);
    return left.length === 0
      ? holds('no StatefulSet and no Deployment of the lab')
      : fails(list(left), 'Another run uses this cluster.');
  },
});

export const nodesReady = namedCheck({
  name: 'nodes-ready',
  says: 'The cluster has as many nodes as the facts say, and all of them are ready.',
  parameters: {},
  look: ['nodes'],
  withinMs: 120_000,
  lasting: true,
  verify: ({ nodes }, facts) => {
    const ready = nodes.filter((node) => node.ready);
    const waiting = nodes.filter((node) => !node.ready).map((node) => node.name);
    if (nodes.length !== facts.nodes) {
      return fails(
        `${nodes.length} nodes: ${list(nodes.map((node) => node.name))}`,
        `The lab expects ${facts.nodes}.`,
      );
    }
    return ready.length === nodes.length
      ? holds(list(nodes.map((node) => node.name)))
      : fails(`not ready: ${list(waiting)}`, 'A node becomes ready once its network is up.');
  },
});

export const oneControlPlane = namedCheck({
  name: 'one-control-plane',
  says: 'Exactly one node is a control plane.',
  parameters: {},
  look: ['nodes'],
  withinMs: 10_000,
  verify: ({ nodes }) => {
    const planes = nodes.filter((node) => node.roles.includes('control-plane')).map((node) => node.name);
    return planes.length === 1 ? holds(planes[0]!) : fails(`control planes: ${list(planes)}`);
  },
});

export const nodesListed = namedCheck({
  name: 'nodes-listed',
  says: 'The output of the last command names every node.',
  parameters: {},
  look: ['output', 'nodes'],
  withinMs: 10_000,
  verify: ({ output, nodes }) => {
    if (output.exitCode !== 0) return fails(describeFailure(output));
    const words = new Set(output.stdout.split(/\s+/));
    const missing = nodes.filter((node) => !words.has(node.name)).map((node) => node.name);
    if (nodes.length === 0) return fails('the cluster has no nodes');
    return missing.length === 0
      ? holds(`${nodes.length} names printed`)
      : fails(`not printed: ${list(missing)}`);
  },
});
