/** Kubernetes objects as they are on the wire; each controller narrows what it needs. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
  // biome-ignore lint/suspicious/noExplicitAny: an object's body is whatever its kind says; readers narrow it.
  [field: string]: any;
}

export interface ObjectMeta {
  name: string;
  namespace?: string;
  uid: string;
  resourceVersion: string;
  generation?: number;
  creationTimestamp: string;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
  generateName?: string;
  [field: string]: unknown;
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** An object on its way in: the store fills in kind, apiVersion and what identifies it. */
export interface ObjectDraft {
  apiVersion?: string;
  kind?: string;
  metadata: Partial<ObjectMeta>;
  // biome-ignore lint/suspicious/noExplicitAny: as in KubeObject.
  [field: string]: any;
}

/** `pods`, `statefulsets`: the plural that the REST path has. Group and version come from the resource table. */
export type ResourceName = string;

export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
  /** The object before a MODIFIED, so that a selector can tell what it has left. */
  readonly previous?: KubeObject;
}

/**
 * The one store behind the API. Objects handed out are frozen or copies: change one by putting a new one.
 * Versions are one counter for all resources, as in etcd. Errors are `StatusError` (a Kubernetes Status with code and reason).
 */
export interface Store {
  get(resource: ResourceName, namespace: string | undefined, name: string): KubeObject | undefined;
  list(resource: ResourceName, namespace?: string): { items: KubeObject[]; resourceVersion: string };
  /** Fills in uid, creationTimestamp, resourceVersion, generation; AlreadyExists if the name is taken. */
  create(resource: ResourceName, object: ObjectDraft): KubeObject;
  /**
   * Reads, changes and writes as one step. `change` gets a deep copy and mutates it. `status` alone does
   * not bump the generation. Unchanged objects keep their version. NotFound if it is gone.
   */
  update(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
    change: (object: KubeObject) => void,
    options?: { subresource?: 'status'; uid?: string },
  ): KubeObject;
  /** Removes for good: grace and finalizers are the caller's business (the API server's DELETE and the node agent's end). */
  remove(
    resource: ResourceName,
    namespace: string | undefined,
    name: string,
    options?: { uid?: string },
  ): KubeObject | undefined;
  /** Events after `since` (exclusive), then live ones, in order; `since` too old: a 410 StatusError is thrown. Returns an unsubscribe. */
  watch(
    resource: ResourceName,
    namespace: string | undefined,
    since: string | undefined,
    onEvent: (event: StoreEvent) => void,
  ): () => void;
}
