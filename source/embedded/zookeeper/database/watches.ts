import type { WatchedEvent } from '../client-api.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import type { Steps } from './exclusive-work.ts';
import type { Change } from './tree-write.ts';

export type WatchKind = 'data' | 'children' | 'persistent' | 'recursive';

/** The most watches of all clients; further ones get QUOTAEXCEEDED. */
export const mostWatches = 25_000;

/** What ZooKeeper calls the watches for a node and its data, and those for its children: those that stay are both. */
export const watchesFor = {
  data: ['data', 'persistent', 'recursive'],
  children: ['children', 'persistent', 'recursive'],
} as const satisfies Readonly<Record<string, readonly WatchKind[]>>;

/** A watcher: one connection of a client. */
export type Watcher = (event: WatchedEvent) => void;

/**
 * All watches. `data` (set by getData and exists) and `children` fire once; `persistent` and `recursive` (addWatch) stay until removed.
 * One change notifies each watcher of a path once.
 */
export class WatchTable {
  readonly #tables: Record<WatchKind, Map<string, Set<Watcher>>> = {
    data: new Map(),
    children: new Map(),
    persistent: new Map(),
    recursive: new Map(),
  };
  #size = 0;
  readonly #pathsOf = new Map<Watcher, Set<string>>();

  add(kind: WatchKind, path: string, watcher: Watcher): void {
    const table = this.#tables[kind];
    const watchers = table.get(path) ?? new Set();
    if (!watchers.has(watcher)) {
      if (this.#size >= mostWatches)
        throw new ZooKeeperError('QUOTAEXCEEDED', path, `${mostWatches} watches`);
      this.#size += 1;
    }
    table.set(path, watchers.add(watcher));
    this.#pathsOf.set(watcher, (this.#pathsOf.get(watcher) ?? new Set()).add(path));
  }

  has(kinds: readonly WatchKind[], path: string, watcher: Watcher): boolean {
    return kinds.some((kind) => this.#tables[kind].get(path)?.has(watcher) === true);
  }

  remove(kinds: readonly WatchKind[], path: string, watcher: Watcher): void {
    for (const kind of kinds) this.#drop(this.#tables[kind], path, watcher);
    const paths = this.#pathsOf.get(watcher);
    if (paths === undefined || this.has(['data', 'children', 'persistent', 'recursive'], path, watcher))
      return;
    paths.delete(path);
    if (paths.size === 0) this.#pathsOf.delete(watcher);
  }

  /** The connection is gone: removes its watches. */
  forget(watcher: Watcher): void {
    for (const path of this.#pathsOf.get(watcher) ?? [])
      for (const table of Object.values(this.#tables)) this.#drop(table, path, watcher);
    this.#pathsOf.delete(watcher);
  }

  /** Notifies the watchers of a change, one per step. */
  *fire(change: Change): Steps<void> {
    const told = new Set<Watcher>();
    if (change.kind !== 'children') this.#take('data', change.path, told);
    if (change.kind === 'children' || change.kind === 'deleted') this.#take('children', change.path, told);
    for (const watcher of this.#tables.persistent.get(change.path) ?? []) told.add(watcher);
    if (change.kind !== 'children') this.#addRecursive(change.path, told);
    const event: WatchedEvent = { type: eventType[change.kind], state: 'SyncConnected', path: change.path };
    for (const watcher of told) {
      watcher(event);
      yield;
    }
  }

  get count(): number {
    let count = 0;
    for (const table of Object.values(this.#tables))
      for (const watchers of table.values()) count += watchers.size;
    return count;
  }

  /** The paths that a client watches. They may be walked while others add and remove watches. */
  *pathsOf(watcher: Watcher, kinds: readonly WatchKind[]): Generator<string> {
    const paths = this.#pathsOf.get(watcher) ?? new Set();
    for (const path of atMost(paths, paths.size)) if (this.has(kinds, path, watcher)) yield path;
  }

  /** The same of all clients. */
  *paths(kinds: readonly WatchKind[]): Generator<string> {
    for (const [at, kind] of kinds.entries()) {
      const table = this.#tables[kind];
      const earlier = kinds.slice(0, at).map((other) => this.#tables[other]);
      for (const path of atMost(table.keys(), table.size))
        if (!earlier.some((other) => other.has(path))) yield path;
    }
  }

  /** Each watcher of a path once. */
  watchersOf(path: string, kinds: readonly WatchKind[]): ReadonlySet<Watcher> {
    return new Set(kinds.flatMap((kind) => [...(this.#tables[kind].get(path) ?? [])]));
  }

  #drop(table: Map<string, Set<Watcher>>, path: string, watcher: Watcher): void {
    const watchers = table.get(path);
    if (watchers?.delete(watcher)) this.#size -= 1;
    if (watchers?.size === 0) table.delete(path);
  }

  #take(kind: 'data' | 'children', path: string, told: Set<Watcher>): void {
    for (const watcher of [...(this.#tables[kind].get(path) ?? [])]) {
      told.add(watcher);
      this.remove([kind], path, watcher);
    }
  }

  #addRecursive(path: string, told: Set<Watcher>): void {
    if (this.#tables.recursive.size === 0) return;
    for (let above = path; ; above = above.slice(0, above.lastIndexOf('/')) || '/') {
      for (const watcher of this.#tables.recursive.get(above) ?? []) told.add(watcher);
      if (above === '/') return;
    }
  }
}

const eventType = {
  created: 'NodeCreated',
  deleted: 'NodeDeleted',
  data: 'NodeDataChanged',
  children: 'NodeChildrenChanged',
} as const;

/** Who adds entries as fast as they are read makes no walk endless. */
function* atMost<Item>(items: Iterable<Item>, count: number): Generator<Item> {
  let left = count;
  for (const item of items) {
    if (left === 0) return;
    left -= 1;
    yield item;
  }
}
