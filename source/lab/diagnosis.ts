import { brokerPodName } from './model/facts.ts';
import type { BrokerSeen, CommandOutput, PodSeen, TopicSeen } from './model/observations.ts';
import type { LabFacts } from './model/step.ts';
import { list } from './model/text-format.ts';

/** What is observed when a check fails; undefined if it could not be observed. */
export interface Symptoms {
  readonly pods?: readonly PodSeen[] | undefined;
  readonly topics?: readonly TopicSeen[] | undefined;
  readonly brokers?: readonly BrokerSeen[] | undefined;
  readonly outputs?: readonly CommandOutput[] | undefined;
}

/** A hint about the cause of a failure, with the line that shows it. */
export interface Diagnosis {
  readonly hint: string;
  readonly evidence: string;
}

type Rule = (seen: Symptoms, facts: LabFacts) => Diagnosis | undefined;

/** The likeliest cause; undefined if nothing observed explains the failure. */
export function diagnose(seen: Symptoms, facts: LabFacts): Diagnosis | undefined {
  for (const rule of rules) {
    const found = rule(seen, facts);
    if (found !== undefined) return found;
  }
  return undefined;
}

const pullFailure = /^(?:Init:)?(?:ErrImagePull|ImagePullBackOff|InvalidImageName|ErrImageNeverPull)$/;
const configFailure = /^(?:Init:)?(?:CreateContainerConfigError|CreateContainerError|RunContainerError)$/;
const crashFailure = /^(?:Init:)?(?:CrashLoopBackOff|Error|OOMKilled|ExitCode:\d+|Signal:\d+)$/;

const imagePull: Rule = ({ pods }, facts) =>
  forPod(
    pods,
    (pod) => pullFailure.test(pod.status),
    (pod) =>
      isClient(pod, facts)
        ? `The node has no image of that name. Step 2.1 builds ${facts.clientImage}; compare it with \`image\` in clients.yml.`
        : 'The image cannot be had under that name: compare `image` in kafka.yml, letter by letter.',
  );

const badConfig: Rule = ({ pods }) =>
  forPod(
    pods,
    (pod) => configFailure.test(pod.status),
    (pod) =>
      `The container cannot be made as the manifest asks: \`kubectl describe pod ${pod.name}\` names the field.`,
  );

const crashLoop: Rule = ({ pods }, facts) =>
  forPod(
    pods,
    (pod) => crashFailure.test(pod.status),
    (pod) =>
      `The container starts and ends again and again: \`kubectl logs ${pod.name} --previous\` has its last words. ${isClient(pod, facts) ? 'Look at ROLE, TOPIC and KAFKA_BROKER in clients.yml.' : 'Most often a variable under `env` in kafka.yml is missing or misspelt.'}`,
  );

const noRoom: Rule = ({ pods }) =>
  forPod(
    pods,
    (pod) => pod.phase === 'Pending' && (pod.trouble ?? '').includes('Unschedulable'),
    (pod) =>
      `No node takes the pod: \`kubectl describe pod ${pod.name}\` says what each of them lacks. Compare \`resources.requests\`.`,
  );

const noNode: Rule = ({ outputs }) => {
  const line = outputs
    ?.flatMap((output) => `${output.stderr}\n${output.stdout}`.split('\n'))
    .find((each) => each.includes('Node does not exist'));
  if (line === undefined) return undefined;
  const id = /\/brokers\/ids\/(\d+)/.exec(line)?.[1];
  const hint =
    id === undefined
      ? 'ZooKeeper is up, but Kafka has written nothing there: no broker has reached it yet.'
      : `Broker ${id} is not registered. Its entry is there only while it lives: \`kubectl logs kafka-${id}\` says whether it reached ZooKeeper.`;
  return { hint, evidence: line.trim() };
};

