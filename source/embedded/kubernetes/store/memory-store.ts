import { randomUUID } from 'node:crypto';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { findResource, groupVersion } from '../objects/resources.ts';
import { alreadyExists, badRequest, conflict, notFound } from '../objects/status-error.ts';
import type { ObjectDraft, ResourceName, Store, StoreEvent, UpdateOptions } from '../objects/store-api.ts';
import { deepFreeze, dropUndefined, sameValue, timestamp } from '../objects/values.ts';
import { applyDefaults } from '../schema/defaults.ts';
import { EventLog, type LoggedEvent, logged } from './event-log.ts';
import { type LogContents, ObjectLog, type OnDiskError, type StoredObjects } from './object-log.ts';
import { ObjectTable } from './object-table.ts';
import { type StoreLimits, StoreQuota } from './store-quota.ts';

export interface StoreOptions {
  /** The minimum number of events in the history, within `mostHistoryBytes`. */
  readonly history?: number;
  /** The clock, ms since the epoch. */
  readonly now?: () => number;
  /** Fills in defaults; the API's own by default. */
  readonly defaults?: (resource: ResourceName, object: KubeObject) => void;
  /** The state of an earlier run: the store continues with its objects and version. */
  readonly restored?: StoredObjects;
  /** The file that persists the objects; none if not given. */
  readonly file?: string;
  /** The limits; `storeLimits` by default. */
  readonly limits?: StoreLimits;
  /** Called when changes can no longer be written to the file, and with `undefined` when they all are again. */
  readonly onDiskError?: OnDiskError;
}

const suffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** The five characters that the API server appends to `generateName`. */
function randomSuffix(): string {
  let suffix = '';
  for (let index = 0; index < 5; index++)
    suffix += suffixAlphabet[Math.floor(Math.random() * suffixAlphabet.length)];
  return suffix;
}

class MemoryStore implements PersistentStore {
  readonly #objects = new Map<ResourceName, ObjectTable>();
  readonly #quota: StoreQuota;
  readonly #log: EventLog;
  readonly #now: () => number;
  readonly #defaults: (resource: ResourceName, object: KubeObject) => void;
  readonly #file: ObjectLog | undefined;
  #version: number;

  constructor(options: StoreOptions) {
    const { restored = { version: 0, objects: [] } } = options;
    this.#version = restored.version;
    this.#quota = new StoreQuota(options.limits);
    this.#log = new EventLog(options.history ?? 4096, restored.version);
    for (const { resource, object } of restored.objects) {
      const { length } = JSON.stringify(object);
      this.#quota.restore(length);
      this.#tableOf(resource).put(deepFreeze(object), length);
    }
    this.#file =
      options.file === undefined
        ? undefined
        : new ObjectLog(options.file, () => this.#allObjects(), options.onDiskError);
    this.#now = options.now ?? Date.now;
    this.#defaults = options.defaults ?? applyDefaults;
  }

  get(resource: ResourceName, namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#objects.get(resource)?.get(namespace, name);
  }

  list(resource: ResourceName, namespace?: string): { items: KubeObject[]; resourceVersion: string } {
    const items = this.#objects.get(resource)?.list(namespace) ?? [];
    return { items, resourceVersion: String(this.#version) };
  }

  listAt(resource: ResourceName, namespace: string | undefined, version: string): KubeObject[] {
    const keyOf = ({ metadata }: KubeObject) => `${metadata.namespace ?? ''}/${metadata.name}`;
    const { items } = this.list(resource, namespace);
    const then = new Map(items.map((item) => [keyOf(item), item]));
    for (const { type, object, previous } of this.#log.undo(resource, Number(version))) {
      if (namespace !== undefined && object.metadata.namespace !== namespace) continue;
      if (type === 'ADDED') then.delete(keyOf(object));
      else if (previous) then.set(keyOf(object), previous);
    }
    return [...then].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);
  }

  create(resource: ResourceName, draft: ObjectDraft): KubeObject {
    const definition = findResource(resource);
    const object = structuredClone(draft) as KubeObject;
    dropUndefined(object);
    if (definition) {
      object.apiVersion ??= groupVersion(definition);
      object.kind ??= definition.kind;
    }
    const metadata = object.metadata;
    if (definition && !definition.namespaced) delete metadata.namespace;
    if (!metadata.name && metadata.generateName)
      metadata.name = this.#generate(resource, metadata.namespace, metadata.generateName);
    if (!metadata.name) throw badRequest('name or generateName is required');
    if (this.get(resource, metadata.namespace, metadata.name)) throw alreadyExists(resource, metadata.name);

    this.#makeRoom(resource, metadata.name);
    metadata.uid = randomUUID();
    metadata.creationTimestamp = timestamp(this.#now());
    delete metadata.deletionTimestamp;
    delete metadata.deletionGracePeriodSeconds;
    if (definition?.generation) metadata.generation = 1;
    else delete metadata.generation;
    this.#defaults(resource, object);
    metadata.resourceVersion = this.#nextVersion();
    return this.#put('ADDED', resource, object);
  }

  update(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
    change: (object: KubeObject) => void,
    options: UpdateOptions = {},
  ): KubeObject {
    const current = this.get(resource, namespace, name);
    if (!current) throw notFound(resource, name);
    if (options.uid !== undefined && options.uid !== current.metadata.uid) {
      const why = `Precondition failed: UID in precondition: ${options.uid}, UID in object meta: ${current.metadata.uid}`;
      throw conflict(resource, name, why);
    }
    let next = options.isReplaced ? { ...current } : structuredClone(current);
    change(next);
    dropUndefined(next);
    if (options.subresource === 'status') next = withStatusOf(current, next);
    else this.#defaults(resource, next);
    keepIdentity(current, next);
    if (sameValue(current, next)) return current;

    if (findResource(resource)?.generation && specChanged(current, next))
      next.metadata.generation = (current.metadata.generation ?? 0) + 1;
    if (isReleased(current, next)) return this.#delete(resource, next);
    next.metadata.resourceVersion = this.#nextVersion();
    return this.#put('MODIFIED', resource, next, current);
  }

  remove(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
    options: { uid?: string } = {},
  ): KubeObject | undefined {
    const current = this.get(resource, namespace, name);
    if (!current || (options.uid !== undefined && options.uid !== current.metadata.uid)) return undefined;
    return this.#delete(resource, structuredClone(current));
  }

  watch(
    resource: ResourceName,
    namespace: string | undefined,
    since: string | undefined,
    onEvent: (event: StoreEvent) => void,
  ): () => void {
    return this.#log.watch(resource, namespace, since, onEvent);
  }

  #generate(resource: ResourceName, namespace: string | undefined, prefix: string): string {
    for (;;) {
      const name = `${prefix.slice(0, 58)}${randomSuffix()}`;
      if (!this.get(resource, namespace, name)) return name;
    }
  }

  #nextVersion(): string {
    this.#version += 1;
    return String(this.#version);
  }

  #put(
    type: 'ADDED' | 'MODIFIED',
    resource: ResourceName,
    object: KubeObject,
    previous?: KubeObject,
  ): KubeObject {
    const table = this.#tableOf(resource);
    const json = JSON.stringify(object);
    this.#quota.change(previous ? table.bytesOf(previous) : 0, json.length);
    table.put(deepFreeze(object), json.length);
    this.#publish(logged(type, resource, object, json.length, previous), json);
    return object;
  }

  #tableOf(resource: ResourceName): ObjectTable {
    const table = this.#objects.get(resource) ?? new ObjectTable();
    this.#objects.set(resource, table);
    return table;
  }

