import { type JsonObject, objectsIn, stringIn, valueAt } from '../json/json-value.ts';
import { objectsOf } from './parse-manifest.ts';

/** The `VOLUME`s of Confluent's images that hold data, by repository, and the variable that puts the data elsewhere. */
export const dataVolumes: Readonly<
  Record<string, { readonly paths: readonly string[]; readonly elsewhere?: string }>
> = {
  'confluentinc/cp-kafka': { paths: ['/var/lib/kafka/data'], elsewhere: 'KAFKA_LOG_DIRS' },
  'confluentinc/cp-zookeeper': { paths: ['/var/lib/zookeeper/data', '/var/lib/zookeeper/log'] },
};

/**
 * Volumes of a manifest that do not keep what they seem to: mounted above a `VOLUME` of the image, where the container gets an anonymous
 * volume of its own. One sentence each.
 * @throws LabError `manifest` for a text that is no manifest
 */
export function describeHiddenMounts(name: string, text: string): string[] {
  return objectsOf(name, text).flatMap((object) => {
    const template = valueAt(object, 'spec', 'template', 'spec', 'containers');
    const containers = template ?? valueAt(object, 'spec', 'containers');
    return objectsIn(containers).flatMap((container) => hiddenIn(name, container));
  });
}

function hiddenIn(file: string, container: JsonObject): string[] {
  const repository = /^(?:docker\.io\/)?([^:@]+)/.exec(stringIn(container.image) ?? '')?.[1] ?? '';
  const volumes = Object.hasOwn(dataVolumes, repository) ? dataVolumes[repository] : undefined;
  if (volumes === undefined) return [];
  const isElsewhere = objectsIn(container.env).some((variable) => variable.name === volumes.elsewhere);
  if (volumes.elsewhere !== undefined && isElsewhere) return [];
  const mounts = objectsIn(container.volumeMounts).map((mount) => ({
    volume: stringIn(mount.name) ?? '',
    at: (stringIn(mount.mountPath) ?? '').replace(/\/+$/, ''),
  }));
  return volumes.paths.flatMap((path) => {
    if (mounts.some(({ at }) => at === path)) return [];
    return mounts
      .filter(({ at }) => at !== '' && path.startsWith(`${at}/`))
      .map(
        ({ volume, at }) =>
          `${file} mounts \`${volume}\` at ${at}, but ${path} is a VOLUME of ${repository}: each new container gets an empty one there, ` +
          `and its data is lost with the container. Mount \`${volume}\` at ${path} to keep it.`,
      );
  });
}
