import type { Admin, ISocketFactory } from 'kafkajs';
import { debugLog } from '../../debug/debug-log.ts';
import { describeError, LabError } from '../../errors/lab-error.ts';
import type { TopicSeen } from '../../lab/model/observations.ts';
import type { BrokerRoutes } from './broker-routes.ts';
import { GivenUpError, isKafkaFailure } from './kafka-failure.ts';
import { KnownTopics } from './known-topics.ts';
import { loadKafkajs } from './load-kafkajs.ts';
import { PodSocket } from './pod-socket.ts';
import { requireLeaders } from './require-leaders.ts';
import { TopicList } from './topic-list.ts';
import { unlessAborted } from './unless-aborted.ts';

const debug = debugLog.section('cluster');

/** The observer's queries to Kafka. One connection is kept open and replaced after a failure. */
export interface KafkaAdmin {
  topics(signal: AbortSignal): Promise<TopicSeen[]>;
  /** End offset by partition; empty while the topic does not exist. */
  endOffsets(topic: string, signal: AbortSignal): Promise<number[]>;
  /** Which topic of that name there is now; undefined if there is none, or if the brokers do not tell (before Kafka 2.8). */
  topicId(topic: string, signal: AbortSignal): Promise<string | undefined>;
  groups(signal: AbortSignal): Promise<string[]>;
  /** The group that reads the topic: `favoured` while it exists and no other reads more; undefined if there is none. */
  groupReading(topic: string, favoured: string, signal: AbortSignal): Promise<string | undefined>;
  /** The members of a stable group, with the partitions of `topic` that each owns; empty otherwise. */
  members(group: string, topic: string, signal: AbortSignal): Promise<AdminMember[]>;
  /** The committed offset of a group by partition; -1 where it has committed none. */
  committed(group: string, topic: string, signal: AbortSignal): Promise<number[]>;
  close(): Promise<void>;
}

export interface AdminMember {
  readonly id: string;
  /** Where the coordinator saw it, `10.244.1.5`. */
  readonly host: string;
  readonly partitions: readonly number[];
}

/** Of a cluster with more groups than that, the first are looked at. */
const maxGroups = 100;

interface SocketRequest {
  readonly host: string;
  readonly port: number;
  readonly onConnect: () => void;
}

