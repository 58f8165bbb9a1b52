import type { MetricSpec, MetricTarget } from '../../../kubernetes-types/autoscaling/metrics.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { type Description, longTime, shownAnnotations } from './description.ts';

/** What is measured is unknown: the embedded cluster has no metrics server, as kind has none. */
export function describeAutoscaler(
  out: Description,
  { metadata, spec, status }: Stored<'horizontalpodautoscalers'>,
): void {
  const target = spec?.scaleTargetRef;
  out.field(0, 'Name', metadata.name);
  out.field(0, 'Namespace', metadata.namespace);
  out.map(0, 'Labels', metadata.labels);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
  out.field(0, 'CreationTimestamp', longTime(metadata.creationTimestamp));
  out.field(0, 'Reference', `${target?.kind ?? ''}/${target?.name ?? ''}`);
  out.field(0, 'Metrics', '( current / target )');
  for (const metric of spec?.metrics ?? []) out.line(1, metricText(metric));
  out.field(0, 'Min replicas', spec?.minReplicas ?? '<unset>');
  out.field(0, 'Max replicas', spec?.maxReplicas ?? 0);
  const { scaleUp, scaleDown } = spec?.behavior ?? {};
  if (spec?.behavior) out.line(0, 'Behavior:');
  describeDirection(out, 'Scale Up', scaleUp);
  describeDirection(out, 'Scale Down', scaleDown);
  const { currentReplicas = 0, desiredReplicas = 0 } = status ?? {};
  out.field(0, `${target?.kind ?? ''} pods`, `${currentReplicas} current / ${desiredReplicas} desired`);
}

type Rules = NonNullable<
  NonNullable<NonNullable<Stored<'horizontalpodautoscalers'>['spec']>['behavior']>['scaleUp']
>;

function describeDirection(out: Description, title: string, rules: Rules | undefined): void {
  if (!rules) return;
  const { stabilizationWindowSeconds, policies = [], selectPolicy = 'Max' } = rules;
  out.line(1, `${title}:`);
  if (stabilizationWindowSeconds !== undefined)
    out.line(2, `Stabilization Window: ${stabilizationWindowSeconds} seconds`);
  if (policies.length === 0) return;
  out.line(2, `Select Policy: ${selectPolicy}`);
  out.line(2, 'Policies:');
  for (const { type, value, periodSeconds } of policies)
    out.line(3, `- Type: ${type}\tValue: ${value}\tPeriod: ${periodSeconds} seconds`);
}

const unknown = '<unknown>';

function metricText({ type, external, pods, object, resource, containerResource }: MetricSpec): string {
  if (external) {
    const { averageValue, value } = external.target;
    const kind = averageValue === undefined ? 'target value' : 'target average value';
    return `${JSON.stringify(external.metric.name)} (${kind}):\t${unknown} / ${averageValue ?? value}`;
  }
  if (pods) return `${JSON.stringify(pods.metric.name)} on pods:\t${unknown} / ${pods.target.averageValue}`;
  if (object) {
    const { metric, describedObject: on, target } = object;
    const isAverage = target.type === 'AverageValue';
    const kind = isAverage ? 'target average value' : 'target value';
    const wanted = isAverage ? target.averageValue : target.value;
    return `"${metric.name}" on ${on.kind}/${on.name} (${kind}):\t${unknown} / ${wanted}`;
  }
  if (resource) return `resource ${resource.name} on pods${resourceText(resource.target)}`;
  if (containerResource) {
    const { name, container, target } = containerResource;
    return `resource ${name} of container "${container}" on pods${resourceText(target)}`;
  }
  return `<unknown metric type ${JSON.stringify(type)}>`;
}

function resourceText({ averageValue, averageUtilization }: MetricTarget): string {
  if (averageValue !== undefined) return `:\t${unknown} / ${averageValue}`;
  const wanted = averageUtilization === undefined ? '<auto>' : `${averageUtilization}%`;
  return `  (as a percentage of request):\t${unknown} / ${wanted}`;
}
