import type { ZooKeeperClient } from '../../../zookeeper/client-api.ts';
import type { LiveBroker } from '../../controller/cluster-image.ts';
import type { GroupCoordinator } from '../../groups/group-coordinator.ts';
import type { BrokerLog } from '../../log4j.ts';
import type { Draft } from '../../messages/schema.ts';
import type { SharedCluster } from '../cluster/shared-cluster.ts';
import type { CurrentConfig } from '../config/dynamic/current-config.ts';
import type { FetchSessions } from '../fetch-sessions/fetch-sessions.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** A broker's address for clients of this listener; undefined if the broker has no such listener. */
export type AddressOf = (broker: LiveBroker) => Address | undefined;

/** What a handler may use of its broker. */
export interface BrokerContext {
  readonly id: number;
  readonly cluster: SharedCluster;
  readonly config: CurrentConfig;
  readonly coordinator: GroupCoordinator;
  readonly fetchSessions: FetchSessions;
  readonly log: BrokerLog;
  /** Undefined while there is no ZooKeeper session. */
  readonly zooKeeper: () => ZooKeeperClient | undefined;
  nextProducerId(): Promise<number>;
}

export interface RequestContext {
  readonly broker: BrokerContext;
  readonly version: number;
  /** Empty if the client gave none. */
  readonly clientId: string;
  /** As Java prints an address: `/10.244.1.2`. */
  readonly clientHost: string;
  readonly addressOf: AddressOf;
  /** Calls `cancel` when the connection closes; returns the unsubscribe function. */
  onClose(cancel: () => void): () => void;
}

/** Produce with acks=0 has no response. */
export const noResponse = Symbol('no response');

export type Answer<Response> = Draft<Response> | typeof noResponse;

/** Returns synchronously where it can: a promise costs a producer one event-loop turn for each message. */
export type Handler<Request, Response> = (
  request: Request,
  context: RequestContext,
) => Answer<Response> | Promise<Answer<Response>>;

/** An error that a broker answers by closing the connection. */
export class ConnectionRefusedError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ConnectionRefusedError';
  }
}
