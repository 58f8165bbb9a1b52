import { succeeded } from '../checks/command-output.ts';
import type { Step } from '../model/step.ts';
import { list } from '../model/text-format.ts';
import { check, fails, holds } from '../model/verdict.ts';

export const startServices: Step = {
  id: '1.3',
  title: 'Start ZooKeeper and Kafka',
  figures: ['Figure 3'],
  text: 'The file kafka.yml says what should exist: one ZooKeeper, three Kafka brokers, and a headless Service for each of the two, which gives every pod a name of its own in DNS. `kubectl apply` hands that wish to the cluster and returns at once; the pods come up afterwards.',
  lookFor: 'Two Services and two StatefulSets, each created.',
  commands: () => [{ line: 'kubectl apply -f kafka.yml' }],
  // The claims too: brokers that find their old disk and an empty ZooKeeper refuse to start.
  undo: () => ['kubectl delete -f kafka.yml --ignore-not-found', 'kubectl delete pvc -l app=kafka'],
  checks: [
    succeeded(
      'kafka-applied',
      'the manifest is accepted',
      'Is kafka.yml in the lab directory, and is it valid YAML?',
    ),
    check({
      id: 'headless-services',
      title: 'headless Services for ZooKeeper and Kafka',
      look: ['services'],
      withinMs: 15_000,
      lasting: true,
      verify: ({ services }) => {
        const headless = services.filter((service) => service.clusterIP === 'None');
        const missing = [2181, 9092].filter(
          (port) => !headless.some((service) => service.ports.includes(port)),
        );
        const evidence = list(headless.map((service) => `${service.name}:${service.ports.join('+')}`));
        return missing.length === 0
          ? holds(evidence)
          : fails(
              `headless: ${evidence}; none on port ${list(missing)}`,
              'A headless Service has `clusterIP: None`.',
            );
      },
    }),
    check({
      id: 'statefulsets-exist',
      title: 'StatefulSets for one ZooKeeper and three brokers',
      look: ['workloads'],
      withinMs: 15_000,
      lasting: true,
      verify: ({ workloads }, facts) => {
        const sets = workloads.filter((workload) => workload.kind === 'StatefulSet');
        const evidence = list(sets.map((set) => `${set.name} × ${set.replicas}`));
        const kafka = sets.some(
          (set) => `${set.name}-0` === facts.brokerPod && set.replicas === facts.brokers,
        );
        const zookeeper = sets.some((set) => `${set.name}-0` === facts.zookeeperPod && set.replicas >= 1);
        return kafka && zookeeper ? holds(evidence) : fails(evidence, 'Compare `replicas` in kafka.yml.');
      },
    }),
  ],
  hints: [
    'An error that names a line and a column is about the YAML; one that names a field is about Kubernetes.',
    '`kubectl get all` shows what exists now.',
  ],
  questions: [
    {
      id: '1.2.1',
      text: 'How does a Kafka broker find ZooKeeper? And how do the brokers find each other, so that they can replicate?',
      hints: [
        'Both answers are in the `env` of the kafka StatefulSet in kafka.yml.',
        'Look at KAFKA_ZOOKEEPER_CONNECT for the first half. What kind of name is its value?',
        'For the second half: each broker writes KAFKA_ADVERTISED_LISTENERS into ZooKeeper under its broker id (step 1.8 shows it), and the headless Service makes that name resolve to the pod.',
      ],
    },
  ],
  required: true,
};
