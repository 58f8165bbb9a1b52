import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { type BeginSlice, beginSlice, inLaterTurn } from '../../bounds/slices.ts';
import { expired } from '../objects/status-error.ts';
import type { StoreEvent } from '../objects/store-api.ts';

/** A change as the log keeps it. `previous` is the object before a MODIFIED, for selectors that it enters or leaves. */
export interface LoggedEvent extends StoreEvent {
  readonly version: number;
  readonly resource: string;
  readonly namespace: string | undefined;
  /** Of the object's JSON. */
  readonly bytes: number;
}

/** What the history keeps at most, by the JSON of its objects; beyond twice as much it is cut. */
export const mostHistoryBytes = 16 * 1024 * 1024;

interface Watcher {
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly onEvent: (event: StoreEvent) => void;
  next: number;
  closed: boolean;
}

/**
 * The bounded history of all changes, and those who follow it. Events reach a watcher in order and in a microtask, never inside
 * the call that caused them; many of them, or many watchers, take several turns of the event loop. What a watcher throws surfaces as
 * an uncaught exception and reaches no other watcher.
 */
export class EventLog {
  readonly #capacity: number;
  readonly #watchers = new Set<Watcher>();
  #events: LoggedEvent[] = [];
  /** Of the objects in `#events`. */
  #bytes = 0;
  /** The version of the newest event that was forgotten. */
  #compacted: number;
  #scheduled = false;
  readonly #begin: BeginSlice;
  /** Who is next where the last slice ended. */
  #interrupted: Watcher | undefined;

  /** `since`: what happened up to this version was before, and cannot be looked back on. */
  constructor(capacity: number, since = 0, begin: BeginSlice = beginSlice) {
    this.#capacity = capacity;
    this.#compacted = since;
    this.#begin = begin;
  }

  append(event: LoggedEvent): void {
    this.#events.push(event);
    this.#bytes += event.bytes;
    // Twice the capacity before cutting: the cut costs O(capacity), once in as many events.
    if (this.#events.length >= this.#capacity * 2 || this.#bytes >= mostHistoryBytes * 2) this.#compact();
    this.#schedule();
  }

  /** Never cuts what a watcher has yet to get. */
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

  /** `since` undefined: from now on. Throws a 410 StatusError when events after `since` were forgotten. */
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

  /** All watchers, from where the last slice ended: none waits for ever because others always have news. */
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
