import { brokerWorkloads, podsOfWorkload } from '../model/broker-pods.ts';
import type { BrokerSeen, CommandOutput, TallySeen, TopicSeen } from '../model/observations.ts';
import { isSelected } from '../model/pod-selector.ts';
import type { ContainerWanted, PodDetail, SituationSeen, WorkloadDetail } from '../model/situation.ts';
import type { LabFacts } from '../model/step.ts';
import { zookeeperWorkloads } from '../model/zookeeper-pods.ts';
import type { Need } from './needed-by.ts';

/** What is observed when a check fails; undefined if it could not be observed. */
export interface Symptoms {
  readonly situation?: SituationSeen | undefined;
  readonly topics?: readonly TopicSeen[] | undefined;
  readonly brokers?: readonly BrokerSeen[] | undefined;
  /** Of the commands of the step that failed. */
  readonly outputs?: readonly CommandOutput[] | undefined;
  readonly tally?: TallySeen | undefined;
  /** What has to run for the failed check to hold. */
  readonly needs: Need;
}

/** A hint about the cause of a failure, with the line that shows it. */
export interface Diagnosis {
  /** What is wrong, where in the manifest, and what to do: a sentence or two. */
  readonly hint: string;
  readonly evidence: string;
}

/** One kind of mistake: the hint for it, or nothing if it was not made. */
export type Rule = (seen: Symptoms, facts: LabFacts) => Diagnosis | undefined;

/** The first that is found. */
export function firstOf<T>(
  items: readonly T[],
  find: (item: T) => Diagnosis | undefined,
): Diagnosis | undefined {
  for (const item of items) {
    const found = find(item);
    if (found !== undefined) return found;
  }
  return undefined;
}

export type Part = 'ZooKeeper' | 'Kafka' | 'producer' | 'consumer';

export interface PartOfLab {
  readonly part: Part;
  /** The name of its StatefulSet or Deployment. */
  readonly name: string;
  readonly kind: WorkloadDetail['kind'];
  readonly isClient: boolean;
  /** False if the checks that failed can do without it. */
  readonly isNeeded: boolean;
  readonly file: 'kafka.yml' | 'clients.yml';
  readonly workload: WorkloadDetail | undefined;
  readonly pods: readonly PodDetail[];
}

/** The parts of the lab that matter to the failed checks, causes before what depends on them. */
export function partsOf({ situation, needs }: Symptoms, facts: LabFacts): readonly PartOfLab[] {
  if (situation === undefined || needs === 'nothing') return [];
  const part = (
    of: Part,
    { kind, name }: Pick<PartOfLab, 'kind' | 'name'>,
    isOurs: (pod: PodDetail) => boolean,
  ): PartOfLab => {
    const isClient = of === 'producer' || of === 'consumer';
    return {
      part: of,
      name,
      kind,
      isClient,
      isNeeded: !isClient || needs === 'clients',
      file: isClient ? 'clients.yml' : 'kafka.yml',
      workload: situation.workloads.find((each) => each.kind === kind && each.name === name),
      pods: situation.pods.filter(isOurs),
    };
  };
  const client = (of: Part, name: string, selector: string): PartOfLab => {
    const isSet = situation.workloads.some((each) => each.kind === 'StatefulSet' && each.name === name);
    const kind = isSet ? 'StatefulSet' : 'Deployment';
    return part(of, { kind, name }, ({ labels }) => isSelected(labels, selector));
  };
  const servers = [
    ...zookeeperWorkloads(facts).map((workload) =>
      part('ZooKeeper', workload, ({ name }) => podsOfWorkload([name], workload).length > 0),
    ),
    ...brokerWorkloads(facts).map((workload) =>
      part('Kafka', workload, ({ name }) => podsOfWorkload([name], workload).length > 0),
    ),
  ];
  if (needs === 'services') return servers;
  return [
    ...servers,
    client('producer', facts.producerApp, facts.producerSelector),
    client('consumer', facts.consumerApp, facts.consumerSelector),
  ];
}

export function partOf(seen: Symptoms, facts: LabFacts, part: Part): PartOfLab | undefined {
  return partsOf(seen, facts).find((each) => each.part === part);
}

/** The container that a workload is about: its first, unless another one has the variable. */
export function mainContainer(
  workload: WorkloadDetail | undefined,
  variable?: string,
): ContainerWanted | undefined {
  const { containers = [] } = workload ?? {};
  return containers.find(({ env }) => variable !== undefined && variable in env) ?? containers[0];
}

/** `kafka-0 ErrImagePull: not found` */
export function describePod({ name, status, trouble }: PodDetail): string {
  if (trouble === undefined || trouble === status) return `${name} ${status}`;
  // `trouble` begins with the container's reason, which is often the pod's status as well.
  return trouble.startsWith(`${status}: `) ? `${name} ${trouble}` : `${name} ${status}: ${trouble}`;
}

export function topicOf(topics: readonly TopicSeen[] | undefined, facts: LabFacts): TopicSeen | undefined {
  return topics?.find((topic) => topic.name === facts.topic);
}

/** `1 broker`, `3 brokers` */
export function counted(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}
