import { type Infer, list, object } from '../schema/field-types.ts';

export const execAction = object('ExecAction', {
  command: [1, list('string')],
});
export type ExecAction = Infer<typeof execAction>;

export const httpHeader = object('HTTPHeader', {
  name: [1, 'string', 'required'],
  value: [2, 'string', 'required'],
});
export type HTTPHeader = Infer<typeof httpHeader>;

export const httpGetAction = object('HTTPGetAction', {
  path: [1, 'string'],
  port: [2, 'intOrString', 'required'],
  host: [3, 'string'],
  scheme: [4, 'string'],
  httpHeaders: [5, list(httpHeader)],
});
export type HTTPGetAction = Infer<typeof httpGetAction>;

export const tcpSocketAction = object('TCPSocketAction', {
  port: [1, 'intOrString', 'required'],
  host: [2, 'string'],
});
export type TCPSocketAction = Infer<typeof tcpSocketAction>;

export const grpcAction = object('GRPCAction', {
  port: [1, 'int32', 'required'],
  service: [2, 'string', 'required'],
});
export type GRPCAction = Infer<typeof grpcAction>;

export const probeHandler = object('ProbeHandler', {
  exec: [1, execAction],
  httpGet: [2, httpGetAction],
  tcpSocket: [3, tcpSocketAction],
  grpc: [4, grpcAction],
});
export type ProbeHandler = Infer<typeof probeHandler>;

export const probe = object('Probe', {
  handler: [1, probeHandler, 'inline'],
  initialDelaySeconds: [2, 'int32'],
  timeoutSeconds: [3, 'int32'],
  periodSeconds: [4, 'int32'],
  successThreshold: [5, 'int32'],
  failureThreshold: [6, 'int32'],
  terminationGracePeriodSeconds: [7, 'int64', 'pointer'],
});
export type Probe = Infer<typeof probe>;

export const sleepAction = object('SleepAction', {
  seconds: [1, 'int64', 'required'],
});
export type SleepAction = Infer<typeof sleepAction>;

export const lifecycleHandler = object('LifecycleHandler', {
  exec: [1, execAction],
  httpGet: [2, httpGetAction],
  tcpSocket: [3, tcpSocketAction],
  sleep: [4, sleepAction],
});
export type LifecycleHandler = Infer<typeof lifecycleHandler>;

export const lifecycle = object('Lifecycle', {
  postStart: [1, lifecycleHandler],
  preStop: [2, lifecycleHandler],
});
export type Lifecycle = Infer<typeof lifecycle>;
