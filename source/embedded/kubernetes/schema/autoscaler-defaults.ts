import { type Body, fill, records, section } from './pod-defaults.ts';

const scaleUpPolicies = [
  { type: 'Pods', value: 4, periodSeconds: 15 },
  { type: 'Percent', value: 100, periodSeconds: 15 },
];
const scaleDownPolicies = [{ type: 'Percent', value: 100, periodSeconds: 15 }];

/** Defaults of `autoscaling/v2`: without metrics, four fifths of the processor that the pods request. */
export function defaultAutoscaler(autoscaler: Body): void {
  const spec = section(autoscaler, 'spec');
  fill(spec, { minReplicas: 1 });
  if (records(spec.metrics).length === 0)
    spec.metrics = [
      {
        type: 'Resource',
        resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
      },
    ];
  if (spec.behavior !== undefined) {
    const behavior = section(spec, 'behavior');
    fill(section(behavior, 'scaleUp'), {
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
      policies: scaleUpPolicies,
    });
    fill(section(behavior, 'scaleDown'), { selectPolicy: 'Max', policies: scaleDownPolicies });
  }
  fill(section(autoscaler, 'status'), { currentMetrics: null, desiredReplicas: 0 });
}
