import { labelSelector } from '../meta/label-selector.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, list, object } from '../schema/field-types.ts';

const networkPolicyPort = object('NetworkPolicyPort', {
  protocol: [1, 'string', 'pointer'],
  port: [2, 'intOrString', 'pointer'],
  endPort: [3, 'int32', 'pointer'],
});
export type NetworkPolicyPort = Infer<typeof networkPolicyPort>;

const ipBlock = object('IPBlock', {
  cidr: [1, 'string'],
  except: [2, list('string')],
});

const networkPolicyPeer = object('NetworkPolicyPeer', {
  podSelector: [1, labelSelector],
  namespaceSelector: [2, labelSelector],
  ipBlock: [3, ipBlock],
});
export type NetworkPolicyPeer = Infer<typeof networkPolicyPeer>;

export const networkPolicy = object('NetworkPolicy', {
  metadata: [1, objectMeta],
  spec: [
    2,
    object('NetworkPolicySpec', {
      podSelector: [1, labelSelector, 'required'],
      ingress: [
        2,
        list(
          object('NetworkPolicyIngressRule', {
            ports: [1, list(networkPolicyPort)],
            from: [2, list(networkPolicyPeer)],
          }),
        ),
      ],
      egress: [
        3,
        list(
          object('NetworkPolicyEgressRule', {
            ports: [1, list(networkPolicyPort)],
            to: [2, list(networkPolicyPeer)],
          }),
        ),
      ],
      policyTypes: [4, list('string')],
    }),
  ],
});
export type NetworkPolicy = Infer<typeof networkPolicy>;