  #publish(event: LoggedEvent, json: string): void {
    this.#file?.append(event, json);
    this.#log.append(event);
  }

  /** The oldest event makes room for a new one. Throws for other resources at their limit. */
  #makeRoom(resource: ResourceName, name: string): void {
    const table = this.#tableOf(resource);
    if (this.#quota.hasRoomFor(resource, table.size)) return;
    const oldest = resource === 'events' ? table.oldest() : undefined;
    if (!oldest) throw this.#quota.full(resource, name);
    this.#delete(resource, structuredClone(oldest));
  }

  #allObjects(): LogContents {
    const objects = [...this.#objects].flatMap(([resource, all]) =>
      all.list(undefined).map((object) => ({ resource, object })),
    );
    return { version: this.#version, objects, bytes: this.#quota.bytes };
  }

  #delete(resource: ResourceName, object: KubeObject): KubeObject {
    object.metadata.resourceVersion = this.#nextVersion();
    deepFreeze(object);
    const table = this.#tableOf(resource);
    const bytes = table.bytesOf(object);
    const previous = table.get(object.metadata.namespace, object.metadata.name);
    this.#quota.change(bytes, 0);
    table.delete(object);
    this.#publish(logged('DELETED', resource, object, bytes, previous), '');
    return object;
  }

  get trouble(): unknown {
    this.#file?.retry();
    return this.#file?.trouble;
  }

  close(): void {
    this.#file?.close();
  }
}

/** Everything but status and metadata is identical: no need to compare, freeze and digest it. */
function withStatusOf(current: KubeObject, next: KubeObject): KubeObject {
  const kept: KubeObject = { ...current, metadata: next.metadata };
  if (next.status === undefined) delete kept.status;
  else kept.status = next.status;
  return kept;
}

/** Fields that no update may change. */
function keepIdentity(current: KubeObject, next: KubeObject): void {
  const { name, namespace, uid, resourceVersion, creationTimestamp, generation } = current.metadata;
  next.apiVersion = current.apiVersion;
  next.kind = current.kind;
  Object.assign(next.metadata, { name, uid, resourceVersion, creationTimestamp });
  if (namespace === undefined) delete next.metadata.namespace;
  else next.metadata.namespace = namespace;
  if (generation === undefined) delete next.metadata.generation;
  else next.metadata.generation = generation;
}

function specChanged(current: KubeObject, next: KubeObject): boolean {
  const { metadata: beforeMeta, status: _before, ...before } = current;
  const { metadata: afterMeta, status: _after, ...after } = next;
  if (!beforeMeta.deletionTimestamp && afterMeta.deletionTimestamp) return true;
  return !sameValue(before, after);
}

/** The last finalizer of a deleted object is gone: remove the object. */
function isReleased(current: KubeObject, next: KubeObject): boolean {
  return (
    next.metadata.deletionTimestamp !== undefined &&
    (current.metadata.finalizers?.length ?? 0) > 0 &&
    (next.metadata.finalizers?.length ?? 0) === 0 &&
    (next.metadata.deletionGracePeriodSeconds ?? 0) === 0
  );
}

/** A store with an optional file. */
export interface PersistentStore extends Store {
  /** Why some changes are not in the file; undefined if all are. */
  readonly trouble: unknown;
  /** Closes the file; no writes may follow. */
  close(): void;
}

/** Creates a store, empty unless it restores a state; versions start at 1. */
export function createStore(options: StoreOptions = {}): PersistentStore {
  return new MemoryStore(options);
}
