import { isSelected } from '../model/pod-selector.ts';
import { list } from '../model/text-format.ts';
import { fails, holds } from '../model/verdict.ts';
import { namedCheck } from './named-check.ts';

export const imageTagged = namedCheck({
  name: 'image-tagged',
  says: 'The output names the image of the clients, as clients.yml has it.',
  parameters: {},
  look: ['outputs'],
  withinMs: 0,
  verify: ({ outputs }, facts) => {
    const lines = outputs.flatMap((output) => `${output.stdout}\n${output.stderr}`.split('\n'));
    const line = lines.findLast((candidate) => candidate.includes(facts.clientImage));
    return line === undefined
      ? fails(`\`${facts.clientImage}\` is not in the output`, 'Compare the tag with `image` in clients.yml.')
      : holds(line.trim());
  },
});

export const clientsRunning = namedCheck({
  name: 'clients-running',
  says: 'A pod of the producer and one of the consumer are ready.',
  parameters: {},
  look: ['pods'],
  withinMs: 120_000,
  verify: ({ pods }, facts) => {
    const clients = [
      { app: facts.producerApp, selector: facts.producerSelector },
      { app: facts.consumerApp, selector: facts.consumerSelector },
    ].map(({ app, selector }) => ({
      app,
      pods: pods.filter(({ labels }) => isSelected(labels, selector)),
    }));
    const waiting = clients.filter((client) => !client.pods.some((pod) => pod.ready));
    const evidence = list(
      clients.flatMap((client) => client.pods.map((pod) => `${pod.name} ${pod.trouble ?? pod.status}`)),
    );
    return waiting.length === 0
      ? holds(evidence)
      : fails(
          `waiting for ${list(waiting.map((client) => client.app))}; pods: ${evidence}`,
          'ErrImagePull: the node has no such image; run step 2.1 again. CrashLoopBackOff: read the log.',
        );
  },
});

export const clientsGone = namedCheck({
  name: 'clients-gone',
  says: 'Neither a Deployment nor a pod of the clients is left.',
  parameters: {},
  look: ['pods', 'workloads'],
  withinMs: 90_000,
  verify: ({ pods, workloads }, facts) => {
    const apps = [facts.producerApp, facts.consumerApp];
    const left = [
      ...workloads.filter((workload) => apps.includes(workload.name)).map((workload) => workload.name),
      ...pods
        .filter(({ labels }) =>
          [facts.producerSelector, facts.consumerSelector].some((selector) => isSelected(labels, selector)),
        )
        .map((pod) => pod.name),
    ];
    return left.length === 0
      ? holds('both Deployments and their pods are gone')
      : fails(list(left), 'A pod has 30 seconds to shut down before Kubernetes kills it.');
  },
});

export const oneClientEach = namedCheck({
  name: 'one-client-each',
  says: 'There is one pod of the producer and one of the consumer, and both are ready.',
  parameters: {},
  look: ['pods'],
  withinMs: 120_000,
  verify: ({ pods }, facts) => {
    const selectors = [facts.producerSelector, facts.consumerSelector];
    const clients = pods.filter(({ labels }) => selectors.some((selector) => isSelected(labels, selector)));
    const evidence = list(clients.map((pod) => `${pod.name} ${pod.trouble ?? pod.status}`));
    const one = selectors.every((selector) => {
      const ours = clients.filter(({ labels }) => isSelected(labels, selector));
      return ours.length === 1 && ours[0]!.ready;
    });
    return one
      ? holds(evidence)
      : fails(evidence, 'Kubernetes replaces the pod: the old one has to end first.');
  },
});
