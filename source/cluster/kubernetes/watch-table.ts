import { setTimeout as pause } from 'node:timers/promises';
import { isExpectedFailure } from '../../errors/expected-failure.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { JsonValue } from '../../json/json-value.ts';
import type { ApiClient, Query } from '../api/api-client.ts';
import type { ResourceType } from '../api/discovery.ts';
import { resourcePath } from '../api/paths.ts';
import { kubeList } from '../api/read-objects.ts';
import { watchOnce } from '../api/watch.ts';
import {
  type KubeTable,
  readTable,
  type TableColumn,
  type TableRow,
  tableAccept,
} from '../kubectl/output/table.ts';

/** What is watched: a collection, or a part of it. */
export interface WatchedCollection {
  readonly type: ResourceType;
  /** Undefined: all namespaces. */
  readonly namespace: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** The rows as the server prints them, in its order. */
export interface SeenTable {
  readonly columns: readonly TableColumn[];
  readonly rows: readonly TableRow[];
  /** There are more than `mostRows`, which were left out. */
  readonly more: boolean;
}

export interface TableReceiver {
  table(seen: SeenTable): void;
  /** It could not be read; it is tried again. */
  failed(error: unknown): void;
}

export interface WatchTableOptions {
  readonly mostRows: number;
  /** After so many ms the collection is listed again: what a cell says of time changes without an event. */
  readonly againAfterMs?: number;
}

const pageSize = 500;
const retryMs = 2_000;
const defaultAgainMs = 10_000;
/** A server that takes long to list is asked less often. */
const leastRest = 20;

/**
 * Keeps a collection as the server's own Table until the signal aborts: lists it, then watches it. A server that does not answer is
 * asked again. Rejects with what no cluster should cause.
 */
export async function watchTable(
  api: ApiClient,
  collection: WatchedCollection,
  receiver: TableReceiver,
  { mostRows, againAfterMs = defaultAgainMs }: WatchTableOptions,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      const began = performance.now();
      const listed = await listTable(api, collection, mostRows, signal);
      receiver.table(listed.seen());
      const took = performance.now() - began;
      const again = AbortSignal.timeout(Math.ceil(Math.max(againAfterMs, took * leastRest)));
      await follow(api, collection, listed, receiver, signal, again);
    } catch (error) {
      if (signal.aborted) return;
      if (!isExpectedFailure(error)) throw error;
      receiver.failed(error);
      await pause(retryMs, undefined, { signal }).catch(() => {});
    }
  }
}

/** Follows the changes after a list until the server ends the stream, or it is time to list again. */
async function follow(
  api: ApiClient,
  { type, namespace, labelSelector, fieldSelector }: WatchedCollection,
  rows: RowStore,
  receiver: TableReceiver,
  signal: AbortSignal,
  again: AbortSignal,
): Promise<void> {
  const query: Query = { labelSelector, fieldSelector, resourceVersion: rows.resourceVersion || '0' };
  const own = AbortSignal.any([signal, again]);
  try {
    const options = { accept: tableAccept, signal: own };
    for await (const event of watchOnce(api, resourcePath(type, namespace), query, options)) {
      if (event.type === 'BOOKMARK') continue;
      rows.apply(event.type, tableIn(event.object));
      receiver.table(rows.seen());
    }
    // A server that ends the stream at once is not asked all the time.
    await pause(retryMs, undefined, { signal: own });
  } catch (error) {
    if (!again.aborted || signal.aborted) throw error;
  }
}

async function listTable(
  api: ApiClient,
  { type, namespace, labelSelector, fieldSelector }: WatchedCollection,
  mostRows: number,
  signal: AbortSignal,
): Promise<RowStore> {
  const rows = new RowStore(mostRows);
  let next: string | undefined;
  do {
    const query = { labelSelector, fieldSelector, limit: pageSize, continue: next };
    const page = await api.json({ path: resourcePath(type, namespace), query, accept: tableAccept, signal });
    rows.add(tableIn(page));
    ({ next } = kubeList(page));
  } while (next !== undefined && !rows.isFull);
  return rows;
}

function tableIn(value: JsonValue): KubeTable {
  const table = readTable(value);
  if (table !== undefined) return table;
  throw new LabError('protocol', 'the API server does not print tables', {
    hint: 'look with `kubectl get KIND -o yaml` instead',
  });
}

/** The rows of a collection, no more than there is room for. */
class RowStore {
  readonly #most: number;
  readonly #rows = new Map<string, TableRow>();
  #columns: readonly TableColumn[] = [];
  #more = false;
  resourceVersion = '';

  constructor(most: number) {
    this.#most = most;
  }

  get isFull(): boolean {
    return this.#rows.size >= this.#most;
  }

  add({ columns, rows, resourceVersion }: KubeTable): void {
    if (columns.length > 0) this.#columns = columns;
    this.resourceVersion = resourceVersion;
    for (const row of rows) this.#put(row);
  }

  apply(type: 'ADDED' | 'MODIFIED' | 'DELETED', { columns, rows }: KubeTable): void {
    if (columns.length > 0) this.#columns = columns;
    for (const row of rows)
      if (type === 'DELETED') this.#rows.delete(keyOf(row));
      else this.#put(row);
  }

  #put(row: TableRow): void {
    const key = keyOf(row);
    if (this.#rows.has(key) || !this.isFull) this.#rows.set(key, row);
    else this.#more = true;
  }

  seen(): SeenTable {
    return { columns: this.#columns, rows: [...this.#rows.values()], more: this.#more };
  }
}

/** An object that comes back under its name is another one, but takes its row. */
const keyOf = ({ namespace, name }: TableRow): string => `${namespace}/${name}`;
