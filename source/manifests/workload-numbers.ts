import { type JsonValue, objectIn, objectsIn, valueAt } from '../json/json-value.ts';
import type { Workload } from './find-workloads.ts';
import type { ManifestObject } from './parse-manifest.ts';

/** A whole number from 0 on, as a manifest or a variable has it; `otherwise` if it is none. */
export function countOf(value: unknown, otherwise: number): number {
  const count = value === '' || value === null ? Number.NaN : Number(value);
  return value !== undefined && Number.isSafeInteger(count) && count >= 0 ? count : otherwise;
}

/** The ports that the container declares. */
export const portsOf = ({ container }: Workload): number[] =>
  objectsIn(container.ports)
    .map(({ containerPort }) => countOf(containerPort, 0))
    .filter((port) => port > 0);

export function firstOrdinalOf(set: ManifestObject): number {
  return countOf(valueAt(set, 'spec', 'ordinals', 'start'), 0);
}

/** The labels by which a workload finds its pods, as `kubectl -l` takes them. That they are its pods' own is for the API server to see. */
export function selectorOf(workload: ManifestObject): string {
  return asSelector(valueAt(workload, 'spec', 'selector', 'matchLabels')) || podSelectorOf(workload);
}

/** All labels of its pods. Several Deployments may select the same one and tell their pods apart by another. */
export function podSelectorOf(workload: ManifestObject): string {
  return asSelector(valueAt(workload, 'spec', 'template', 'metadata', 'labels'));
}

function asSelector(labels: JsonValue | undefined): string {
  return Object.entries(objectIn(labels))
    .map(([key, value]) => `${key}=${String(value)}`)
    .join(',');
}
