import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { inLaterTurn } from '../../bounds/lanes/cluster.ts';
import { type BeginSlice, beginSlice } from '../../bounds/slices.ts';
import { expired } from '../objects/status-error.ts';
import type { StoreEvent } from '../objects/store-api.ts';

/** A change as kept in the log. `previous` is the object before a MODIFIED or DELETED, for selectors and earlier states. */
export interface LoggedEvent extends StoreEvent {
  readonly version: number;
  readonly resource: string;
  readonly namespace: string | undefined;
  /** The size of the object's JSON. */
  readonly bytes: number;
}

/** Bounds the history, by the JSON of its objects; it is trimmed beyond twice this size. */
export const mostHistoryBytes = 16 * 1024 * 1024;

interface Watcher {
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly onEvent: (event: StoreEvent) => void;
  next: number;
  closed: boolean;
}

/**
 * The bounded history of all changes, and its watchers. Events reach a watcher in order and in a microtask, never inside the call that
 * caused them; many events or watchers take several turns of the event loop. A watcher's error surfaces as an uncaught exception and does
 * not reach other watchers.
 */
export class EventLog {
  readonly #capacity: number;
  readonly #watchers = new Set<Watcher>();
  #events: LoggedEvent[] = [];
  /** Of the objects in `#events`. */
  #bytes = 0;
  /** The version of the newest discarded event. */
  #compacted: number;
  #scheduled = false;
  readonly #begin: BeginSlice;
  /** The next watcher after the last slice. */
  #interrupted: Watcher | undefined;

  /** `since`: earlier versions cannot be watched. */
  constructor(capacity: number, since = 0, begin: BeginSlice = beginSlice) {
    this.#capacity = capacity;
    this.#compacted = since;
    this.#begin = begin;
  }

  append(event: LoggedEvent): void {
    this.#events.push(event);
    this.#bytes += event.bytes;
    // Trims at twice the capacity: a trim costs O(capacity), once in as many events.
    if (this.#events.length >= this.#capacity * 2 || this.#bytes >= mostHistoryBytes * 2) this.#compact();
    this.#schedule();
  }

  /** Never trims events that a watcher still needs. */
  #compact(): void {
    let cut = Math.max(0, this.#events.length - this.#capacity);
    let bytes = this.#bytes;
    for (let at = 0; at < cut; at++) bytes -= this.#bytesAt(at);
    while (bytes > mostHistoryBytes) bytes -= this.#bytesAt(cut++);
    for (const watcher of this.#watchers) cut = Math.min(cut, watcher.next);
    if (cut === 0) return;
    for (let at = 0; at < cut; at++) this.#bytes -= this.#bytesAt(at);
    this.#compacted = (this.#events[cut - 1] as LoggedEvent).version;
    this.#events = this.#events.slice(cut);
    for (const watcher of this.#watchers) watcher.next -= cut;
  }

  #bytesAt(at: number): number {
    return this.#events[at]?.bytes ?? 0;
  }

  /** `since` undefined: from now on. Throws a 410 StatusError if events after `since` were discarded. */
  watch(
    resource: string,
    namespace: string | undefined,
    since: string | undefined,
    onEvent: (event: StoreEvent) => void,
  ): () => void {
    let next = this.#events.length;
    if (since !== undefined) {
      const version = Number(since);
      if (!(version >= this.#compacted)) throw expired(since, this.#compacted + 1);
      next = this.#indexAfter(version);
    }
    const watcher: Watcher = { resource, namespace, onEvent, next, closed: false };
    this.#watchers.add(watcher);
    if (next < this.#events.length) this.#schedule();
    return () => {
      watcher.closed = true;
      this.#watchers.delete(watcher);
    };
  }

  /** The events of a resource after `version`, the newest first. Throws a 410 StatusError if some were discarded. */
  *undo(resource: string, version: number): Iterable<LoggedEvent> {
    if (!(version >= this.#compacted)) throw expired(String(version), this.#compacted + 1);
    const first = this.#indexAfter(version);
    for (let at = this.#events.length - 1; at >= first; at--) {
      const event = this.#events[at] as LoggedEvent;
      if (event.resource === resource) yield event;
    }
  }

  #indexAfter(version: number): number {
    let low = 0;
    let high = this.#events.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#events[middle] as LoggedEvent).version <= version) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #schedule(): void {
    if (this.#scheduled || this.#watchers.size === 0) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#deliver();
    });
  }

  #deliver(): void {
    const slice = this.#begin();
    for (const watcher of this.#inTurn()) {
      while (!watcher.closed && watcher.next < this.#events.length) {
        const event = this.#events[watcher.next++] as LoggedEvent;
        if (event.resource !== watcher.resource) continue;
        if (watcher.namespace !== undefined && event.namespace !== watcher.namespace) continue;
        try {
          watcher.onEvent(event);
        } catch (error) {
          queueMicrotask(() => {
            throw error;
          });
        }
        if (!slice.isOver()) continue;
        this.#interrupted = watcher;
        this.#scheduled = true;
        inLaterTurn(() => {
          this.#scheduled = false;
          this.#deliver();
        });
        return;
      }
    }
  }

  /** All watchers, continuing after the last slice: none starves. */
  #inTurn(): Iterable<Watcher> {
    const first = this.#interrupted;
    this.#interrupted = undefined;
    if (first === undefined) return this.#watchers;
    const all = [...this.#watchers];
    const start = Math.max(0, all.indexOf(first));
    return [...all.slice(start), ...all.slice(0, start)];
  }
}

/** The event as watchers see it. */
export function logged(
  type: StoreEvent['type'],
  resource: string,
  object: KubeObject,
  bytes: number,
  previous?: KubeObject,
): LoggedEvent {
  return {
    type,
    object,
    ...(previous ? { previous } : {}),
    version: Number(object.metadata.resourceVersion),
    resource,
    namespace: object.metadata.namespace,
    bytes,
  };
}
