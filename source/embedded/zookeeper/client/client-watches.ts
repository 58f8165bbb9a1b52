import type { WatchedEvent } from '../client-api.ts';
import type { SetWatches } from '../protocol/messages.ts';

export type Listener = (event: WatchedEvent) => void;

type Kind = 'data' | 'exists' | 'children';

/** What a client waits for, by server path. Each listener is called once; the same function on one path counts once. */
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

  /** Takes out those whom an event concerns. */
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

  /** What a new connection must be told; undefined: nothing is waited for. */
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