/** kafkajs asks for no ids of topics: see topic-ids.ts. */
export function createKafkaAdmin(routes: BrokerRoutes): Omit<KafkaAdmin, 'topicId'> {
  const sockets = new Set<PodSocket>();
  let current: Promise<Admin> | undefined;
  const known = new KnownTopics();
  const list = new TopicList(routes);
  let connections = 0;
  /** What `routes` threw inside kafkajs that no cluster causes. */
  let defect: unknown;
  let closed = false;

  // kafkajs expects a net.Socket, but uses only the methods that a PodSocket has.
  const socketFactory = (({ host, port, onConnect }: SocketRequest) => {
    const socket = new PodSocket(async () => {
      try {
        return await routes.open(host, port);
      } catch (error) {
        // kafkajs keeps only the message of what ends a socket.
        if (!isKafkaFailure(error)) defect = error;
        throw error;
      }
    }, onConnect);
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    return socket;
  }) as unknown as ISocketFactory;

  async function connect(): Promise<Admin> {
    const { Kafka, logLevel } = await loadKafkajs();
    const seeds = await routes.seeds();
    if (seeds.length === 0) throw new LabError('cluster', 'no broker runs');
    // Start with another broker each time, because the previous one may be the problem.
    const first = connections++ % seeds.length;
    const kafka = new Kafka({
      clientId: 'kafka-lab-observer',
      brokers: [...seeds.slice(first), ...seeds.slice(0, first)],
      socketFactory,
      connectionTimeout: 4000,
      authenticationTimeout: 4000,
      requestTimeout: 6000,
      retry: { retries: 1, initialRetryTime: 150, maxRetryTime: 500 },
      logLevel: logLevel.NOTHING,
      logCreator: () => () => {},
    });
    const admin = kafka.admin();
    try {
      await admin.connect();
    } catch (error) {
      drop();
      await disconnect(admin);
      throw error;
    }
    return admin;
  }

  function drop(): void {
    // With an error, so that kafkajs rejects what waits for an answer and clears its timers.
    for (const socket of sockets) socket.destroy(new GivenUpError());
    sockets.clear();
  }

  async function forget(admin: Promise<Admin>): Promise<void> {
    if (current !== admin) return;
    current = undefined;
    drop();
    // The callers that still wait for this connection have its failure; those that gave up have not.
    const connected = await admin.catch((error: unknown) => {
      if (!isKafkaFailure(error)) debug('connecting to Kafka: %s', error);
      return undefined;
    });
    if (connected !== undefined) await disconnect(connected);
  }

  async function ask<T>(signal: AbortSignal, question: (admin: Admin) => Promise<T>): Promise<T> {
    signal.throwIfAborted();
    if (closed) throw new LabError('cluster', 'the observer is closed');
    current ??= connect();
    const admin = current;
    try {
      return await unlessAborted(admin.then(question), signal);
    } catch (error) {
      if (signal.aborted) throw error;
      await forget(admin);
      const unexpected = defect ?? (isKafkaFailure(error) ? undefined : error);
      defect = undefined;
      if (unexpected !== undefined) throw unexpected;
      if (error instanceof LabError) throw error;
      throw new LabError('cluster', `Kafka does not answer (${describeError(error)})`, { cause: error });
    }
  }

  /** @throws LabError: no answer, or a known topic is missing, and not every broker has confirmed that; the next one is asked then. */
  async function knownTopics(signal: AbortSignal): Promise<readonly TopicSeen[]> {
    const topics = await list.all(signal);
    const names = topics.map(({ name }) => name);
    const missing = known.missingFrom(names, (await routes.seeds()).length);
    if (missing !== undefined) {
      list.turn();
      throw new LabError('cluster', `a broker does not know the topic \`${missing}\``, {
        hint: 'a broker that has just started learns about topics from the controller: try again',
      });
    }
    return topics;
  }

  return {
    async topics(signal) {
      return [...(await knownTopics(signal))];
    },
    async endOffsets(topic, signal) {
      const seen = (await knownTopics(signal)).find(({ name }) => name === topic);
      if (seen === undefined) return [];
      requireLeaders(seen);
      return ask(signal, async (admin) => {
        const offsets: number[] = [];
        for (const { partition, high } of await admin.fetchTopicOffsets(topic))
          offsets[partition] = Number(high);
        return Array.from(offsets, (offset) => offset ?? 0);
      });
    },
    async groups(signal) {
      const { groups } = await ask(signal, (admin) => admin.listGroups());
      return groups.map(({ groupId }) => groupId);
    },
    async groupReading(topic, favoured, signal) {
      const { AssignerProtocol } = await loadKafkajs();
      const { groups: listed } = await ask(signal, (admin) => admin.listGroups());
      const ids = listed.map(({ groupId }) => groupId).slice(0, maxGroups);
      if (ids.length === 0) return undefined;
      const { groups } = await ask(signal, (admin) => admin.describeGroups(ids));
      const reading = groups
        .filter(({ state }) => state === 'Stable')
        .map(({ groupId, members }) => ({
          groupId,
          owned: members.reduce(
            (sum, { memberAssignment }) =>
              sum +
              (AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment[topic]?.length ?? 0),
            0,
          ),
        }))
        .filter(({ owned }) => owned > 0)
        .sort((a, b) => b.owned - a.owned);
      const [most] = reading;
      // A group that rebalances or replaces its members is briefly unstable; a leftover group has one partition.
      const stays = groups.some(({ groupId, state }) => groupId === favoured && state !== 'Dead');
      return stays &&
        (most === undefined || most.owned < 2 || reading.some((one) => one.groupId === favoured))
        ? favoured
        : most?.groupId;
    },
    async members(group, topic, signal) {
      const { AssignerProtocol } = await loadKafkajs();
      const { groups } = await ask(signal, (admin) => admin.describeGroups([group]));
      const [description] = groups;
      if (description?.state !== 'Stable') return [];
      return description.members.map(({ memberId, clientHost, memberAssignment }) => ({
        id: memberId,
        host: clientHost.replace(/^\//, ''),
        partitions: [
          ...(AssignerProtocol.MemberAssignment.decode(memberAssignment)?.assignment[topic] ?? []),
        ].sort((a, b) => a - b),
      }));
    },
    async committed(group, topic, signal) {
      const [found] = await ask(signal, (admin) => admin.fetchOffsets({ groupId: group, topics: [topic] }));
      const offsets: number[] = [];
      for (const { partition, offset } of found?.partitions ?? []) offsets[partition] = Number(offset);
      return Array.from(offsets, (offset) => offset ?? -1);
    },
    async close() {
      closed = true;
      list.close();
      const admin = current;
      if (admin !== undefined) await forget(admin);
      drop();
    },
  };
}

/** Its sockets are closed already, so kafkajs may report that the connection is lost. */
async function disconnect(admin: Admin): Promise<void> {
  try {
    await admin.disconnect();
  } catch (error) {
    if (!isKafkaFailure(error)) throw error;
  }
}
