import { objectReference } from '../core/references.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, list, map, object } from '../schema/field-types.ts';

export const endpointConditions = object('EndpointConditions', {
  ready: [1, 'bool', 'pointer'],
  serving: [2, 'bool', 'pointer'],
  terminating: [3, 'bool', 'pointer'],
});
export type EndpointConditions = Infer<typeof endpointConditions>;

export const forZone = object('ForZone', {
  name: [1, 'string', 'required'],
});
export type ForZone = Infer<typeof forZone>;

export const endpointHints = object('EndpointHints', {
  forZones: [1, list(forZone)],
});
export type EndpointHints = Infer<typeof endpointHints>;

export const endpoint = object('Endpoint', {
  addresses: [1, list('string')],
  conditions: [2, endpointConditions],
  hostname: [3, 'string', 'pointer'],
  targetRef: [4, objectReference],
  deprecatedTopology: [5, map('string')],
  nodeName: [6, 'string', 'pointer'],
  zone: [7, 'string', 'pointer'],
  hints: [8, endpointHints],
});
export type Endpoint = Infer<typeof endpoint>;

export const endpointPort = object('EndpointPort', {
  name: [1, 'string', 'pointer'],
  protocol: [2, 'string', 'pointer'],
  port: [3, 'int32', 'pointer'],
  appProtocol: [4, 'string', 'pointer'],
});
export type EndpointPort = Infer<typeof endpointPort>;

export const endpointSlice = object('EndpointSlice', {
  metadata: [1, objectMeta],
  addressType: [4, 'string'],
  endpoints: [2, list(endpoint)],
  ports: [3, list(endpointPort)],
});
export type EndpointSlice = Infer<typeof endpointSlice>;
