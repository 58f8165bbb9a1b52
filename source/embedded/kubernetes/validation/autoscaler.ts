import { isRecord } from '../objects/values.ts';
import { records } from '../schema/pod-defaults.ts';
import type { FieldErrors } from './field-errors.ts';

/** The field that holds each kind of metric. */
const sources: Readonly<Record<string, string>> = {
  ContainerResource: 'containerResource',
  External: 'external',
  Object: 'object',
  Pods: 'pods',
  Resource: 'resource',
};

/** https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/apis/autoscaling/validation/validation.go */
export function validateAutoscaler(causes: FieldErrors, spec: unknown): void {
  const autoscaler = isRecord(spec) ? spec : {};
  const least = autoscaler.minReplicas;
  const most = Number(autoscaler.maxReplicas ?? 0);
  if (typeof least === 'number' && least < 1)
    causes.invalid('spec.minReplicas', least, 'must be greater than or equal to 1');
  if (most < 1) causes.invalid('spec.maxReplicas', most, 'must be greater than 0');
  if (typeof least === 'number' && most < least)
    causes.invalid('spec.maxReplicas', most, 'must be greater than or equal to `minReplicas`');
  const target = isRecord(autoscaler.scaleTargetRef) ? autoscaler.scaleTargetRef : {};
  for (const field of ['kind', 'name']) if (!target[field]) causes.required(`spec.scaleTargetRef.${field}`);
  for (const [index, metric] of records(autoscaler.metrics).entries())
    checkMetric(causes, `spec.metrics[${index}]`, metric);
}

function checkMetric(causes: FieldErrors, field: string, metric: Record<string, unknown>): void {
  const { type } = metric;
  if (!type) causes.required(`${field}.type`, 'must specify a metric source type');
  const source = sources[String(type)];
  if (source === undefined) causes.unsupported(`${field}.type`, type ?? '', Object.keys(sources));
  else if (metric[source] === undefined)
    causes.required(`${field}.${source}`, 'must populate information for the given metric source');
  for (const other of Object.values(sources))
    if (other !== source && metric[other] !== undefined)
      causes.forbidden(`${field}.${other}`, 'must populate the given metric source only');
}
