import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { isRecord } from '../objects/values.ts';

type Fields = Record<string, unknown>;

const records = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isRecord) : []);

/**
 * `autoscaling/v1` has one number where v2 has a list of metrics: the average use of the processor, in percent.
 * Source: https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/apis/autoscaling/v1/conversion.go
 * Differs from Kubernetes: other metrics are not kept in an annotation.
 */
export function toAutoscalerV1(stored: KubeObject): Fields {
  const { metrics, behavior: _, ...spec } = isRecord(stored.spec) ? stored.spec : {};
  const use = records(metrics)
    .map(processorUse)
    .find((value) => value !== undefined);
  const {
    currentMetrics: _metrics,
    conditions: _conditions,
    ...status
  } = isRecord(stored.status) ? stored.status : {};
  return {
    ...stored,
    spec: { ...spec, ...(use === undefined ? {} : { targetCPUUtilizationPercentage: use }) },
    status: { currentReplicas: 0, ...status },
  };
}

/** The same in the other direction. */
export function fromAutoscalerV1(served: KubeObject): Fields {
  if (!isRecord(served.spec)) return served;
  const { targetCPUUtilizationPercentage: averageUtilization, ...spec } = served.spec;
  if (averageUtilization === undefined) return served;
  const target = { type: 'Utilization', averageUtilization };
  return { ...served, spec: { ...spec, metrics: [{ type: 'Resource', resource: { name: 'cpu', target } }] } };
}

function processorUse({ resource }: Fields): unknown {
  if (!isRecord(resource) || resource.name !== 'cpu' || !isRecord(resource.target)) return undefined;
  return resource.target.averageUtilization;
}
