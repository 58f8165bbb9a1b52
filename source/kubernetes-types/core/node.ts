import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, keyed, list, map, object, set } from '../schema/field-types.ts';

export const taint = object('Taint', {
  key: [1, 'string', 'required'],
  value: [2, 'string'],
  effect: [3, 'string', 'required'],
  timeAdded: [4, 'time'],
});
export type Taint = Infer<typeof taint>;

export const configMapNodeConfigSource = object('ConfigMapNodeConfigSource', {
  namespace: [1, 'string', 'required'],
  name: [2, 'string', 'required'],
  uid: [3, 'string'],
  resourceVersion: [4, 'string'],
  kubeletConfigKey: [5, 'string', 'required'],
});
export type ConfigMapNodeConfigSource = Infer<typeof configMapNodeConfigSource>;

export const nodeConfigSource = object('NodeConfigSource', {
  configMap: [2, configMapNodeConfigSource],
});
export type NodeConfigSource = Infer<typeof nodeConfigSource>;

export const nodeSpec = object('NodeSpec', {
  podCIDR: [1, 'string'],
  podCIDRs: [7, set('string')],
  providerID: [3, 'string'],
  unschedulable: [4, 'bool'],
  taints: [5, list(taint)],
  configSource: [6, nodeConfigSource],
  externalID: [2, 'string'],
});
export type NodeSpec = Infer<typeof nodeSpec>;

export const nodeCondition = object('NodeCondition', {
  type: [1, 'string', 'required'],
  status: [2, 'string'],
  lastHeartbeatTime: [3, 'time'],
  lastTransitionTime: [4, 'time'],
  reason: [5, 'string'],
  message: [6, 'string'],
});
export type NodeCondition = Infer<typeof nodeCondition>;

export const nodeAddress = object('NodeAddress', {
  type: [1, 'string', 'required'],
  address: [2, 'string', 'required'],
});
export type NodeAddress = Infer<typeof nodeAddress>;

export const daemonEndpoint = object('DaemonEndpoint', {
  Port: [1, 'int32', 'required'],
});
export type DaemonEndpoint = Infer<typeof daemonEndpoint>;

export const nodeDaemonEndpoints = object('NodeDaemonEndpoints', {
  kubeletEndpoint: [1, daemonEndpoint],
});
export type NodeDaemonEndpoints = Infer<typeof nodeDaemonEndpoints>;

export const nodeSystemInfo = object('NodeSystemInfo', {
  machineID: [1, 'string'],
  systemUUID: [2, 'string'],
  bootID: [3, 'string'],
  kernelVersion: [4, 'string'],
  osImage: [5, 'string'],
  containerRuntimeVersion: [6, 'string'],
  kubeletVersion: [7, 'string'],
  kubeProxyVersion: [8, 'string'],
  operatingSystem: [9, 'string'],
  architecture: [10, 'string'],
});
export type NodeSystemInfo = Infer<typeof nodeSystemInfo>;

export const containerImage = object('ContainerImage', {
  names: [1, list('string'), 'required'],
  sizeBytes: [2, 'int64'],
});
export type ContainerImage = Infer<typeof containerImage>;

export const attachedVolume = object('AttachedVolume', {
  name: [1, 'string', 'required'],
  devicePath: [2, 'string', 'required'],
});
export type AttachedVolume = Infer<typeof attachedVolume>;

export const nodeConfigStatus = object('NodeConfigStatus', {
  assigned: [1, nodeConfigSource],
  active: [2, nodeConfigSource],
  lastKnownGood: [3, nodeConfigSource],
  error: [4, 'string'],
});
export type NodeConfigStatus = Infer<typeof nodeConfigStatus>;

export const nodeRuntimeHandlerFeatures = object('NodeRuntimeHandlerFeatures', {
  recursiveReadOnlyMounts: [1, 'bool', 'pointer'],
  userNamespaces: [2, 'bool', 'pointer'],
});
export type NodeRuntimeHandlerFeatures = Infer<typeof nodeRuntimeHandlerFeatures>;

export const nodeRuntimeHandler = object('NodeRuntimeHandler', {
  name: [1, 'string', 'required'],
  features: [2, nodeRuntimeHandlerFeatures],
});
export type NodeRuntimeHandler = Infer<typeof nodeRuntimeHandler>;

export const nodeFeatures = object('NodeFeatures', {
  supplementalGroupsPolicy: [1, 'bool', 'pointer'],
});
export type NodeFeatures = Infer<typeof nodeFeatures>;

export const nodeStatus = object('NodeStatus', {
  capacity: [1, map('quantity')],
  allocatable: [2, map('quantity')],
  phase: [3, 'string'],
  conditions: [4, keyed('type', nodeCondition)],
  addresses: [5, keyed('type', nodeAddress)],
  daemonEndpoints: [6, nodeDaemonEndpoints],
  nodeInfo: [7, nodeSystemInfo],
  images: [8, list(containerImage)],
  volumesInUse: [9, list('string')],
  volumesAttached: [10, list(attachedVolume)],
  config: [11, nodeConfigStatus],
  runtimeHandlers: [12, list(nodeRuntimeHandler)],
  features: [13, nodeFeatures],
});
export type NodeStatus = Infer<typeof nodeStatus>;

export const node = object('Node', {
  metadata: [1, objectMeta],
  spec: [2, nodeSpec],
  status: [3, nodeStatus],
});
export type Node = Infer<typeof node>;
