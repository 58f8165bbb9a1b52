import { findResource } from '../objects/resources.ts';
import { forbidden, StatusError } from '../objects/status-error.ts';
import type { ResourceName } from '../objects/store-api.ts';

/** How much one cluster holds. */
export interface StoreLimits {
  /** Pods: 110 on each of five nodes can run, as many again may wait, with some to spare. */
  readonly pods: number;
  /** Objects of any other one resource. */
  readonly objects: number;
  /** The JSON of one object, as etcd's `--max-request-bytes`. */
  readonly objectBytes: number;
  /** The JSON of all objects together, as etcd's `--quota-backend-bytes`. */
  readonly totalBytes: number;
}

export const storeLimits: StoreLimits = {
  pods: 1200,
  objects: 5000,
  objectBytes: 1.5 * 1024 * 1024,
  totalBytes: 64 * 1024 * 1024,
};

/** What is left of a store's limits. What goes beyond them is refused before it is written, as etcd refuses it. */
export class StoreQuota {
  readonly #limits: StoreLimits;
  #bytes = 0;

  constructor(limits: StoreLimits = storeLimits) {
    this.#limits = limits;
  }

  /** Of the JSON of all objects. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Whether one more object fits to `count`. */
  hasRoomFor(resource: ResourceName, count: number): boolean {
    return count < this.#limitOf(resource);
  }

  /** 403, as an exceeded quota is answered: controllers put it into a FailedCreate event. */
  full(resource: ResourceName, name: string): StatusError {
    const what = `this cluster holds at most ${this.#limitOf(resource)} ${resource}`;
    const definition = findResource(resource);
    if (!definition) return new StatusError(403, 'Forbidden', what);
    return forbidden(definition, name, `${what}: delete some first`);
  }

  /** Counts what an earlier run left, which is kept however much it is. */
  restore(bytes: number): void {
    this.#bytes += bytes;
  }

  /** An object grows from so many bytes to so many; throws if it may not. */
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