const zookeeperAway: Rule = ({ pods }, facts) => {
  if (pods === undefined || brokerPods(pods, facts).length === 0) return undefined;
  const zookeeper = pods.find((pod) => pod.name === facts.zookeeperPod);
  if (zookeeper?.ready) return undefined;
  return {
    hint: `Without ZooKeeper no broker can register: \`kubectl get pods ${facts.zookeeperPod}\` shows what it waits for.`,
    evidence: zookeeper === undefined ? `${facts.zookeeperPod} is not there` : describePod(zookeeper),
  };
};

const unregistered: Rule = ({ pods, brokers }, facts) => {
  if (pods === undefined || brokers === undefined) return undefined;
  const ready = brokerPods(pods, facts).filter(({ pod }) => pod.ready);
  const missing = ready.find(({ id }) => !brokers.some((broker) => broker.id === id));
  if (missing === undefined) return undefined;
  return {
    hint: `The pod is ready and its broker is not in ZooKeeper: compare KAFKA_ZOOKEEPER_CONNECT and KAFKA_BROKER_ID, then \`kubectl logs ${missing.pod.name}\`.`,
    evidence: `${missing.pod.name} ready; broker ids in ZooKeeper: ${list(brokers.map((broker) => broker.id))}`,
  };
};

const noLeader: Rule = ({ topics }, facts) => {
  const partition = topicOf(topics, facts)?.partitions.find((each) => each.leader < 0);
  if (partition === undefined) return undefined;
  return {
    hint: `A partition without a leader can be neither written nor read. One of brokers ${list(partition.replicas)} must come back: \`kubectl get pods\` shows which is away.`,
    evidence: `p${partition.partition} leader none, replicas ${list(partition.replicas)}, in sync ${list(partition.isr)}`,
  };
};

const notInSync: Rule = ({ topics }, facts) => {
  const partition = topicOf(topics, facts)?.partitions.find((each) => each.isr.length < each.replicas.length);
  if (partition === undefined) return undefined;
  const behind = partition.replicas.filter((id) => !partition.isr.includes(id));
  return {
    hint: `Broker ${list(behind)} has not caught up: is ${list(behind.map((id) => brokerPodName(facts, id)))} running?`,
    evidence: `p${partition.partition} replicas ${list(partition.replicas)}, in sync ${list(partition.isr)}`,
  };
};

/** Causes before their consequences. */
const rules: readonly Rule[] = [
  imagePull,
  badConfig,
  crashLoop,
  noRoom,
  zookeeperAway,
  noNode,
  unregistered,
  noLeader,
  notInSync,
];

function forPod(
  pods: readonly PodSeen[] | undefined,
  matches: (pod: PodSeen) => boolean,
  hint: (pod: PodSeen) => string,
): Diagnosis | undefined {
  const pod = pods?.find(matches);
  return pod && { hint: hint(pod), evidence: describePod(pod) };
}

function describePod({ name, status, trouble }: PodSeen): string {
  if (trouble === undefined || trouble === status) return `${name} ${status}`;
  // `trouble` begins with the container's reason, which is often the pod's status as well.
  return trouble.startsWith(`${status}: `) ? `${name} ${trouble}` : `${name} ${status}: ${trouble}`;
}

function isClient(pod: PodSeen, facts: LabFacts): boolean {
  return [facts.producerApp, facts.consumerApp].includes(pod.labels.app ?? '');
}

function brokerPods(
  pods: readonly PodSeen[],
  facts: LabFacts,
): readonly { readonly id: number; readonly pod: PodSeen }[] {
  return Array.from({ length: facts.brokers }, (_, id) => id).flatMap((id) => {
    const pod = pods.find((each) => each.name === brokerPodName(facts, id));
    return pod === undefined ? [] : [{ id, pod }];
  });
}

function topicOf(topics: readonly TopicSeen[] | undefined, facts: LabFacts): TopicSeen | undefined {
  return topics?.find((topic) => topic.name === facts.topic);
}
