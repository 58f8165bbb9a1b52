import { debugLog } from '../../debug/debug-log.ts';
import { isExpectedFailure } from '../../errors/expected-failure.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { Stored } from '../../kubernetes-types/kinds.ts';
import type { Observations } from '../../lab/model/observations.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { type ApiClient, connectApiClient, type KubeconfigRef } from '../api/api-client.ts';
import { isNotFound } from '../api/api-errors.ts';
import { openPortForward } from '../api/port-forward.ts';
import type {
  ClientMetrics,
  ClusterLook,
  ClusterObserver,
  GroupMember,
  MessageCounts,
} from '../model/cluster.ts';
import { routeToBroker } from './broker-route.ts';
import { readClientMetrics } from './client-metrics.ts';
import { execForOutput } from './exec-for-output.ts';
import { followLogs } from './follow-logs.ts';
import { createKafkaAccess } from './kafka-access.ts';
import { listPods, observeNodes, observePods, observeServices, observeWorkloads } from './observe-objects.ts';
import { observeSituation } from './observe-situation.ts';
import { tailLogs } from './tail-logs.ts';
import { observeBrokers } from './zookeeper-shell.ts';

const debug = debugLog.section('cluster');

/** The names that the lab's manifests give to the observed objects. */
export interface ObservedNames {
  readonly topic: string;
  readonly zookeeperPod: string;
  /** One broker of the StatefulSet, `kafka-0`; the others have the same name with another number. */
  readonly brokerPod: string;
  /** The brokers' Deployments, in its place, by the labels of their pods: `app=kafka,id=1`. */
  readonly brokerSelectors?: readonly string[];
  /** Which pods are the clients: `app=producer`. */
  readonly producerSelector: string;
  readonly consumerSelector: string;
  readonly groupId: string;
  readonly brokerPort: number;
  readonly zookeeperPort: number;
}

export interface ObserverOptions extends KubeconfigRef {
  readonly namespace: string;
  readonly facts: ObservedNames;
  /** Called when the observer has to use another way than usual. */
  readonly tell?: (level: 'info' | 'error', text: string) => void;
}

