import type { Draft, KindName, Stored } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject, ObjectMeta, TypeMeta } from '../../../kubernetes-types/kube-object.ts';

/** An object on its way in: the store fills in kind, apiVersion and what identifies it. */
export interface ObjectDraft extends Partial<TypeMeta> {
  metadata: ObjectMeta;
  [field: string]: unknown;
}

/** `pods`, `statefulsets`: the plural that the REST path has. Group and version come from the resource table. */
export type ResourceName = string;

/** A resource whose name is known only when the program runs. A kind by its name has the signature with its own type alone. */
type Unnamed<R extends ResourceName> = R extends KindName ? never : R;

export interface StoreEvent<O = KubeObject> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: O;
  /** The object before a MODIFIED, so that a selector can tell what it has left. */
  readonly previous?: O;
}

/**
 * The one store behind the API. Objects handed out are frozen or copies: change one by putting a new one.
 * Versions are one counter for all resources, as in etcd. Errors are `StatusError` (a Kubernetes Status with code and reason).
 */
export interface Store {
  get<K extends KindName>(resource: K, namespace: string | undefined, name: string): Stored<K> | undefined;
  get(resource: ResourceName, namespace: string | undefined, name: string): KubeObject | undefined;

  list<K extends KindName>(resource: K, namespace?: string): Listed<Stored<K>>;
  list(resource: ResourceName, namespace?: string): Listed<KubeObject>;

  /** Fills in uid, creationTimestamp, resourceVersion, generation; AlreadyExists if the name is taken. */
  create<K extends KindName>(resource: K, object: Draft<K>): Stored<K>;
  create<R extends ResourceName>(resource: Unnamed<R>, object: ObjectDraft): KubeObject;

  /**
   * Reads, changes and writes as one step. `change` gets a deep copy and mutates it. `status` alone does
   * not bump the generation. Unchanged objects keep their version. NotFound if it is gone.
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

  /** Removes for good: grace and finalizers are the caller's business (the API server's DELETE and the node agent's end). */
  remove(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
    options?: { uid?: string },
  ): KubeObject | undefined;

  /** Events after `since` (exclusive), then live ones, in order; `since` too old: a 410 StatusError is thrown. Returns an unsubscribe. */
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
  /** `change` puts others in the place of all fields: it gets a shallow copy, whose fields are frozen. */
  isReplaced?: boolean;
}
