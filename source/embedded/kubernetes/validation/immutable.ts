import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import type { Resource } from '../objects/resources.ts';
import { invalid } from '../objects/status-error.ts';
import { isRecord, sameValue } from '../objects/values.ts';
import { records } from '../schema/pod-defaults.ts';
import { FieldErrors } from './field-errors.ts';
import { checkNewFinalizers } from './finalizers.ts';
import { validatePersistentVolumeUpdate } from './persistent-volume.ts';

type Fields = Record<string, unknown>;

const statefulSetFields = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
];
const podFields = ['activeDeadlineSeconds', 'tolerations', 'terminationGracePeriodSeconds', 'nodeName'];

/** Refuses changes of immutable fields, and finalizers that come too late. */
export function validateUpdate(resource: Resource, before: KubeObject, after: KubeObject): void {
  const causes = new FieldErrors();
  const old = isRecord(before.spec) ? before.spec : {};
  const now = isRecord(after.spec) ? after.spec : {};
  checkNewFinalizers(causes, before, after);
  switch (resource.plural) {
    case 'statefulsets':
      if (!sameValue(without(old, statefulSetFields), without(now, statefulSetFields)))
        causes.forbidden(
          'spec',
          "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', " +
            "'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden",
        );
      break;
    case 'jobs':
      for (const field of ['completions', 'selector', 'template', 'completionMode', 'managedBy'])
        if (!sameValue(old[field], now[field]))
          causes.invalid(`spec.${field}`, now[field], 'field is immutable');
      break;
    case 'rolebindings':
    case 'clusterrolebindings':
      if (!sameValue(before.roleRef, after.roleRef))
        causes.invalid('roleRef', after.roleRef, 'cannot change roleRef');
      break;
    case 'ingressclasses':
      if (old.controller !== now.controller)
        causes.invalid('spec.controller', now.controller, 'field is immutable');
      break;
    case 'daemonsets':
    case 'deployments':
    case 'replicasets':
      if (!sameValue(old.selector, now.selector))
        causes.invalid('spec.selector', now.selector, 'field is immutable');
      break;
    case 'services':
      if (old.clusterIP && now.clusterIP !== old.clusterIP && old.type !== 'ExternalName')
        causes.invalid('spec.clusterIPs[0]', [now.clusterIP], 'may not change once set');
      break;
    case 'pods':
      if (!sameValue(fixedPart(old), fixedPart(now)))
        causes.forbidden(
          'spec',
          'pod updates may not change fields other than `spec.containers[*].image`, `spec.initContainers[*].image`, ' +
            '`spec.activeDeadlineSeconds`, `spec.tolerations` (only additions to existing tolerations), ' +
            '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)',
        );
      break;
    case 'persistentvolumes':
      validatePersistentVolumeUpdate(causes, old, now);
      break;
    case 'persistentvolumeclaims':
      if (!sameValue(fixedClaim(old, old), fixedClaim(now, old)))
        causes.forbidden(
          'spec',
          'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims',
        );
      break;
    case 'configmaps':
    case 'secrets':
      if (
        before.immutable === true &&
        !sameValue([before.data, before.binaryData], [after.data, after.binaryData])
      )
        causes.forbidden('data', 'field is immutable when `immutable` is set');
      if (resource.plural === 'secrets' && before.type !== after.type)
        causes.invalid('type', after.type, 'field is immutable');
      break;
  }
  if (causes.list.length > 0) throw invalid(resource, after.metadata.name, causes.list);
}

function without(spec: Fields, fields: readonly string[]): Fields {
  return Object.fromEntries(Object.entries(spec).filter(([field]) => !fields.includes(field)));
}

/** A claim's spec without its mutable fields; the volume name may be set once. */
function fixedClaim(spec: Fields, before: Fields): Fields {
  return without(spec, before.volumeName ? ['resources'] : ['resources', 'volumeName']);
}

/** A pod's spec without its mutable fields. */
function fixedPart(spec: Fields): Fields {
  const fixed = without(spec, podFields);
  for (const list of ['containers', 'initContainers']) {
    if (fixed[list]) fixed[list] = records(fixed[list]).map((container) => without(container, ['image']));
  }
  return fixed;
}
