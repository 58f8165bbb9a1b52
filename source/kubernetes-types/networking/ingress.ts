import { typedLocalObjectReference } from '../core/references.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, list, object } from '../schema/field-types.ts';

export const ingressBackend = object('IngressBackend', {
  service: [
    4,
    object('IngressServiceBackend', {
      name: [1, 'string', 'required'],
      port: [2, object('ServiceBackendPort', { name: [1, 'string'], number: [2, 'int32'] })],
    }),
  ],
  resource: [3, typedLocalObjectReference],
});
export type IngressBackend = Infer<typeof ingressBackend>;

const ingressRuleValue = object('IngressRuleValue', {
  http: [
    1,
    object('HTTPIngressRuleValue', {
      paths: [
        1,
        list(
          object('HTTPIngressPath', {
            path: [1, 'string'],
            pathType: [3, 'string', 'pointer'],
            backend: [2, ingressBackend, 'required'],
          }),
        ),
        'required',
      ],
    }),
  ],
});

const ingressPortStatus = object('IngressPortStatus', {
  port: [1, 'int32', 'required'],
  protocol: [2, 'string', 'required'],
  error: [3, 'string', 'pointer'],
});

export const ingress = object('Ingress', {
  metadata: [1, objectMeta],
  spec: [
    2,
    object('IngressSpec', {
      ingressClassName: [4, 'string', 'pointer'],
      defaultBackend: [1, ingressBackend],
      tls: [2, list(object('IngressTLS', { hosts: [1, list('string')], secretName: [2, 'string'] }))],
      rules: [
        3,
        list(
          object('IngressRule', {
            host: [1, 'string'],
            ingressRuleValue: [2, ingressRuleValue, 'inline'],
          }),
        ),
      ],
    }),
  ],
  status: [
    3,
    object('IngressStatus', {
      loadBalancer: [
        1,
        object('IngressLoadBalancerStatus', {
          ingress: [
            1,
            list(
              object('IngressLoadBalancerIngress', {
                ip: [1, 'string'],
                hostname: [2, 'string'],
                ports: [4, list(ingressPortStatus)],
              }),
            ),
          ],
        }),
      ],
    }),
  ],
});
export type Ingress = Infer<typeof ingress>;
