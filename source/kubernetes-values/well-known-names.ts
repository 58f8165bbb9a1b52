/*
 * Names that Kubernetes or kubectl gives to labels, annotations and finalizers.
 * Source: https://kubernetes.io/docs/reference/labels-annotations-taints/
 */

/** On a StorageClass: `true` makes it the default class of claims. */
export const defaultClassAnnotation = 'storageclass.kubernetes.io/is-default-class';
/** On a ReplicaSet and its Deployment: the number of the rollout. */
export const revisionAnnotation = 'deployment.kubernetes.io/revision';
/** On a pod: kubectl's default container. */
export const defaultContainerAnnotation = 'kubectl.kubernetes.io/default-container';
/** The manifest of the last `kubectl apply`, the base of the next. */
export const lastAppliedAnnotation = 'kubectl.kubernetes.io/last-applied-configuration';
/** On an EndpointSlice: its Service. */
export const serviceNameLabel = 'kubernetes.io/service-name';

/** Keeps an owner until its dependents are deleted. */
export const foregroundFinalizer = 'foregroundDeletion';
/** Keeps an owner until its dependents have dropped their reference to it. */
export const orphanFinalizer = 'orphan';
/** Keeps a claim while a pod uses it. */
export const claimProtectionFinalizer = 'kubernetes.io/pvc-protection';
