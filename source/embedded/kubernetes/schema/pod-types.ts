import { each, keyed, list, map, object } from './field-types.ts';
import { conditions, objectMeta, stringMap, strings, typeMeta } from './meta-types.ts';

const httpGet = object('HTTPGetAction', {
  ...each('string', 'path host scheme'),
  port: 'intOrString',
  httpHeaders: list(object('HTTPHeader', each('string', 'name value'))),
});
const handlers = {
  exec: object('ExecAction', { command: strings }),
  httpGet,
  tcpSocket: object('TCPSocketAction', { port: 'intOrString', host: 'string' }),
} as const;

const probe = object('Probe', {
  ...handlers,
  grpc: object('GRPCAction', { port: 'int32', service: 'string' }),
  ...each('int32', 'initialDelaySeconds timeoutSeconds periodSeconds successThreshold failureThreshold'),
  terminationGracePeriodSeconds: 'int64',
});

const lifecycleHandler = object('LifecycleHandler', {
  ...handlers,
  sleep: object('SleepAction', { seconds: 'int64' }),
});

const keySelector = (name: string) => object(name, { ...each('string', 'name key'), optional: 'bool' });
const localReference = (name: string) => object(name, { name: 'string', optional: 'bool' });

export const fieldSelector = object('ObjectFieldSelector', each('string', 'apiVersion fieldPath'));
const resourceFieldSelector = object('ResourceFieldSelector', {
  ...each('string', 'containerName resource'),
  divisor: 'quantity',
});

const envVar = object('EnvVar', {
  ...each('string', 'name value'),
  valueFrom: object('EnvVarSource', {
    fieldRef: fieldSelector,
    resourceFieldRef: resourceFieldSelector,
    configMapKeyRef: keySelector('ConfigMapKeySelector'),
    secretKeyRef: keySelector('SecretKeySelector'),
  }),
});

export const resourceRequirements = object('ResourceRequirements', {
  limits: map('quantity'),
  requests: map('quantity'),
  claims: 'any',
});

const container = (name: string) =>
  object(name, {
    ...each(
      'string',
      'name image workingDir imagePullPolicy restartPolicy terminationMessagePath terminationMessagePolicy targetContainerName',
    ),
    ...each('bool', 'stdin stdinOnce tty'),
    command: strings,
    args: strings,
    ports: keyed(
      'containerPort',
      object('ContainerPort', {
        ...each('string', 'name hostIP protocol'),
        ...each('int32', 'containerPort hostPort'),
      }),
    ),
    env: keyed('name', envVar),
    envFrom: list(
      object('EnvFromSource', {
        prefix: 'string',
        configMapRef: localReference('ConfigMapEnvSource'),
        secretRef: localReference('SecretEnvSource'),
      }),
    ),
    resources: resourceRequirements,
    resizePolicy: 'any',
    volumeMounts: keyed(
      'mountPath',
      object('VolumeMount', {
        ...each('string', 'name mountPath subPath subPathExpr mountPropagation recursiveReadOnly'),
        readOnly: 'bool',
      }),
    ),
    volumeDevices: keyed('devicePath', object('VolumeDevice', each('string', 'name devicePath'))),
    livenessProbe: probe,
    readinessProbe: probe,
    startupProbe: probe,
    lifecycle: object('Lifecycle', {
      postStart: lifecycleHandler,
      preStop: lifecycleHandler,
      stopSignal: 'string',
    }),
    securityContext: 'any',
  });

const keyToPath = list(object('KeyToPath', { ...each('string', 'key path'), mode: 'int32' }));
const unreadSources =
  'gcePersistentDisk awsElasticBlockStore gitRepo nfs iscsi glusterfs rbd flexVolume cinder cephfs flocker fc azureFile ' +
  'vsphereVolume quobyte azureDisk photonPersistentDisk portworxVolume scaleIO storageos csi ephemeral image projected downwardAPI';

const volume = object('Volume', {
  name: 'string',
  hostPath: object('HostPathVolumeSource', each('string', 'path type')),
  emptyDir: object('EmptyDirVolumeSource', { medium: 'string', sizeLimit: 'quantity' }),
  secret: object('SecretVolumeSource', {
    secretName: 'string',
    items: keyToPath,
    defaultMode: 'int32',
    optional: 'bool',
  }),
  configMap: object('ConfigMapVolumeSource', {
    name: 'string',
    items: keyToPath,
    defaultMode: 'int32',
    optional: 'bool',
  }),
  persistentVolumeClaim: object('PersistentVolumeClaimVolumeSource', {
    claimName: 'string',
    readOnly: 'bool',
  }),
  ...each('any', unreadSources),
});

const toleration = object('Toleration', {
  ...each('string', 'key operator value effect'),
  tolerationSeconds: 'int64',
});

export const podSpec = object('PodSpec', {
  ...each(
    'string',
    'restartPolicy dnsPolicy serviceAccountName serviceAccount nodeName hostname subdomain schedulerName priorityClassName runtimeClassName preemptionPolicy',
  ),
  ...each('int64', 'terminationGracePeriodSeconds activeDeadlineSeconds'),
  ...each(
    'bool',
    'automountServiceAccountToken hostNetwork hostPID hostIPC hostUsers shareProcessNamespace enableServiceLinks setHostnameAsFQDN',
  ),
  priority: 'int32',
  volumes: keyed('name', volume),
  initContainers: keyed('name', container('Container')),
  containers: keyed('name', container('Container')),
  ephemeralContainers: keyed('name', container('EphemeralContainer')),
  nodeSelector: stringMap,
  securityContext: 'any',
  imagePullSecrets: keyed('name', object('LocalObjectReference', { name: 'string' })),
  affinity: 'any',
  tolerations: list(toleration),
  hostAliases: keyed('ip', object('HostAlias', { ip: 'string', hostnames: strings })),
  ...each('any', 'dnsConfig readinessGates os schedulingGates resourceClaims overhead resources'),
  topologySpreadConstraints: keyed('topologyKey', 'any'),
});

/** A template of a pod, in a workload. */
export const podTemplate = object('PodTemplateSpec', { metadata: objectMeta, spec: podSpec });

const podStatus = object('PodStatus', {
  ...each('string', 'phase message reason nominatedNodeName hostIP podIP startTime qosClass resize'),
  conditions,
  hostIPs: keyed('ip', 'any'),
  podIPs: keyed('ip', 'any'),
  ...each('any', 'initContainerStatuses containerStatuses ephemeralContainerStatuses resourceClaimStatuses'),
});

export const pod = object('Pod', { ...typeMeta, spec: podSpec, status: podStatus });
