import type { MetricSpec, MetricTarget } from '../../../kubernetes-types/autoscaling/metrics.ts';
import { age } from '../../../kubernetes-values/age.ts';
import { columns, none, type Printers } from './column.ts';

/** No more than so many targets are shown. */
const mostTargets = 2;

/** What is measured is unknown: there is no metrics server, as on kind. */
function target(metric: MetricSpec): string {
  const source =
    metric.external ?? metric.pods ?? metric.object ?? metric.resource ?? metric.containerResource;
  if (!source) return '<unknown type>';
  const resource = metric.resource ?? metric.containerResource;
  if (resource) return `${resource.name}: <unknown>/${resourceTarget(resource.target)}`;
  const { averageValue, value } = source.target;
  if (averageValue === undefined) return `<unknown>/${value ?? ''}`;
  return `<unknown>/${averageValue}${metric.pods ? '' : ' (avg)'}`;
}

function resourceTarget({ averageValue, averageUtilization }: MetricTarget): string {
  if (averageValue !== undefined) return averageValue;
  return averageUtilization === undefined ? '<auto>' : `${averageUtilization}%`;
}

function targets(metrics: readonly MetricSpec[] = []): string {
  if (metrics.length === 0) return none;
  const list = metrics.slice(0, mostTargets).map(target).join(', ');
  const more = metrics.length - mostTargets;
  return more > 0 ? `${list} + ${more} more...` : list;
}

export const autoscalerPrinters: Printers = {
  horizontalpodautoscalers: {
    columns: columns('Name, Reference, Targets, MinPods, MaxPods, Replicas, Age'),
    row: (it, now) => [
      it.metadata.name,
      `${it.spec?.scaleTargetRef.kind ?? ''}/${it.spec?.scaleTargetRef.name ?? ''}`,
      targets(it.spec?.metrics),
      String(it.spec?.minReplicas ?? '<unset>'),
      it.spec?.maxReplicas ?? 0,
      it.status?.currentReplicas ?? 0,
      age(it.metadata.creationTimestamp, now),
    ],
  },
};
