import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, list, object } from '../schema/field-types.ts';
import { objectReference } from './references.ts';

export const endpointAddress = object('EndpointAddress', {
  ip: [1, 'string', 'required'],
  hostname: [3, 'string'],
  nodeName: [4, 'string', 'pointer'],
  targetRef: [2, objectReference],
});
export type EndpointAddress = Infer<typeof endpointAddress>;

export const endpointPort = object('EndpointPort', {
  name: [1, 'string'],
  port: [2, 'int32', 'required'],
  protocol: [3, 'string'],
  appProtocol: [4, 'string', 'pointer'],
});
export type EndpointPort = Infer<typeof endpointPort>;

export const endpointSubset = object('EndpointSubset', {
  addresses: [1, list(endpointAddress)],
  notReadyAddresses: [2, list(endpointAddress)],
  ports: [3, list(endpointPort)],
});
export type EndpointSubset = Infer<typeof endpointSubset>;

export const endpoints = object('Endpoints', {
  metadata: [1, objectMeta],
  subsets: [2, list(endpointSubset)],
});
export type Endpoints = Infer<typeof endpoints>;
