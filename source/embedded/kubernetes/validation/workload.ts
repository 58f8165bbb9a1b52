import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { matchesRequirements } from '../../../kubernetes-values/label-requirement.ts';
import { parseLabelSelector } from '../../../kubernetes-values/label-selector.ts';
import type { Resource } from '../objects/resources.ts';
import { isRecord } from '../objects/values.ts';
import { validateClaimTemplates } from './claim.ts';
import type { FieldErrors } from './field-errors.ts';
import { checkLabels } from './names.ts';
import { validatePodSpec } from './pod-spec.ts';

/** Selector, template, counts and strategy of a DaemonSet, Deployment, ReplicaSet or StatefulSet. */
export function validateWorkload(causes: FieldErrors, resource: Resource, object: KubeObject): void {
  const spec = isRecord(object.spec) ? object.spec : {};
  causes.notNegative('spec.replicas', spec.replicas);
  causes.notNegative('spec.minReadySeconds', spec.minReadySeconds);
  causes.notNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit);
  validateSelector(causes, resource, spec);
  validatePodSpec(causes, 'spec.template.spec', isRecord(spec.template) ? spec.template.spec : undefined, {
    restartPolicies: ['Always'],
    mountsNeedVolumes: resource.plural !== 'statefulsets',
  });
  if (resource.plural === 'deployments') validateStrategy(causes, spec.strategy);
  if (resource.plural === 'daemonsets' && isRecord(spec.updateStrategy))
    causes.oneOf('spec.updateStrategy.type', spec.updateStrategy.type, ['RollingUpdate', 'OnDelete']);
  if (resource.plural !== 'statefulsets') return;
  causes.oneOf('spec.podManagementPolicy', spec.podManagementPolicy, ['OrderedReady', 'Parallel']);
  if (isRecord(spec.updateStrategy))
    causes.oneOf('spec.updateStrategy', spec.updateStrategy.type, ['RollingUpdate', 'OnDelete']);
  validateClaimTemplates(causes, 'spec.volumeClaimTemplates', spec.volumeClaimTemplates);
}

function validateSelector(causes: FieldErrors, resource: Resource, spec: Record<string, unknown>): void {
  const metadata = isRecord(spec.template) ? spec.template.metadata : undefined;
  const labels = isRecord(metadata) && isRecord(metadata.labels) ? metadata.labels : {};
  checkLabels(causes, 'spec.template.labels', labels);
  if (isRecord(spec.selector)) {
    checkLabels(causes, 'spec.selector.matchLabels', spec.selector.matchLabels);
    const selector = parseLabelSelector(spec.selector);
    if (selector === undefined)
      causes.invalid('spec.selector.matchExpressions', spec.selector, 'not a valid selector operator');
    else if (selector.length === 0)
      causes.invalid('spec.selector', {}, `empty selector is invalid for ${resource.singular}`);
    else if (matchesRequirements(selector, labels as Record<string, string>)) return;
    if (selector === undefined || selector.length === 0) return;
  } else causes.required('spec.selector');
  causes.list.push({
    reason: 'FieldValueInvalid',
    field: 'spec.template.metadata.labels',
    message: `Invalid value: map[string]string${JSON.stringify(labels)}: \`selector\` does not match template \`labels\``,
  });
}

function validateStrategy(causes: FieldErrors, strategy: unknown): void {
  if (!isRecord(strategy)) return;
  causes.oneOf('spec.strategy.type', strategy.type, ['Recreate', 'RollingUpdate']);
  if (strategy.type === 'Recreate' && strategy.rollingUpdate !== undefined)
    causes.forbidden(
      'spec.strategy.rollingUpdate',
      "may not be specified when strategy `type` is 'Recreate'",
    );
  const rolling = isRecord(strategy.rollingUpdate) ? strategy.rollingUpdate : {};
  for (const field of ['maxSurge', 'maxUnavailable']) {
    const value = rolling[field];
    if (typeof value === 'string' && !/^\d{1,6}%$/.test(value))
      causes.invalid(
        `spec.strategy.rollingUpdate.${field}`,
        value,
        'a valid percent is a number followed by %',
      );
    causes.notNegative(`spec.strategy.rollingUpdate.${field}`, value);
  }
  const isZero = (value: unknown) => value === 0 || value === '0%';
  if (isZero(rolling.maxSurge) && isZero(rolling.maxUnavailable))
    causes.invalid(
      'spec.strategy.rollingUpdate.maxUnavailable',
      rolling.maxUnavailable,
      'may not be 0 when `maxSurge` is 0',
    );
}
