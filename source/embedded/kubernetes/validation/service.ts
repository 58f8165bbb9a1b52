import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { isRecord } from '../objects/values.ts';
import { records } from '../schema/pod-defaults.ts';
import type { FieldErrors } from './field-errors.ts';
import { checkLabels, dnsLabel } from './names.ts';

/** The rules of `ValidateService` that a manifest meets. */
export function validateService(causes: FieldErrors, service: KubeObject): void {
  const spec = isRecord(service.spec) ? service.spec : {};
  causes.oneOf('spec.type', spec.type, ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort']);
  causes.oneOf('spec.sessionAffinity', spec.sessionAffinity, ['ClientIP', 'None']);
  checkLabels(causes, 'spec.selector', spec.selector);
  const ports = records(spec.ports);
  const headless = spec.clusterIP === 'None';
  if (ports.length === 0 && !headless && spec.type !== 'ExternalName') causes.required('spec.ports');
  if (headless && (spec.type === 'NodePort' || spec.type === 'LoadBalancer'))
    causes.invalid('spec.clusterIPs[0]', 'None', `may not be set to 'None' for ${spec.type} services`);
  if (spec.type === 'ExternalName' && !spec.externalName) causes.required('spec.externalName');

  const names = new Set<unknown>();
  const used = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const at = `spec.ports[${index}]`;
    if (!port.name) {
      if (ports.length > 1) causes.required(`${at}.name`);
    } else {
      const wrong = dnsLabel(String(port.name));
      if (wrong) causes.invalid(`${at}.name`, port.name, wrong);
      if (names.has(port.name)) causes.duplicate(`${at}.name`, port.name);
      names.add(port.name);
    }
    causes.port(`${at}.port`, port.port);
    causes.oneOf(`${at}.protocol`, port.protocol, ['SCTP', 'TCP', 'UDP']);
    if (typeof port.targetPort === 'number') causes.port(`${at}.targetPort`, port.targetPort);
    const key = `${port.port}/${port.protocol}`;
    if (used.has(key)) causes.duplicate(at, { protocol: port.protocol, port: port.port });
    used.add(key);
  }
}
