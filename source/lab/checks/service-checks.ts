import { brokerWorkloads } from '../model/broker-pods.ts';
import { list } from '../model/text-format.ts';
import { fails, holds } from '../model/verdict.ts';
import { zookeeperWorkloads } from '../model/zookeeper-pods.ts';
import { namedCheck } from './named-check.ts';

export const servicesExist = namedCheck({
  name: 'services-exist',
  says: 'There is a Service for ZooKeeper and one for the brokers, headless where the manifest has them so.',
  parameters: {},
  look: ['services'],
  withinMs: 15_000,
  lasting: true,
  verify: ({ services }, facts) => {
    const ours = services.filter(({ name }) => facts.services.some(({ names }) => names.includes(name)));
    const missing = facts.services.find(
      ({ names, headless }) =>
        !ours.some(({ name, clusterIP }) => names.includes(name) && (clusterIP === 'None' || !headless)),
    );
    const evidence = list(
      ours.map(({ name, ports, clusterIP }) => `${name}:${ports.join('+')} ${clusterIP}`),
    );
    return missing === undefined
      ? holds(evidence)
      : fails(
          `${evidence}; ${missing.headless ? 'no headless one' : 'none'} for ${missing.of} (${missing.names.join(' or ')})`,
          missing.headless
            ? 'A headless Service has `clusterIP: None`, and its name is the `serviceName` of the StatefulSet.'
            : 'The `selector` of a Service names the labels of its pods.',
        );
  },
});

export const servicesNamed = namedCheck({
  name: 'services-named',
  says: 'The Services of the manifest exist, by one of their names.',
  parameters: {},
  look: ['services'],
  withinMs: 15_000,
  lasting: true,
  verify: ({ services }, facts) => {
    const evidence = list(services.map((service) => `${service.name}:${service.ports.join('+')}`));
    return facts.services.every(({ names }) => services.some(({ name }) => names.includes(name)))
      ? holds(evidence)
      : fails(evidence, 'Run step 1.3.');
  },
});

export const workloadsExist = namedCheck({
  name: 'workloads-exist',
  says: "The StatefulSets or Deployments of ZooKeeper and the brokers exist, with the manifest's numbers of replicas.",
  parameters: {},
  look: ['workloads'],
  withinMs: 15_000,
  lasting: true,
  verify: ({ workloads: seen }, facts) => {
    const wanted = [...brokerWorkloads(facts), ...zookeeperWorkloads(facts)];
    const found = seen.filter(
      ({ kind, name }) => kind === 'StatefulSet' || wanted.some((each) => each.name === name),
    );
    const evidence = list(found.map((each) => `${each.name} × ${each.replicas}`));
    return wanted.every(({ kind, name, replicas }) =>
      found.some((each) => each.kind === kind && each.name === name && each.replicas === replicas),
    )
      ? holds(evidence)
      : fails(evidence, 'Compare `replicas` in kafka.yml.');
  },
});

export const workloadsReady = namedCheck({
  name: 'workloads-ready',
  says: 'The workloads of ZooKeeper and the brokers are ready, and so is every other StatefulSet.',
  parameters: {},
  look: ['workloads'],
  withinMs: 180_000,
  lasting: true,
  verify: ({ workloads }, facts) => {
    const wanted = [...brokerWorkloads(facts), ...zookeeperWorkloads(facts)];
    const found = workloads.filter(
      ({ kind, name }) => kind === 'StatefulSet' || wanted.some((each) => each.name === name),
    );
    const evidence = list(found.map((each) => `${each.name} ${each.ready}/${each.replicas}`));
    const areReady = wanted.every(({ kind, name, replicas }) =>
      found.some((each) => each.kind === kind && each.name === name && each.ready === replicas),
    );
    return areReady && found.every(({ ready, replicas }) => ready >= replicas)
      ? holds(evidence)
      : fails(evidence, 'The events at the end of `kubectl describe pod NAME` say what a pod waits for.');
  },
});

export const podsReady = namedCheck({
  name: 'pods-ready',
  says: 'Every pod is ready, and there are more pods than brokers.',
  parameters: {},
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
});
