import type { WatchedEvent } from '../client-api.ts';
import type { SetWatches } from '../protocol/messages.ts';

export type Listener = (event: WatchedEvent) => void;

type Kind = 'data' | 'exists' | 'children';

/** A client's watches, by server path. Each listener is called once; registering the same function twice for a path counts once. */
export class ClientWatches {
  readonly #listeners: Record<Kind, Map<string, Set<Listener>>> = {
    data: new Map(),
    exists: new Map(),
    children: new Map(),
  };

  add(kind: Kind, path: string, listener: Listener): void {
    const listeners = this.#listeners[kind];
    listeners.set(path, (listeners.get(path) ?? new Set()).add(listener));
  }

  /** Removes and returns the listeners of an event. */
  take(event: WatchedEvent): Listener[] {
    const path = event.path ?? '';
    const kinds: Record<WatchedEvent['type'], readonly Kind[]> = {
      None: [],
      NodeCreated: ['data', 'exists'],
      NodeDataChanged: ['data', 'exists'],
      NodeDeleted: ['data', 'exists', 'children'],
      NodeChildrenChanged: ['children'],
    };
    const taken = new Set<Listener>();
    for (const kind of kinds[event.type]) {
      for (const listener of this.#listeners[kind].get(path) ?? []) taken.add(listener);
      this.#listeners[kind].delete(path);
    }
    return [...taken];
  }

  takeAll(): Listener[] {
    const taken = new Set<Listener>();
    for (const table of Object.values(this.#listeners)) {
      for (const listeners of table.values()) for (const listener of listeners) taken.add(listener);
      table.clear();
    }
    return [...taken];
  }

  /** The watches to re-register on a new connection; undefined if there are none. */
  pending(relativeZxid: bigint): SetWatches | undefined {
    const { data, exists, children } = this.#listeners;
    if (data.size + exists.size + children.size === 0) return undefined;
    return {
      relativeZxid,
      data: [...data.keys()],
      exists: [...exists.keys()],
      children: [...children.keys()],
      persistent: [],
      recursive: [],
    };
  }
}
