import { succeeded } from '../checks/command-output.ts';
import { estimatedPartitions } from '../checks/estimate-checks.ts';
import { predictShare } from '../checks/predict-share.ts';
import { swapCommands } from '../model/consumer-swap.ts';
import type { Step } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const deployGroup: Step = {
  id: '3.1',
  title: 'Deploy the better consumer',
  figures: ['Figure 16'],
  text: 'The clients come back, and then the consumer is swapped for one that joins a consumer group. A group shares the partitions of a topic among its members; with a single member, that member gets all of them. The swap is a change of the Deployment: Kubernetes ends the old pod and starts a new one.',
  lookFor: "Both Deployments created, then the consumer's environment updated.",
  commands: ({ facts }) => {
    const [swap, ...rest] = swapCommands(facts, 'group');
    const apply = { line: 'kubectl apply -f clients.yml' };
    // A program of another source is built before it is deployed; anything else changes the Deployment that is there.
    return rest.length > 0 ? [swap!, apply, ...rest] : [apply, swap!];
  },
  checks: [
    succeeded('group-deployed', 'the change is accepted', 'Is clients.yml in the lab directory?'),
    check({
      id: 'group-pods-ready',
      title: 'one producer and one consumer are running',
      look: ['pods'],
      withinMs: 120_000,
      verify: ({ pods }, facts) => {
        const clients = pods.filter((pod) =>
          [facts.producerApp, facts.consumerApp].includes(pod.labels.app ?? ''),
        );
        const evidence = list(clients.map((pod) => `${pod.name} ${pod.trouble ?? pod.status}`));
        const one = [facts.producerApp, facts.consumerApp].every((app) => {
          const ours = clients.filter((pod) => pod.labels.app === app);
          return ours.length === 1 && ours[0]!.ready;
        });
        return one ? holds(evidence) : fails(evidence, 'The old consumer ends before the new one starts.');
      },
    }),
    check({
      id: 'group-owns-partitions',
      title: 'the group owns all four partitions',
      look: ['tally'],
      withinMs: 90_000,
      lasting: true,
      verify: ({ tally }, facts) => {
        if (tally.estimate && tally.members === undefined)
          return estimatedPartitions(tally, tally.estimate, facts);
        const owned = tally.partitions.filter((partition) => partition.owner !== undefined);
        const consumer = tally.estimate?.consumer ?? tally.consumer;
        const evidence = `consumer: ${consumer}; owned: ${list(owned.map((partition) => `p${partition.partition}`))}`;
        return consumer === 'group' && owned.length === facts.partitions
          ? holds(evidence)
          : fails(evidence, 'A group forms a few seconds after its first member joined.');
      },
    }),
  ],
  undo: () => ['kubectl delete -f clients.yml --ignore-not-found'],
  hints: [
    'It takes about three seconds until the group has formed: the broker waits for more members first.',
    '`kubectl get pods` shows the old consumer ending and the new one starting.',
    'A program of your own that does not know ROLE=group-consumer ends at once: give the better one with `--better-client`.',
  ],
  prediction: predictShare('Which share of the messages will the consumer group receive?', '3.3'),
  questions: [
    {
      id: '3',
      text: 'How does your consumer receive the messages of all partitions? Say which way you chose, and how you know that it misses none.',
      hints: [
        'Two ways: one partition consumer for each partition, or a consumer group that is given the partitions.',
        'Which of the two still works when someone adds a fifth partition? And when a second consumer should help?',
        'Where does a group start reading when it has no committed offset? Compare `oldest` and `newest`.',
      ],
    },
  ],
  required: true,
};
