import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import type { Resource } from '../objects/resources.ts';
import { invalid } from '../objects/status-error.ts';
import { isRecord } from '../objects/values.ts';
import { pathSegment, validateBinding, validateRole } from './access.ts';
import { validateAutoscaler } from './autoscaler.ts';
import { validateClaim } from './claim.ts';
import { validateCronJob } from './cron-job.ts';
import { checkDataSize } from './data-size.ts';
import { validateDisruptionBudget } from './disruption-budget.ts';
import { FieldErrors } from './field-errors.ts';
import { checkFinalizers } from './finalizers.ts';
import { validateIngress } from './ingress.ts';
import { validateJob } from './job.ts';
import { checkLabels, dns1035Label, dnsLabel, dnsSubdomain } from './names.ts';
import { validateNetworkPolicy } from './network-policy.ts';
import { validatePersistentVolume } from './persistent-volume.ts';
import { validatePodSpec } from './pod-spec.ts';
import { validateService } from './service.ts';
import { validateWorkload } from './workload.ts';

/** How strictly a kind's name is checked; a DNS subdomain unless listed here. */
const nameRules: Record<string, (name: string) => string | undefined> = {
  services: dns1035Label,
  namespaces: dnsLabel,
  roles: pathSegment,
  rolebindings: pathSegment,
  clusterroles: pathSegment,
  clusterrolebindings: pathSegment,
};

/** Throws a 422 that lists every cause. Defaults must be filled in already. */
export function validate(resource: Resource, object: KubeObject): void {
  const causes = new FieldErrors();
  const { metadata } = object;
  if (!metadata.name && !metadata.generateName)
    causes.required('metadata.name', 'name or generateName is required');
  const checked = metadata.name || metadata.generateName?.replace(/(?<!-)-+$/, 'a');
  if (checked) {
    const wrong = (nameRules[resource.plural] ?? dnsSubdomain)(checked);
    if (wrong) causes.invalid(metadata.name ? 'metadata.name' : 'metadata.generateName', checked, wrong);
  }
  checkLabels(causes, 'metadata.labels', metadata.labels);
  checkFinalizers(causes, metadata.finalizers);
  validateBody(causes, resource, object);
  if (causes.list.length > 0) throw invalid(resource, metadata.name ?? '', causes.list);
}

function validateBody(causes: FieldErrors, resource: Resource, object: KubeObject): void {
  switch (resource.plural) {
    case 'pods':
      validatePodSpec(causes, 'spec', object.spec, {
        restartPolicies: ['Always', 'OnFailure', 'Never'],
        mountsNeedVolumes: true,
      });
      break;
    case 'daemonsets':
    case 'deployments':
    case 'replicasets':
    case 'statefulsets':
      validateWorkload(causes, resource, object);
      break;
    case 'jobs':
      validateJob(causes, object.spec);
      break;
    case 'cronjobs':
      validateCronJob(causes, object.metadata.name ?? '', object.spec);
      break;
    case 'ingresses':
      validateIngress(causes, object.spec);
      break;
    case 'horizontalpodautoscalers':
      validateAutoscaler(causes, object.spec);
      break;
    case 'roles':
    case 'clusterroles':
      validateRole(causes, object, resource.namespaced);
      break;
    case 'rolebindings':
    case 'clusterrolebindings':
      validateBinding(causes, object, resource.namespaced);
      break;
    case 'services':
      validateService(causes, object);
      break;
    case 'configmaps':
    case 'secrets':
      for (const field of ['data', 'binaryData']) checkKeys(causes, field, object[field]);
      checkDataSize(causes, resource.plural, object);
      break;
    case 'persistentvolumeclaims':
      validateClaim(causes, 'spec', object.spec);
      break;
    case 'persistentvolumes':
      validatePersistentVolume(causes, object.spec);
      break;
    case 'networkpolicies':
      validateNetworkPolicy(causes, object.spec);
      break;
    case 'poddisruptionbudgets':
      validateDisruptionBudget(causes, object.spec);
      break;
  }
}

function checkKeys(causes: FieldErrors, field: string, data: unknown): void {
  if (!isRecord(data)) return;
  for (const key of Object.keys(data)) {
    if (key.length > 253 || !/^[-._a-zA-Z0-9]+$/.test(key) || key === '.')
      causes.invalid(`${field}[${key}]`, key, "a key has letters, digits, '-', '_' or '.' only");
    else if (key.startsWith('..'))
      causes.invalid(`${field}[${key}]`, key, key === '..' ? "must not be '..'" : "must not start with '..'");
  }
}
