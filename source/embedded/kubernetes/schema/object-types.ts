import { each, keyed, list, map, type ObjectType, object } from './field-types.ts';
import { conditions, labelSelector, stringMap, strings, typeMeta } from './meta-types.ts';
import { pod, podTemplate, resourceRequirements } from './pod-types.ts';

const rollingUpdate = (name: string) =>
  object(name, { ...each('intOrString', 'maxUnavailable maxSurge'), partition: 'int32' });

const claimSpec = object('PersistentVolumeClaimSpec', {
  accessModes: strings,
  selector: labelSelector,
  resources: resourceRequirements,
  ...each('string', 'volumeName storageClassName volumeMode volumeAttributesClassName'),
  ...each('any', 'dataSource dataSourceRef'),
});

const claim = object('PersistentVolumeClaim', {
  ...typeMeta,
  spec: claimSpec,
  status: object('PersistentVolumeClaimStatus', {
    phase: 'string',
    accessModes: strings,
    capacity: map('quantity'),
    conditions,
    ...each(
      'any',
      'allocatedResources allocatedResourceStatuses currentVolumeAttributesClassName modifyVolumeStatus',
    ),
  }),
});

const replicaCounts =
  'replicas readyReplicas availableReplicas updatedReplicas currentReplicas unavailableReplicas fullyLabeledReplicas ' +
  'collisionCount terminatingReplicas';
const workloadStatus = (name: string) =>
  object(name, {
    ...each('int32', replicaCounts),
    observedGeneration: 'int64',
    ...each('string', 'currentRevision updateRevision'),
    conditions,
  });

const servicePort = object('ServicePort', {
  ...each('string', 'name protocol appProtocol'),
  ...each('int32', 'port nodePort'),
  targetPort: 'intOrString',
});

/** The kinds whose bodies are decoded field by field. The others are taken as they are. */
const types: Readonly<Record<string, ObjectType>> = {
  pods: pod,
  configmaps: object('ConfigMap', {
    ...typeMeta,
    data: stringMap,
    binaryData: map('bytes'),
    immutable: 'bool',
  }),
  secrets: object('Secret', {
    ...typeMeta,
    type: 'string',
    data: map('bytes'),
    stringData: stringMap,
    immutable: 'bool',
  }),
  namespaces: object('Namespace', {
    ...typeMeta,
    spec: object('NamespaceSpec', { finalizers: strings }),
    status: object('NamespaceStatus', { phase: 'string', conditions }),
  }),
  serviceaccounts: object('ServiceAccount', {
    ...typeMeta,
    secrets: keyed('name', 'any'),
    imagePullSecrets: list('any'),
    automountServiceAccountToken: 'bool',
  }),
  services: object('Service', {
    ...typeMeta,
    spec: object('ServiceSpec', {
      ports: keyed('port', servicePort),
      selector: stringMap,
      ...each('string', 'type clusterIP sessionAffinity loadBalancerIP externalName externalTrafficPolicy'),
      ...each('string', 'internalTrafficPolicy ipFamilyPolicy loadBalancerClass trafficDistribution'),
      ...each(strings, 'clusterIPs externalIPs loadBalancerSourceRanges ipFamilies'),
      ...each('bool', 'publishNotReadyAddresses allocateLoadBalancerNodePorts'),
      healthCheckNodePort: 'int32',
      sessionAffinityConfig: 'any',
    }),
    status: object('ServiceStatus', { loadBalancer: 'any', conditions }),
  }),
  persistentvolumeclaims: claim,
  deployments: object('Deployment', {
    ...typeMeta,
    spec: object('DeploymentSpec', {
      ...each('int32', 'replicas minReadySeconds revisionHistoryLimit progressDeadlineSeconds'),
      selector: labelSelector,
      template: podTemplate,
      strategy: object('DeploymentStrategy', {
        type: 'string',
        rollingUpdate: rollingUpdate('RollingUpdateDeployment'),
      }),
      paused: 'bool',
    }),
    status: workloadStatus('DeploymentStatus'),
  }),
  replicasets: object('ReplicaSet', {
    ...typeMeta,
    spec: object('ReplicaSetSpec', {
      ...each('int32', 'replicas minReadySeconds'),
      selector: labelSelector,
      template: podTemplate,
    }),
    status: workloadStatus('ReplicaSetStatus'),
  }),
  statefulsets: object('StatefulSet', {
    ...typeMeta,
    spec: object('StatefulSetSpec', {
      ...each('int32', 'replicas minReadySeconds revisionHistoryLimit'),
      selector: labelSelector,
      template: podTemplate,
      volumeClaimTemplates: list(claim),
      ...each('string', 'serviceName podManagementPolicy'),
      updateStrategy: object('StatefulSetUpdateStrategy', {
        type: 'string',
        rollingUpdate: rollingUpdate('RollingUpdateStatefulSetStrategy'),
      }),
      persistentVolumeClaimRetentionPolicy: object(
        'StatefulSetPersistentVolumeClaimRetentionPolicy',
        each('string', 'whenDeleted whenScaled'),
      ),
      ordinals: object('StatefulSetOrdinals', { start: 'int32' }),
    }),
    status: workloadStatus('StatefulSetStatus'),
  }),
  poddisruptionbudgets: object('PodDisruptionBudget', {
    ...typeMeta,
    spec: object('PodDisruptionBudgetSpec', {
      ...each('intOrString', 'minAvailable maxUnavailable'),
      selector: labelSelector,
      unhealthyPodEvictionPolicy: 'string',
    }),
    status: object('PodDisruptionBudgetStatus', {
      ...each('int32', 'disruptionsAllowed currentHealthy desiredHealthy expectedPods'),
      observedGeneration: 'int64',
      disruptedPods: stringMap,
      conditions,
    }),
  }),
};

/** For every other kind: known metadata, and a body of any shape. */
const openKind = object('Object', typeMeta);

export function typeOf(plural: string): ObjectType {
  return types[plural] ?? openKind;
}

/** Whether the fields of this kind are all known, so that an unknown one is an error. */
export function isDecoded(plural: string): boolean {
  return plural in types;
}
