import { succeeded } from '../checks/command-output.ts';
import type { Step } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const deleteClients: Step = {
  id: '2.6',
  title: 'Delete the clients',
  figures: ['Figure 13'],
  text: 'Take the clients away; they only cost resources. Topic and messages stay: they live in the brokers, not in the clients.',
  lookFor: 'Two Deployments deleted, and their pods gone a moment later.',
  commands: () => [{ line: 'kubectl delete -f clients.yml' }],
  undo: () => ['kubectl apply -f clients.yml'],
  checks: [
    succeeded(
      'clients-delete-accepted',
      'the deletion is accepted',
      'NotFound means that they were gone already.',
    ),
    check({
      id: 'clients-gone',
      title: 'no client is left',
      look: ['pods', 'workloads'],
      withinMs: 90_000,
      verify: ({ pods, workloads }, facts) => {
        const apps = [facts.producerApp, facts.consumerApp];
        const left = [
          ...workloads.filter((workload) => apps.includes(workload.name)).map((workload) => workload.name),
          ...pods.filter((pod) => apps.includes(pod.labels.app ?? '')).map((pod) => pod.name),
        ];
        return left.length === 0
          ? holds('both Deployments and their pods are gone')
          : fails(list(left), 'A pod has 30 seconds to end by itself.');
      },
    }),
  ],
  hints: ['Deleting what is not there is an error, and harmless: the next step does not mind.'],
  questions: [],
};
