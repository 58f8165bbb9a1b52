/** Kubernetes objects as a server sends them. Nothing in them is checked beyond being JSON: readers narrow what they need. */
export interface KubeObject {
  apiVersion: string;
  kind: string;
  metadata: KubeMeta;
  // biome-ignore lint/suspicious/noExplicitAny: an object's body is whatever its kind says; readers narrow it.
  [field: string]: any;
}

export interface KubeMeta {
  name: string;
  namespace?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  creationTimestamp?: string;
  deletionTimestamp?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
  ownerReferences?: { kind: string; name: string; uid: string; controller?: boolean; apiVersion: string }[];
  [field: string]: unknown;
}

export interface KubeList {
  kind: string;
  apiVersion: string;
  metadata?: { resourceVersion?: string; continue?: string };
  items: KubeObject[];
}

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
export interface KubeStatus {
  kind: 'Status';
  status?: string;
  message?: string;
  reason?: string;
  code?: number;
  details?: {
    name?: string;
    group?: string;
    kind?: string;
    causes?: { reason?: string; message?: string; field?: string }[];
    retryAfterSeconds?: number;
  };
}

/** `meta.k8s.io/v1` Table: how a server prints what it holds. */
export interface KubeTable {
  kind: 'Table';
  metadata?: { resourceVersion?: string; continue?: string };
  columnDefinitions: { name: string; type?: string; format?: string; priority?: number }[];
  rows: { cells: unknown[]; object?: KubeObject }[];
}

export type JsonMap = Record<string, unknown>;

export function isMap(value: unknown): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