/** Observes any cluster through its API only. Opens no connection before the first observation. */
export function createObserver(options: ObserverOptions): ClusterObserver & { close(): Promise<void> } {
  const { namespace, facts } = options;
  let connection: Promise<ApiClient> | undefined;
  const closing = new AbortController();

  function api(): Promise<ApiClient> {
    closing.signal.throwIfAborted();
    if (connection === undefined) {
      connection = connectApiClient(options);
      // The caller gets the error; the next call connects anew.
      connection.catch(() => {
        connection = undefined;
      });
    }
    return connection;
  }

  const brokerPods = async (): Promise<string[]> => {
    const pods = await listPods(await api(), namespace, closing.signal);
    const isBroker = isBrokerPod(facts);
    return pods
      .filter(
        (pod) =>
          isBroker(pod) && pod.status?.phase === 'Running' && pod.metadata.deletionTimestamp === undefined,
      )
      .map(({ metadata }) => metadata.name);
  };

  /** The pods of a Deployment have names of the moment. */
  const zookeeperPod = async (): Promise<string> => {
    if (!facts.zookeeperPod.startsWith('deploy/')) return facts.zookeeperPod;
    const prefix = `${facts.zookeeperPod.slice('deploy/'.length)}-`;
    const pods = await listPods(await api(), namespace, closing.signal);
    const running = pods.find(
      ({ metadata: { name, deletionTimestamp }, status }) =>
        name.startsWith(prefix) &&
        /^[a-z0-9]+-[a-z0-9]+$/.test(name.slice(prefix.length)) &&
        status?.phase === 'Running' &&
        deletionTimestamp === undefined,
    );
    return running?.metadata.name ?? `${prefix}0`;
  };

  const kafka = createKafkaAccess({
    brokerPort: facts.brokerPort,
    onDenied: (text) => options.tell?.('info', text),
    async run(command) {
      const [pod] = await brokerPods();
      if (pod === undefined) throw new LabError('cluster', 'no broker runs');
      return execForOutput(await api(), { namespace, pod, command }, closing.signal);
    },
    async seeds() {
      return (await brokerPods()).map((pod) => `${pod}:${facts.brokerPort}`);
    },
    async open(host, port) {
      const pod = await routeToBroker(await api(), host, port, namespace, closing.signal);
      return openPortForward(await api(), pod, pod.port, closing.signal);
    },
  });

  async function counts(signal: AbortSignal): Promise<MessageCounts> {
    // What was received is read before what there is, so that it can never be the larger of the two.
    const { clients, pods } = await readClients(signal);
    const producers = clients.filter(({ role }) => role === 'producer');
    const consumers = clients.filter(({ role }) => role !== 'producer');
    const endOffsets = await readEndOffsets(signal);
    const consumerPods = pods.filter(isRunningConsumer).map(({ metadata }) => metadata.name);
    // After the offsets: a topic that is made again in between is another one already now.
    const topicId = endOffsets.length === 0 ? undefined : await kafka.topicId(facts.topic, signal);
    const identity = topicId === undefined ? {} : { topicId };
    const counted = { at: kafka.asOf(), endOffsets, ...identity, producers, consumers, consumerPods };
    const groupId = await groupOf(counted, signal);
    if (groupId === undefined) return { ...counted, owners: {} };
    const [found, committed] = await Promise.all([
      kafka.members(groupId, facts.topic, signal),
      kafka.committed(groupId, facts.topic, signal),
    ]);
    const members = found.map(({ id, host, partitions }): GroupMember => {
      const pod = pods.find(({ status }) => status?.podIP === host)?.metadata.name;
      return { id: sanitizeLine(id, 300), ...(pod === undefined ? {} : { pod }), partitions };
    });
    const owners = Object.fromEntries(
      members.flatMap(({ id, partitions }) => partitions.map((partition) => [partition, id])),
    );
    return { ...counted, at: kafka.asOf(), owners, members, committed };
  }

  let foreignGroup = facts.groupId;

  const isRunningConsumer = ({ metadata, status }: Stored<'pods'>): boolean =>
    selects(facts.consumerSelector, metadata.labels) &&
    status?.phase === 'Running' &&
    !metadata.deletionTimestamp;

  /** The group to ask for. To ask for one that never was would make a broker create the topic that holds groups. */
  async function groupOf(
    { endOffsets, consumers, consumerPods }: Omit<MessageCounts, 'owners'>,
    signal: AbortSignal,
  ): Promise<string | undefined> {
    if (endOffsets.length === 0) return undefined;
    if (consumers.some(({ role }) => role === 'group')) return facts.groupId;
    // A client without metrics reports neither its role nor its group.
    if (consumers.length > 0 || (consumerPods ?? []).length === 0) return undefined;
    const found = await kafka.groupReading(facts.topic, foreignGroup, signal);
    foreignGroup = found ?? foreignGroup;
    return found;
  }

  async function readEndOffsets(signal: AbortSignal): Promise<number[]> {
    if ((await brokerPods()).length === 0) return [];
    return kafka.endOffsets(facts.topic, signal);
  }

  async function readClients(
    signal: AbortSignal,
  ): Promise<{ clients: ClientMetrics[]; pods: Stored<'pods'>[] }> {
    const server = await api();
    const { producerSelector, consumerSelector } = facts;
    const both = selectorOfBoth(producerSelector, consumerSelector);
    const listed = await listPods(server, namespace, signal, both);
    const isClient = ({ metadata }: Stored<'pods'>): boolean =>
      [producerSelector, consumerSelector].some((selector) => selects(selector, metadata.labels));
    const pods = both === undefined ? listed.filter(isClient) : listed;
    const read = await Promise.all(pods.map((pod) => readClientMetrics(server, pod, signal)));
    return { clients: read.filter((metrics) => metrics !== undefined), pods };
  }

  const looks: { [K in ClusterLook]: (signal: AbortSignal) => Promise<Observations[K]> } = {
    nodes: async (signal) => observeNodes(await api(), signal),
    pods: async (signal) => observePods(await api(), namespace, signal),
    services: async (signal) => observeServices(await api(), namespace, signal),
    workloads: async (signal) => observeWorkloads(await api(), namespace, signal),
    brokers: async (signal) =>
      observeBrokers(
        await api(),
        { namespace, pod: await zookeeperPod(), port: facts.zookeeperPort },
        signal,
      ).catch((error: unknown) => {
        if (isNotFound(error)) return [];
        throw error;
      }),
    topics: async (signal) => ((await brokerPods()).length === 0 ? [] : kafka.topics(signal)),
    logs: async (signal) => tailLogs(await api(), await listPods(await api(), namespace, signal), signal),
  };

  return {
    look: (name, signal) => looks[name](signal),
    situation: async (signal) => observeSituation(await api(), namespace, signal),
    counts,
    async followLogs(selector, onLine, signal, onUnexpected) {
      const both = AbortSignal.any([signal, closing.signal]);
      await followLogs(await api(), namespace, selector, { onLine, onUnexpected }, both);
    },
    async close() {
      closing.abort(new LabError('cluster', 'the observer is closed'));
      await kafka.close();
      // Pending, or open: one that failed before has been forgotten.
      const server = await connection?.catch((error: unknown) => {
        if (!isExpectedFailure(error)) debug('connecting to the API server: %s', error);
      });
      server?.close();
    },
  };
}

/** Which pods are brokers: by the labels of their Deployments, or by the name of their StatefulSet and a number. */
function isBrokerPod({ brokerPod, brokerSelectors }: ObservedNames): (pod: Stored<'pods'>) => boolean {
  if (brokerSelectors !== undefined)
    return ({ metadata }) => brokerSelectors.some((selector) => selects(selector, metadata.labels));
  const prefix = brokerPod.replace(/\d+$/, '');
  return ({ metadata: { name } }) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length));
}

const selects = (selector: string, labels: Readonly<Record<string, string>> | undefined): boolean =>
  selector
    .split(',')
    .every((pair) => labels?.[pair.slice(0, pair.indexOf('='))] === pair.slice(pair.indexOf('=') + 1));

/** `app=a` and `app=b` → `app in (a,b)`; undefined where no selector says both. */
function selectorOfBoth(one: string, other: string): string | undefined {
  const [, key, value] = /^([^=,]+)=([^,]*)$/.exec(one) ?? [];
  const [, sameKey, second] = /^([^=,]+)=([^,]*)$/.exec(other) ?? [];
  return key !== undefined && key === sameKey ? `${key} in (${value},${second})` : undefined;
}
