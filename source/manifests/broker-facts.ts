import { objectsIn, valueAt } from '../json/json-value.ts';
import type { BrokerIds, LabFacts } from '../lab/model/step.ts';
import { keepsData } from './broker-disks.ts';
import { brokerIdsOf } from './broker-ids.ts';
import { nameOf, only, preferring, type Workload } from './find-workloads.ts';
import { commandText } from './workload-environment.ts';
import { countOf, firstOrdinalOf, podSelectorOf, portsOf, selectorOf } from './workload-numbers.ts';

export type BrokerFacts = Pick<
  LabFacts,
  | 'brokers'
  | 'brokerIds'
  | 'brokerPort'
  | 'brokerPod'
  | 'brokerDeployments'
  | 'emptyDisks'
  | 'startsInOrder'
  | 'claimLabels'
>;

/**
 * What the brokers run in: any number of StatefulSets, or else of Deployments; there is at least one.
 * @throws LabError `manifest`: there is none
 */
export function findBrokers(
  sets: readonly Workload[],
  deployments: readonly Workload[],
): readonly [Workload, ...Workload[]] {
  const among = (workloads: readonly Workload[]): readonly Workload[] =>
    preferring(
      workloads,
      ({ environment }) => 'KAFKA_ZOOKEEPER_CONNECT' in environment,
      /(?:^|\/)(?:cp-)?kafka\b/,
    );
  const [first, ...others] = among(sets).length > 0 ? among(sets) : among(deployments);
  const what = 'StatefulSet or Deployment of Kafka brokers';
  if (first === undefined) return [only('kafka.yml', what, [])];
  for (const each of [first, ...others]) only('kafka.yml', what, [each]);
  return [first, ...others];
}

/** The names and numbers of the brokers. `clients`: the address that they ask tells which of several ports is meant. */
export function readBrokers(
  brokers: readonly [Workload, ...Workload[]],
  clients: readonly Workload[],
): BrokerFacts {
  const [first] = brokers;
  const claimLabels = brokers.length === 1 ? claimLabelsOf(first) : undefined;
  const isSet = first.object.kind === 'StatefulSet';
  const isSingle = isSet && brokers.length === 1;
  const places = brokers.map(({ object }) => ({
    name: nameOf(object),
    selector: podSelectorOf(object) || selectorOf(object),
    replicas: countOf(valueAt(object, 'spec', 'replicas'), 1),
    ...(isSet ? { firstPod: `${nameOf(object)}-${firstOrdinalOf(object)}` } : {}),
  }));
  return {
    brokers: places.reduce((sum, { replicas }) => sum + replicas, 0),
    brokerIds: idsOf(brokers),
    brokerPort: brokerPortOf(first, clients),
    brokerPod: isSet
      ? `${nameOf(first.object)}-${firstOrdinalOf(first.object)}`
      : `deploy/${nameOf(first.object)}`,
    ...(isSingle ? {} : { brokerDeployments: places }),
    ...(brokers.every(keepsData) ? {} : { emptyDisks: true }),
    startsInOrder: isSingle && valueAt(first.object, 'spec', 'podManagementPolicy') !== 'Parallel',
    ...(claimLabels === undefined ? {} : { claimLabels }),
  };
}

function idsOf(brokers: readonly Workload[]): BrokerIds {
  const each = brokers.map(({ object, container, environment }) =>
    brokerIdsOf(container, environment, {
      name: nameOf(object),
      isNumbered: object.kind === 'StatefulSet',
      firstOrdinal: firstOrdinalOf(object),
      count: countOf(valueAt(object, 'spec', 'replicas'), 1),
    }),
  );
  const set = each.filter((ids) => ids.from === 'manifest');
  if (set.length === each.length) return { from: 'manifest', ids: set.flatMap(({ ids }) => ids) };
  return each.every(({ from }) => from === 'kafka') ? each[0]! : { from: 'script' };
}

/** The port at which the clients find the brokers, if the brokers listen there; else the first that a broker has. */
function brokerPortOf(brokers: Workload, clients: readonly Workload[]): number {
  const { KAFKA_LISTENERS, KAFKA_ADVERTISED_LISTENERS } = brokers.environment;
  const script = commandText(brokers.container).match(/\b[A-Z_]+:\/\/[^\s"',;]*:\d+/g) ?? [];
  const listeners = [KAFKA_LISTENERS ?? '', KAFKA_ADVERTISED_LISTENERS ?? '', ...script].flatMap(portsIn);
  const own = [...portsOf(brokers), ...listeners];
  const asked = clients.flatMap(({ environment }) => portsIn(environment.KAFKA_BROKER ?? ''));
  return asked.find((port) => own.includes(port)) ?? own[0] ?? 9092;
}

const portsIn = (text: string): number[] =>
  [...text.matchAll(/:(\d{1,5})(?=\D|$)/g)].map(([, port]) => Number(port));

/** A StatefulSet gives its claims the labels of its selector. */
function claimLabelsOf({ object }: Workload): string | undefined {
  if (objectsIn(valueAt(object, 'spec', 'volumeClaimTemplates')).length === 0) return undefined;
  const selector = selectorOf(object);
  return selector === '' ? undefined : selector;
}
