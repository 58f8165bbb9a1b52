import { objectsIn, stringIn, valueAt } from '../json/json-value.ts';
import type { Workload } from './find-workloads.ts';
import { dataVolumes } from './hidden-mounts.ts';

/**
 * Whether a new pod of a broker finds what the one before it wrote: its data directory is on a claim, or on a path of the node. The image's
 * own `VOLUME` there is empty in each new container.
 */
export function keepsData({ object, container, environment }: Workload): boolean {
  const repository = /^(?:docker\.io\/)?([^:@]+)/.exec(stringIn(container.image) ?? '')?.[1] ?? '';
  const image = Object.hasOwn(dataVolumes, repository) ? dataVolumes[repository] : undefined;
  const lasting = lastingVolumes(object);
  const mounts = objectsIn(container.volumeMounts).map((mount) => ({
    at: withSlash(stringIn(mount.mountPath) ?? ''),
    lasts: lasting.has(stringIn(mount.name) ?? ''),
  }));
  const directories = (image?.elsewhere === undefined ? undefined : environment[image.elsewhere])?.split(',');
  const paths = directories ?? image?.paths;
  // Where an image keeps its data is not known of others.
  if (paths === undefined) return mounts.some(({ lasts }) => lasts);
  const volumes = [...(image?.paths ?? []).map((path) => ({ at: withSlash(path), lasts: false })), ...mounts];
  return paths.every((path) => {
    const above = volumes.filter(({ at }) => withSlash(path.trim()).startsWith(at));
    // The innermost holds it; of two at one path, the mount.
    return above.sort((a, b) => b.at.length - a.at.length || Number(b.lasts) - Number(a.lasts))[0]?.lasts;
  });
}

/** The names of the volumes that outlive a pod. */
function lastingVolumes(object: Workload['object']): ReadonlySet<string> {
  const claims = objectsIn(valueAt(object, 'spec', 'volumeClaimTemplates')).map((claim) =>
    valueAt(claim, 'metadata', 'name'),
  );
  const volumes = objectsIn(valueAt(object, 'spec', 'template', 'spec', 'volumes'))
    .filter((volume) => volume.persistentVolumeClaim !== undefined || volume.hostPath !== undefined)
    .map(({ name }) => name);
  return new Set([...claims, ...volumes].map(String));
}

const withSlash = (path: string): string => `${path.replace(/\/+$/, '')}/`;
