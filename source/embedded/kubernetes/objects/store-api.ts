import type { Draft, KindName, Stored } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject, ObjectMeta, TypeMeta } from '../../../kubernetes-types/kube-object.ts';

/** An object to store: the store fills in kind, apiVersion and identity. */
export interface ObjectDraft extends Partial<TypeMeta> {
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** `pods`, `statefulsets`: the plural in the REST path. Group and version come from the resource table. */
export type ResourceName = string;

/** A resource whose name is known only at run time. A literal kind selects the signature with its own type. */
type Unnamed<R extends ResourceName> = R extends KindName ? never : R;

export interface StoreEvent<O = KubeObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: O;
  /** The object before a MODIFIED or DELETED, so that a selector can tell what stopped matching. */
  readonly previous?: O;
}

/**
 * The store behind the API. Returned objects are frozen or copies: to change one, put a new one. All resources share one version counter,
 * as in etcd. Errors are `StatusError`.
 */
export interface Store {
  get<K extends KindName>(resource: K, namespace: string | undefined, name: string): Stored<K> | undefined;
  get(resource: ResourceName, namespace: string | undefined, name: string): KubeObject | undefined;

  list<K extends KindName>(resource: K, namespace?: string): Listed<Stored<K>>;
  list(resource: ResourceName, namespace?: string): Listed<KubeObject>;

  /** The objects as they were at an earlier version; throws a 410 StatusError if that is too old. */
  listAt(resource: ResourceName, namespace: string | undefined, version: string): KubeObject[];

  /** Fills in uid, creationTimestamp, resourceVersion, generation; AlreadyExists if the name is taken. */
  create<K extends KindName>(resource: K, object: Draft<K>): Stored<K>;
  create<R extends ResourceName>(resource: Unnamed<R>, object: ObjectDraft): KubeObject;

  /**
   * Reads, changes and writes in one step. `change` mutates a deep copy. A change of `status` alone does not increase the generation.
   * Unchanged objects keep their version. NotFound if it is gone.
   */
  update<K extends KindName>(
    resource: K,
    namespace: string | undefined,
    name: string,
    change: (object: Stored<K>) => void,
    options?: UpdateOptions,
  ): Stored<K>;
  update<R extends ResourceName>(
    resource: Unnamed<R>,
    namespace: string | undefined,
    name: string,
    change: (object: KubeObject) => void,
    options?: UpdateOptions,
  ): KubeObject;

  /** Removes at once: the caller handles grace periods and finalizers (the API server's DELETE and the node agent). */
  remove(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
    options?: { uid?: string },
  ): KubeObject | undefined;

  /**
   * Events after `since` (exclusive), then live ones, in order; throws a 410 StatusError if `since` is too old. Returns the unsubscribe
   * function.
   */
  watch<K extends KindName>(
    resource: K,
    namespace: string | undefined,
    since: string | undefined,
    onEvent: (event: StoreEvent<Stored<K>>) => void,
  ): () => void;
  watch(
    resource: ResourceName,
    namespace: string | undefined,
    since: string | undefined,
    onEvent: (event: StoreEvent) => void,
  ): () => void;
}

export interface Listed<O> {
  items: O[];
  resourceVersion: string;
}

export interface UpdateOptions {
  subresource?: 'status';
  uid?: string;
  /** `change` gets a shallow copy with frozen fields and replaces whole fields. */
  isReplaced?: boolean;
}
