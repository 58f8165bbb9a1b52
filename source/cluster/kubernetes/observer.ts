import { LabError } from '../../errors/lab-error.ts';
import type { Stored } from '../../kubernetes-types/kinds.ts';
import type { Observations } from '../../lab/model/observations.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { ApiClient, KubeconfigRef } from '../api/api-client.ts';
import { isNotFound } from '../api/api-errors.ts';
import type {
  ClientMetrics,
  ClusterLook,
  ClusterObserver,
  GroupMember,
  MessageCounts,
  PodLine,
} from '../model/cluster.ts';
import { ApiConnection } from './api-connection.ts';
import { readClientMetrics } from './client-metrics.ts';
import { followLogs } from './follow-logs.ts';
import { createKafkaAccess } from './kafka-access.ts';
import { createKafkaPlaces, type KafkaNames, type ObservedNames } from './kafka-places.ts';
import { LogPositions } from './log-positions.ts';
import { listPods, observeNodes, observePods, observeServices, observeWorkloads } from './observe-objects.ts';
import { observeSituation } from './observe-situation.ts';
import { selects } from './selects.ts';
import { tailLogs } from './tail-logs.ts';
import { observeBrokers } from './zookeeper-shell.ts';

export interface ObserverOptions extends KubeconfigRef, KafkaNames {
  readonly facts: ObservedNames;
  /** Called when the observer has to use another way than usual. */
  readonly tell?: (level: 'info' | 'error', text: string) => void;
}

export interface OpenObserver extends ClusterObserver {
  /** `positions`: where to begin; those of a follower before. */
  followLogs(
    selector: string,
    onLine: (line: PodLine) => void,
    signal: AbortSignal,
    onUnexpected: (error: unknown) => void,
    positions?: LogPositions,
  ): Promise<void>;
  close(): Promise<void>;
}

/** Observes any cluster through its API only. Opens no connection before the first observation. */
export function createObserver(options: ObserverOptions): OpenObserver {
  const { namespace, facts } = options;
  const closing = new AbortController();
  const connection = new ApiConnection(options, closing.signal);
  const api = (): Promise<ApiClient> => connection.get();
  const places = createKafkaPlaces(api, options, closing.signal);
  const { brokerPods, zookeeperPod } = places;

  const kafka = createKafkaAccess({
    brokerPort: facts.brokerPort,
    onDenied: (text) => options.tell?.('info', text),
    run: places.run,
    seeds: places.seeds,
    open: places.open,
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
    async followLogs(selector, onLine, signal, onUnexpected, positions = new LogPositions()) {
      const both = AbortSignal.any([signal, closing.signal]);
      await followLogs(api, namespace, selector, positions, { onLine, onUnexpected }, both);
    },
    async close() {
      closing.abort(new LabError('cluster', 'the observer is closed'));
      await kafka.close();
      await connection.close();
    },
  };
}

/** `app=a` and `app=b` → `app in (a,b)`; undefined where no selector says both. */
function selectorOfBoth(one: string, other: string): string | undefined {
  const [, key, value] = /^([^=,]+)=([^,]*)$/.exec(one) ?? [];
  const [, sameKey, second] = /^([^=,]+)=([^,]*)$/.exec(other) ?? [];
  return key !== undefined && key === sameKey ? `${key} in (${value},${second})` : undefined;
}
