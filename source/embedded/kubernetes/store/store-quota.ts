import { findResource } from '../objects/resources.ts';
import { forbidden, StatusError } from '../objects/status-error.ts';
import type { ResourceName } from '../objects/store-api.ts';

/** The limits of one cluster. */
export interface StoreLimits {
  /** Pods: five nodes can run 110 each, as many again may be pending, plus some spare. */
  readonly pods: number;
  /** Objects of any other resource. */
  readonly objects: number;
  /** The JSON of one object, like etcd's `--max-request-bytes`. */
  readonly objectBytes: number;
  /** The JSON of all objects together, like etcd's `--quota-backend-bytes`. */
  readonly totalBytes: number;
}

export const storeLimits: StoreLimits = {
  pods: 1200,
  objects: 5000,
  objectBytes: 1.5 * 1024 * 1024,
  totalBytes: 64 * 1024 * 1024,
};

/** Enforces a store's limits. Changes beyond them are refused before they are written, as in etcd. */
export class StoreQuota {
  readonly #limits: StoreLimits;
  #bytes = 0;

  constructor(limits: StoreLimits = storeLimits) {
    this.#limits = limits;
  }

  /** The size of all objects' JSON. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether one more object fits beside `count`. */
  hasRoomFor(resource: ResourceName, count: number): boolean {
    return count < this.#limitOf(resource);
  }

  /** 403, as for an exceeded quota: controllers put it into a FailedCreate event. */
  full(resource: ResourceName, name: string): StatusError {
    const what = `this cluster holds at most ${this.#limitOf(resource)} ${resource}`;
    const definition = findResource(resource);
    if (!definition) return new StatusError(403, 'Forbidden', what);
    return forbidden(definition, name, `${what}: delete some first`);
  }

  /** Counts restored objects, which are kept whatever their size. */
  restore(bytes: number): void {
    this.#bytes += bytes;
  }

  /** Accounts for a changed object size; throws if it exceeds the quota. */
  change(from: number, to: number): void {
    if (to > this.#limits.objectBytes && to > from)
      throw new StatusError(
        413,
        'RequestEntityTooLarge',
        `etcdserver: request is too large: an object has at most ${this.#limits.objectBytes} bytes, this one ${to}`,
      );
    if (to > from && this.#bytes + to - from > this.#limits.totalBytes)
      throw new StatusError(
        500,
        'InternalError',
        `etcdserver: mvcc: database space exceeded: this cluster holds at most ${this.#limits.totalBytes} bytes of objects; delete some first`,
      );
    this.#bytes += to - from;
  }

  #limitOf(resource: ResourceName): number {
    return resource === 'pods' ? this.#limits.pods : this.#limits.objects;
  }
}
