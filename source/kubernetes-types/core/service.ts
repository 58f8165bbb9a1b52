import { condition } from '../meta/condition.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, keyed, list, map, object } from '../schema/field-types.ts';

export const servicePort = object('ServicePort', {
  name: [1, 'string'],
  protocol: [2, 'string'],
  appProtocol: [6, 'string', 'pointer'],
  port: [3, 'int32', 'required'],
  targetPort: [4, 'intOrString'],
  nodePort: [5, 'int32'],
});
export type ServicePort = Infer<typeof servicePort>;

export const clientIPConfig = object('ClientIPConfig', {
  timeoutSeconds: [1, 'int32', 'pointer'],
});
export type ClientIPConfig = Infer<typeof clientIPConfig>;

export const sessionAffinityConfig = object('SessionAffinityConfig', {
  clientIP: [1, clientIPConfig],
});
export type SessionAffinityConfig = Infer<typeof sessionAffinityConfig>;

export const serviceSpec = object('ServiceSpec', {
  ports: [1, keyed('port', servicePort)],
  selector: [2, map('string')],
  clusterIP: [3, 'string'],
  clusterIPs: [18, list('string')],
  type: [4, 'string'],
  externalIPs: [5, list('string')],
  sessionAffinity: [7, 'string'],
  loadBalancerIP: [8, 'string'],
  loadBalancerSourceRanges: [9, list('string')],
  externalName: [10, 'string'],
  externalTrafficPolicy: [11, 'string'],
  healthCheckNodePort: [12, 'int32'],
  publishNotReadyAddresses: [13, 'bool'],
  sessionAffinityConfig: [14, sessionAffinityConfig],
  ipFamilies: [19, list('string')],
  ipFamilyPolicy: [17, 'string', 'pointer'],
  allocateLoadBalancerNodePorts: [20, 'bool', 'pointer'],
  loadBalancerClass: [21, 'string', 'pointer'],
  internalTrafficPolicy: [22, 'string', 'pointer'],
  trafficDistribution: [23, 'string', 'pointer'],
});
export type ServiceSpec = Infer<typeof serviceSpec>;

export const portStatus = object('PortStatus', {
  port: [1, 'int32', 'required'],
  protocol: [2, 'string', 'required'],
  error: [3, 'string', 'pointer'],
});
export type PortStatus = Infer<typeof portStatus>;

export const loadBalancerIngress = object('LoadBalancerIngress', {
  ip: [1, 'string'],
  hostname: [2, 'string'],
  ipMode: [3, 'string', 'pointer'],
  ports: [4, list(portStatus)],
});
export type LoadBalancerIngress = Infer<typeof loadBalancerIngress>;

export const loadBalancerStatus = object('LoadBalancerStatus', {
  ingress: [1, list(loadBalancerIngress)],
});
export type LoadBalancerStatus = Infer<typeof loadBalancerStatus>;

export const serviceStatus = object('ServiceStatus', {
  loadBalancer: [1, loadBalancerStatus],
  conditions: [2, keyed('type', condition)],
});
export type ServiceStatus = Infer<typeof serviceStatus>;

export const service = object('Service', {
  metadata: [1, objectMeta],
  spec: [2, serviceSpec, 'required'],
  status: [3, serviceStatus],
});
export type Service = Infer<typeof service>;
