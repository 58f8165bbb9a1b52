import type { JsonObject, JsonValue } from '../../json/json-value.ts';

/** Metadata of an object as a server sends it; {@link kubeObject} has checked the fields that are named here. */
export type KubeMeta = {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  /** RFC 3339; null in an object that no server has stored */
  creationTimestamp?: string | null;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: { kind: string; name: string; uid: string; controller?: boolean; apiVersion: string }[];
  [field: string]: JsonValue | undefined;
};

/**
 * A Kubernetes object of any kind, as JSON. Its metadata is checked, the rest is read through the accessors of `json/json-value.ts`, or
 * decoded as its kind with `decodeKind`.
 */
export type KubeObject = {
  apiVersion: string;
  kind: string;
  metadata: KubeMeta;
  [field: string]: JsonValue | undefined;
};

/** One page of a collection. */
export interface KubeList {
  readonly resourceVersion: string | undefined;
  /** The token that asks for the next page; undefined on the last. */
  readonly next: string | undefined;
  /** The objects, without their kind and version. */
  readonly items: readonly JsonObject[];
}

/** https://kubernetes.io/docs/reference/kubernetes-api/definitions/status-v1-meta/ */
export interface KubeStatus {
  readonly kind: 'Status';
  readonly message?: string | undefined;
  readonly reason?: string | undefined;
  readonly code?: number | undefined;
  readonly details?:
    | {
        readonly name?: string | undefined;
        readonly kind?: string | undefined;
        readonly uid?: string | undefined;
        readonly causes: readonly {
          readonly message?: string | undefined;
          readonly field?: string | undefined;
        }[];
      }
    | undefined;
}
