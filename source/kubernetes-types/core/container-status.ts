import { type Infer, keyed, list, map, object } from '../schema/field-types.ts';
import { resourceRequirements } from './resource-requirements.ts';

export const containerStateWaiting = object('ContainerStateWaiting', {
  reason: [1, 'string'],
  message: [2, 'string'],
});
export type ContainerStateWaiting = Infer<typeof containerStateWaiting>;

export const containerStateRunning = object('ContainerStateRunning', {
  startedAt: [1, 'time'],
});
export type ContainerStateRunning = Infer<typeof containerStateRunning>;

export const containerStateTerminated = object('ContainerStateTerminated', {
  exitCode: [1, 'int32', 'required'],
  signal: [2, 'int32'],
  reason: [3, 'string'],
  message: [4, 'string'],
  startedAt: [5, 'time'],
  finishedAt: [6, 'time'],
  containerID: [7, 'string'],
});
export type ContainerStateTerminated = Infer<typeof containerStateTerminated>;

export const containerState = object('ContainerState', {
  waiting: [1, containerStateWaiting],
  running: [2, containerStateRunning],
  terminated: [3, containerStateTerminated],
});
export type ContainerState = Infer<typeof containerState>;

export const volumeMountStatus = object('VolumeMountStatus', {
  name: [1, 'string', 'required'],
  mountPath: [2, 'string', 'required'],
  readOnly: [3, 'bool'],
  recursiveReadOnly: [4, 'string', 'pointer'],
});
export type VolumeMountStatus = Infer<typeof volumeMountStatus>;

export const linuxContainerUser = object('LinuxContainerUser', {
  uid: [1, 'int64', 'required'],
  gid: [2, 'int64', 'required'],
  supplementalGroups: [3, list('int64')],
});
export type LinuxContainerUser = Infer<typeof linuxContainerUser>;

export const containerUser = object('ContainerUser', {
  linux: [1, linuxContainerUser],
});
export type ContainerUser = Infer<typeof containerUser>;

export const resourceHealth = object('ResourceHealth', {
  resourceID: [1, 'string', 'required'],
  health: [2, 'string'],
});
export type ResourceHealth = Infer<typeof resourceHealth>;

export const resourceStatus = object('ResourceStatus', {
  name: [1, 'string', 'required'],
  resources: [2, list(resourceHealth)],
});
export type ResourceStatus = Infer<typeof resourceStatus>;

export const containerStatus = object('ContainerStatus', {
  name: [1, 'string', 'required'],
  state: [2, containerState],
  lastState: [3, containerState],
  ready: [4, 'bool'],
  restartCount: [5, 'int32'],
  image: [6, 'string'],
  imageID: [7, 'string'],
  containerID: [8, 'string'],
  started: [9, 'bool', 'pointer'],
  allocatedResources: [10, map('quantity')],
  resources: [11, resourceRequirements],
  volumeMounts: [12, keyed('mountPath', volumeMountStatus)],
  user: [13, containerUser],
  allocatedResourcesStatus: [14, keyed('name', resourceStatus)],
});
export type ContainerStatus = Infer<typeof containerStatus>;
