import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, keyed, list, map, object } from '../schema/field-types.ts';
import { affinity, toleration, topologySpreadConstraint } from './affinity.ts';
import { container, ephemeralContainer } from './container.ts';
import { containerStatus } from './container-status.ts';
import { localObjectReference } from './references.ts';
import { resourceRequirements } from './resource-requirements.ts';
import { podSecurityContext } from './security-context.ts';
import { volume } from './volume.ts';

export const hostAlias = object('HostAlias', {
  ip: [1, 'string', 'required'],
  hostnames: [2, list('string')],
});
export type HostAlias = Infer<typeof hostAlias>;

export const podDNSConfigOption = object('PodDNSConfigOption', {
  name: [1, 'string'],
  value: [2, 'string', 'pointer'],
});
export type PodDNSConfigOption = Infer<typeof podDNSConfigOption>;

export const podDNSConfig = object('PodDNSConfig', {
  nameservers: [1, list('string')],
  searches: [2, list('string')],
  options: [3, list(podDNSConfigOption)],
});
export type PodDNSConfig = Infer<typeof podDNSConfig>;

export const podReadinessGate = object('PodReadinessGate', {
  conditionType: [1, 'string', 'required'],
});
export type PodReadinessGate = Infer<typeof podReadinessGate>;

export const podOS = object('PodOS', {
  name: [1, 'string', 'required'],
});
export type PodOS = Infer<typeof podOS>;

export const podSchedulingGate = object('PodSchedulingGate', {
  name: [1, 'string', 'required'],
});
export type PodSchedulingGate = Infer<typeof podSchedulingGate>;

export const podResourceClaim = object('PodResourceClaim', {
  name: [1, 'string', 'required'],
  resourceClaimName: [3, 'string', 'pointer'],
  resourceClaimTemplateName: [4, 'string', 'pointer'],
});
export type PodResourceClaim = Infer<typeof podResourceClaim>;

export const podSpec = object('PodSpec', {
  volumes: [1, keyed('name', volume)],
  initContainers: [20, keyed('name', container)],
  containers: [2, keyed('name', container), 'required'],
  ephemeralContainers: [34, keyed('name', ephemeralContainer)],
  restartPolicy: [3, 'string'],
  terminationGracePeriodSeconds: [4, 'int64', 'pointer'],
  activeDeadlineSeconds: [5, 'int64', 'pointer'],
  dnsPolicy: [6, 'string'],
  nodeSelector: [7, map('string')],
  serviceAccountName: [8, 'string'],
  serviceAccount: [9, 'string'],
  automountServiceAccountToken: [21, 'bool', 'pointer'],
  nodeName: [10, 'string'],
  hostNetwork: [11, 'bool'],
  hostPID: [12, 'bool'],
  hostIPC: [13, 'bool'],
  shareProcessNamespace: [27, 'bool', 'pointer'],
  securityContext: [14, podSecurityContext],
  imagePullSecrets: [15, keyed('name', localObjectReference)],
  hostname: [16, 'string'],
  subdomain: [17, 'string'],
  affinity: [18, affinity],
  schedulerName: [19, 'string'],
  tolerations: [22, list(toleration)],
  hostAliases: [23, keyed('ip', hostAlias)],
  priorityClassName: [24, 'string'],
  priority: [25, 'int32', 'pointer'],
  dnsConfig: [26, podDNSConfig],
  readinessGates: [28, list(podReadinessGate)],
  runtimeClassName: [29, 'string', 'pointer'],
  enableServiceLinks: [30, 'bool', 'pointer'],
  preemptionPolicy: [31, 'string', 'pointer'],
  overhead: [32, map('quantity')],
  topologySpreadConstraints: [33, keyed('topologyKey', topologySpreadConstraint)],
  setHostnameAsFQDN: [35, 'bool', 'pointer'],
  os: [36, podOS],
  hostUsers: [37, 'bool', 'pointer'],
  schedulingGates: [38, keyed('name', podSchedulingGate)],
  resourceClaims: [39, keyed('name', podResourceClaim)],
  resources: [40, resourceRequirements],
});
export type PodSpec = Infer<typeof podSpec>;

export const podCondition = object('PodCondition', {
  type: [1, 'string', 'required'],
  status: [2, 'string'],
  lastProbeTime: [3, 'timeOrNull'],
  lastTransitionTime: [4, 'time'],
  reason: [5, 'string'],
  message: [6, 'string'],
});
export type PodCondition = Infer<typeof podCondition>;

export const hostIP = object('HostIP', {
  ip: [1, 'string', 'required'],
});
export type HostIP = Infer<typeof hostIP>;

export const podIP = object('PodIP', {
  ip: [1, 'string', 'required'],
});
export type PodIP = Infer<typeof podIP>;

export const podResourceClaimStatus = object('PodResourceClaimStatus', {
  name: [1, 'string', 'required'],
  resourceClaimName: [2, 'string', 'pointer'],
});
export type PodResourceClaimStatus = Infer<typeof podResourceClaimStatus>;

export const podStatus = object('PodStatus', {
  phase: [1, 'string'],
  conditions: [2, keyed('type', podCondition)],
  message: [3, 'string'],
  reason: [4, 'string'],
  nominatedNodeName: [11, 'string'],
  hostIP: [5, 'string'],
  hostIPs: [16, keyed('ip', hostIP)],
  podIP: [6, 'string'],
  podIPs: [12, keyed('ip', podIP)],
  startTime: [7, 'time'],
  initContainerStatuses: [10, list(containerStatus)],
  containerStatuses: [8, list(containerStatus)],
  qosClass: [9, 'string'],
  ephemeralContainerStatuses: [13, list(containerStatus)],
  resize: [14, 'string'],
  resourceClaimStatuses: [15, keyed('name', podResourceClaimStatus)],
});
export type PodStatus = Infer<typeof podStatus>;

export const pod = object('Pod', {
  metadata: [1, objectMeta],
  spec: [2, podSpec, 'required'],
  status: [3, podStatus],
});
export type Pod = Infer<typeof pod>;

export const podTemplateSpec = object('PodTemplateSpec', {
  metadata: [1, objectMeta],
  spec: [2, podSpec, 'required'],
});
export type PodTemplateSpec = Infer<typeof podTemplateSpec>;
