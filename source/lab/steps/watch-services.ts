import { succeeded } from '../checks/command-output.ts';
import type { Step } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const watchServices: Step = {
  id: '1.4',
  title: 'See what the services are doing',
  figures: ['Figure 4'],
  text: 'Three lists, three angles on the same thing. Services are names, StatefulSets are intentions, pods are what really runs. A StatefulSet starts its pods one after another, so kafka-2 comes last.',
  lookFor:
    'READY 3/3 for kafka and 1/1 for zookeeper. If the lists were printed too early, the checks wait for you.',
  commands: () => [
    { line: 'kubectl get services' },
    { line: 'kubectl get statefulsets' },
    { line: 'kubectl get pods' },
  ],
  checks: [
    succeeded('status-listed', 'the lists are printed', 'Is the cluster up? Run step 1.1.'),
    check({
      id: 'services-named',
      title: 'the Services have names and ports',
      look: ['services'],
      withinMs: 15_000,
      lasting: true,
      verify: ({ services }) => {
        const ports = services.flatMap((service) => service.ports);
        const evidence = list(services.map((service) => `${service.name}:${service.ports.join('+')}`));
        return ports.includes(2181) && ports.includes(9092)
          ? holds(evidence)
          : fails(evidence, 'Run step 1.3.');
      },
    }),
    check({
      id: 'statefulsets-ready',
      title: 'the StatefulSets are ready',
      look: ['workloads'],
      withinMs: 180_000,
      lasting: true,
      verify: ({ workloads }, facts) => {
        const sets = workloads.filter((workload) => workload.kind === 'StatefulSet');
        const evidence = list(sets.map((set) => `${set.name} ${set.ready}/${set.replicas}`));
        const waiting = sets.filter((set) => set.ready < set.replicas);
        const kafka = sets.find((set) => `${set.name}-0` === facts.brokerPod);
        const zookeeper = sets.find((set) => `${set.name}-0` === facts.zookeeperPod);
        return waiting.length === 0 && kafka?.ready === facts.brokers && (zookeeper?.ready ?? 0) >= 1
          ? holds(evidence)
          : fails(evidence, '`kubectl describe pod NAME` ends with the reason why a pod waits.');
      },
    }),
    check({
      id: 'pods-ready',
      title: 'the pods are ready',
      look: ['pods'],
      withinMs: 180_000,
      lasting: true,
      verify: ({ pods }, facts) => {
        const waiting = pods.filter((pod) => !pod.ready);
        if (waiting.length > 0) {
          return fails(
            list(waiting.map((pod) => `${pod.name} ${pod.trouble ?? pod.status}`)),
            '`kubectl describe pod NAME` and `kubectl logs NAME` say why.',
          );
        }
        return pods.length > facts.brokers
          ? holds(list(pods.map((pod) => `${pod.name} ${pod.status}`)))
          : fails(`${pods.length} pods: ${list(pods.map((pod) => pod.name))}`, 'Run step 1.3.');
      },
    }),
  ],
  hints: [
    'Pending: no node has room. ErrImagePull: the image name is wrong. CrashLoopBackOff: read the log.',
    '`kubectl get events` tells the story in order.',
  ],
  questions: [],
  required: true,
};
