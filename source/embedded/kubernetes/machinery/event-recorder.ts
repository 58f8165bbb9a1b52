import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import type { Clock } from '../../../time/clock.ts';
import type { Store } from '../objects/store-api.ts';
import { timestamp } from '../objects/values.ts';

export interface EventSource {
  readonly component: string;
  /** The node that it happened on. */
  readonly host?: string;
}

export interface RecordedEvent {
  readonly type: 'Normal' | 'Warning';
  /** One word, as `kubectl get events` shows it: `Scheduled`, `BackOff`. */
  readonly reason: string;
  readonly message: string;
  readonly source: EventSource;
  /** The part of the object that it concerns: `spec.containers{kafka}`. */
  readonly fieldPath?: string;
}

interface Kept {
  readonly namespace: string;
  readonly name: string;
  lastMs: number;
}

export interface EventRecorderOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** How many events the cluster keeps; the oldest go first. */
  readonly limit?: number;
  /** How long an event is kept after it was last seen, in ms; an hour by default, as in the API server. */
  readonly keepMs?: number;
}

/** Records events. A repeated event (same object, reason and message) only increases the count. Number and age are bounded. */
export class EventRecorder {
  readonly #store: Store;
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #keepMs: number;
  /** By the key that makes two events equal, least recently seen first. */
  readonly #kept = new Map<string, Kept>();
  #cancelExpiry: (() => void) | undefined;
  #sequence = 0;
  #closed = false;

  constructor(options: EventRecorderOptions) {
    this.#store = options.store;
    this.#clock = options.clock;
    this.#limit = options.limit ?? 2000;
    this.#keepMs = options.keepMs ?? 3_600_000;
  }

  record(object: KubeObject, event: RecordedEvent): void {
    if (this.#closed) return;
    const namespace = object.metadata.namespace ?? 'default';
    if (this.#store.get('namespaces', undefined, namespace)?.metadata.deletionTimestamp) return;
    const identity = [
      object.metadata.uid,
      event.type,
      event.reason,
      event.message,
      event.source.component,
      event.source.host,
      event.fieldPath,
    ].join('\0');
    const seen = this.#kept.get(identity);
    this.#kept.delete(identity);
    const kept = seen && this.#count(seen) ? seen : this.#write(namespace, object, event);
    kept.lastMs = this.#clock.wall();
    this.#kept.set(identity, kept);
    this.#expire();
  }

  close(): void {
    this.#closed = true;
    this.#cancelExpiry?.();
    this.#kept.clear();
  }

  #count(kept: Kept): boolean {
    if (!this.#store.get('events', kept.namespace, kept.name)) return false;
    const now = timestamp(this.#clock.wall());
    this.#store.update('events', kept.namespace, kept.name, (event) => {
      event.count = (event.count ?? 1) + 1;
      event.lastTimestamp = now;
    });
    return true;
  }

  #write(namespace: string, object: KubeObject, event: RecordedEvent): Kept {
    const ms = this.#clock.wall();
    this.#sequence = (this.#sequence + 1) % 1_000_000;
    const unique = (BigInt(Math.floor(ms)) * 1_000_000n + BigInt(this.#sequence)).toString(16);
    const name = `${object.metadata.name}.${unique}`;
    const { uid, resourceVersion } = object.metadata;
    this.#store.create('events', {
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { name, namespace },
      involvedObject: {
        apiVersion: object.apiVersion,
        kind: object.kind,
        name: object.metadata.name,
        ...(object.metadata.namespace ? { namespace: object.metadata.namespace } : {}),
        uid,
        resourceVersion,
        ...(event.fieldPath ? { fieldPath: event.fieldPath } : {}),
      },
      type: event.type,
      reason: event.reason,
      message: event.message.slice(0, 1024),
      source: { ...event.source },
      firstTimestamp: timestamp(ms),
      lastTimestamp: timestamp(ms),
      count: 1,
      eventTime: null,
      reportingComponent: event.source.component,
      reportingInstance: event.source.host ?? '',
    });
    return { namespace, name, lastMs: ms };
  }

  #expire(): void {
    const oldestAllowed = this.#clock.wall() - this.#keepMs;
    for (const [identity, kept] of this.#kept) {
      if (kept.lastMs > oldestAllowed && this.#kept.size <= this.#limit) break;
      this.#kept.delete(identity);
      this.#store.remove('events', kept.namespace, kept.name);
    }
    if (this.#cancelExpiry || this.#kept.size === 0) return;
    const [first] = this.#kept.values();
    this.#cancelExpiry = this.#clock.after((first as Kept).lastMs - oldestAllowed, () => {
      this.#cancelExpiry = undefined;
      this.#expire();
    });
  }
}
