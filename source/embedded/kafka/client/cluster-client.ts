import type { Duplex } from 'node:stream';
import { checkErrorCode } from '../messages/errors.ts';
import { findCoordinator } from '../messages/find-coordinator.ts';
import { type MetadataResponse, metadata } from '../messages/metadata.ts';
import { KafkaClientError } from './client-error.ts';
import { KafkaConnection } from './kafka-connection.ts';

export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

export interface ClusterClientOptions {
  readonly bootstrap: readonly BrokerAddress[];
  readonly dial: (host: string, port: number) => Promise<Duplex>;
  readonly clientId: string;
  /** For each call, ms; 30 s if not given. */
  readonly timeoutMs?: number;
}

/**
 * Routes calls to the brokers of a cluster: any broker, the controller, a partition's leader, a group's coordinator. Keeps one connection
 * to each and reopens closed ones.
 */
export class ClusterClient {
  readonly #options: ClusterClientOptions;
  readonly #connections = new Map<string, Promise<KafkaConnection>>();
  #brokers: ReadonlyMap<number, BrokerAddress> = new Map();
  #closed = false;

  constructor(options: ClusterClientOptions) {
    this.#options = options;
  }

  /** The first bootstrap broker that answers. Rejects with a {@link KafkaClientError}, `unreachable`. */
  async any(): Promise<KafkaConnection> {
    let last: unknown;
    for (const address of this.#options.bootstrap) {
      try {
        return await this.connect(address);
      } catch (error) {
        last = error;
      }
    }
    const tried = this.#options.bootstrap.map(({ host, port }) => `${host}:${port}`).join(',');
    throw new KafkaClientError('unreachable', `no broker answers at \`${tried}\``, last);
  }

  /** Metadata of these topics, without creating any; of all topics if none are named. */
  async metadata(topics?: readonly string[]): Promise<MetadataResponse> {
    const connection = await this.any();
    const answer = await connection.call(metadata, {
      topics: topics?.map((name) => ({ name })) ?? null,
      allowAutoTopicCreation: false,
    });
    this.#brokers = new Map(answer.brokers.map((broker) => [broker.nodeId, broker]));
    return answer;
  }

  /** A broker by its id in the metadata. */
  async broker(id: number): Promise<KafkaConnection> {
    if (!this.#brokers.has(id)) await this.metadata([]);
    const address = this.#brokers.get(id);
    if (!address) throw new KafkaClientError('unreachable', `no broker \`${id}\` in the cluster's metadata`);
    return this.connect(address);
  }

  async controller(): Promise<KafkaConnection> {
    const { controllerId } = await this.metadata([]);
    return this.broker(controllerId);
  }

  /** The broker that coordinates a group. Rejects with a `KafkaError` such as COORDINATOR_NOT_AVAILABLE. */
  async coordinator(groupId: string): Promise<KafkaConnection> {
    const connection = await this.any();
    const answer = await connection.call(findCoordinator, {
      key: groupId,
      keyType: 0,
      coordinatorKeys: [groupId],
    });
    const found = answer.coordinators[0] ?? answer;
    checkErrorCode(found.errorCode, found.errorMessage || undefined);
    return this.connect(found);
  }

  async connect(address: BrokerAddress): Promise<KafkaConnection> {
    if (this.#closed) throw new KafkaClientError('closed', 'the client is closed');
    const key = `${address.host}:${address.port}`;
    const held = this.#connections.get(key);
    if (held) {
      const connection = await held;
      if (!connection.closed) return connection;
      if (this.#connections.get(key) === held) this.#connections.delete(key);
      return this.connect(address);
    }
    const opening = this.#open(address);
    this.#connections.set(key, opening);
    try {
      return await opening;
    } catch (error) {
      this.#connections.delete(key);
      throw error;
    }
  }

  close(): void {
    this.#closed = true;
    for (const opening of this.#connections.values()) {
      opening.then(
        (connection) => connection.close(),
        () => undefined, // Whoever opened it got the error.
      );
    }
    this.#connections.clear();
  }

  async #open(address: BrokerAddress): Promise<KafkaConnection> {
    const { dial, clientId, timeoutMs } = this.#options;
    const stream = await dial(address.host, address.port);
    return KafkaConnection.open(stream, timeoutMs === undefined ? { clientId } : { clientId, timeoutMs });
  }
}
