import { describeFailure } from '../checks/command-output.ts';
import type { Step } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const listNodes: Step = {
  id: '1.2',
  title: 'Look at the nodes',
  figures: ['Figure 2'],
  text: 'A Kubernetes cluster is a set of nodes: machines on which pods run. One of them, the control plane, decides; the workers do the work. Five nodes leave room for three brokers on three different machines.',
  lookFor: 'Five nodes: one control plane and four workers.',
  commands: ({ cluster }) =>
    cluster === 'kind'
      ? [{ line: 'kind get nodes', repeats: true }]
      : [
          {
            line: 'kubectl get nodes',
            repeats: true,
            ...(cluster === 'embedded' ? { standsFor: 'kind get nodes' } : {}),
          },
        ],
  checks: [
    check({
      id: 'nodes-ready',
      title: 'five nodes, all ready',
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
    }),
    check({
      id: 'nodes-control-plane',
      title: 'one control plane',
      look: ['nodes'],
      withinMs: 10_000,
      verify: ({ nodes }) => {
        const planes = nodes.filter((node) => node.roles.includes('control-plane')).map((node) => node.name);
        return planes.length === 1 ? holds(planes[0]!) : fails(`control planes: ${list(planes)}`);
      },
    }),
    check({
      id: 'nodes-listed',
      title: 'the list names each of them',
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
    }),
  ],
  hints: ['`kubectl describe node NAME` says why a node is not ready, under Conditions.'],
  questions: [],
};
