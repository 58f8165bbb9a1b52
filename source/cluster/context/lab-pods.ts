import { objectIn, objectsIn, valueAt } from '../../json/json-value.ts';
import { containersOf } from '../../manifests/find-workloads.ts';
import type { ManifestObject } from '../../manifests/parse-manifest.ts';

/** One workload of the manifests, as the pods that it makes. */
export interface LabPods {
  readonly workload: string;
  readonly replicas: number;
  readonly spec: ManifestObject;
  readonly containers: readonly ManifestObject[];
  /** The claims of each pod. */
  readonly claims: readonly ManifestObject[];
}

/** More replicas than this are not distinguished. */
const mostReplicas = 1000;

/** The pods of the workloads among the objects of the manifests. */
export function labPods(objects: readonly ManifestObject[]): LabPods[] {
  return objects
    .filter(({ kind }) => kind === 'StatefulSet' || kind === 'Deployment')
    .map((object) => ({
      workload: String(valueAt(object, 'metadata', 'name')),
      replicas: Math.min(mostReplicas, Number(valueAt(object, 'spec', 'replicas') ?? 1) || 0),
      spec: objectIn(valueAt(object, 'spec', 'template', 'spec')),
      containers: containersOf(object),
      claims: objectsIn(valueAt(object, 'spec', 'volumeClaimTemplates')),
    }));
}
