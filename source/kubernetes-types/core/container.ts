import { type Infer, keyed, list, object } from '../schema/field-types.ts';
import { envFromSource, envVar } from './environment.ts';
import { lifecycle, probe } from './probe.ts';
import { resourceRequirements } from './resource-requirements.ts';
import { securityContext } from './security-context.ts';

export const containerPort = object('ContainerPort', {
  name: [1, 'string'],
  hostPort: [2, 'int32'],
  containerPort: [3, 'int32', 'required'],
  protocol: [4, 'string'],
  hostIP: [5, 'string'],
});
export type ContainerPort = Infer<typeof containerPort>;

export const containerResizePolicy = object('ContainerResizePolicy', {
  resourceName: [1, 'string', 'required'],
  restartPolicy: [2, 'string', 'required'],
});
export type ContainerResizePolicy = Infer<typeof containerResizePolicy>;

export const volumeMount = object('VolumeMount', {
  name: [1, 'string', 'required'],
  readOnly: [2, 'bool'],
  recursiveReadOnly: [7, 'string', 'pointer'],
  mountPath: [3, 'string', 'required'],
  subPath: [4, 'string'],
  mountPropagation: [5, 'string', 'pointer'],
  subPathExpr: [6, 'string'],
});
export type VolumeMount = Infer<typeof volumeMount>;

export const volumeDevice = object('VolumeDevice', {
  name: [1, 'string', 'required'],
  devicePath: [2, 'string', 'required'],
});
export type VolumeDevice = Infer<typeof volumeDevice>;

/** An ephemeral container has the fields of a container. */
const containerFields = {
  name: [1, 'string', 'required'],
  image: [2, 'string', 'required'],
  command: [3, list('string')],
  args: [4, list('string')],
  workingDir: [5, 'string'],
  ports: [6, keyed('containerPort', containerPort)],
  envFrom: [19, list(envFromSource)],
  env: [7, keyed('name', envVar)],
  resources: [8, resourceRequirements],
  resizePolicy: [23, list(containerResizePolicy)],
  restartPolicy: [24, 'string', 'pointer'],
  volumeMounts: [9, keyed('mountPath', volumeMount)],
  volumeDevices: [21, keyed('devicePath', volumeDevice)],
  livenessProbe: [10, probe],
  readinessProbe: [11, probe],
  startupProbe: [22, probe],
  lifecycle: [12, lifecycle],
  terminationMessagePath: [13, 'string'],
  terminationMessagePolicy: [20, 'string'],
  imagePullPolicy: [14, 'string'],
  securityContext: [15, securityContext],
  stdin: [16, 'bool'],
  stdinOnce: [17, 'bool'],
  tty: [18, 'bool'],
} as const;

export const container = object('Container', containerFields);
export type Container = Infer<typeof container>;

export const ephemeralContainerCommon = object('EphemeralContainerCommon', containerFields);
export type EphemeralContainerCommon = Infer<typeof ephemeralContainerCommon>;

export const ephemeralContainer = object('EphemeralContainer', {
  ephemeralContainerCommon: [1, ephemeralContainerCommon, 'inline'],
  targetContainerName: [2, 'string'],
});
export type EphemeralContainer = Infer<typeof ephemeralContainer>;
