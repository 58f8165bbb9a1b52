import { succeeded } from '../checks/command-output.ts';
import type { Step } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const resetCluster: Step = {
  id: '1.1',
  title: 'Reset the cluster',
  figures: ['Figure 1'],
  text: 'Start from nothing. An old cluster is deleted and a new, empty one takes its place, so that whatever you see from here on is something you did. Repeat this step whenever you have lost track of what is running.',
  lookFor: 'The command ends without an error, and the new cluster answers.',
  commands: ({ cluster }) =>
    cluster === 'kind'
      ? [{ line: './reset_cluster.sh' }]
      : [{ line: 'kafka-lab reset', ...(cluster === 'embedded' ? { standsFor: './reset_cluster.sh' } : {}) }],
  effects: [{ kind: 'fresh-cluster' }],
  checks: [
    succeeded(
      'reset-succeeded',
      'the reset ended well',
      'Read the last lines of the output; `kafka-lab doctor` says what this machine lacks.',
    ),
    check({
      id: 'cluster-answers',
      title: 'the cluster answers',
      look: ['nodes'],
      withinMs: 120_000,
      verify: ({ nodes }) => {
        const ready = nodes.filter((node) => node.ready);
        return ready.length > 0
          ? holds(`${ready.length} of ${nodes.length} nodes ready`)
          : fails(`${nodes.length} nodes, none ready`, 'Nodes need a moment to come up.');
      },
    }),
    check({
      id: 'cluster-empty',
      title: 'nothing of an earlier run is left',
      look: ['workloads'],
      withinMs: 60_000,
      verify: ({ workloads }, facts) => {
        const ours = [
          facts.producerApp,
          facts.consumerApp,
          ownerOf(facts.brokerPod),
          ownerOf(facts.zookeeperPod),
        ];
        const left = workloads
          .filter((workload) => ours.includes(workload.name))
          .map((workload) => workload.name);
        return left.length === 0
          ? holds('no StatefulSet and no Deployment of the lab')
          : fails(list(left), 'Another run uses this cluster.');
      },
    }),
  ],
  hints: [
    'The first time takes longest: what the cluster needs may have to be fetched.',
    '`kafka-lab doctor` lists what this machine has and lacks.',
  ],
  questions: [],
  required: true,
};

/** `kafka-0` → `kafka` */
function ownerOf(pod: string): string {
  return pod.replace(/-\d+$/, '');
}
