import { LabError } from '../errors/lab-error.ts';
import { valueAt } from '../json/json-value.ts';
import { nameOf } from './find-workloads.ts';
import type { ManifestObject } from './parse-manifest.ts';

/**
 * The namespace of the services, in which the lab runs. Clients that name none are applied to it, too.
 * @throws LabError `manifest`: they are in several, of which the lab's commands and checks would see one
 */
export function sharedNamespace(
  services: readonly ManifestObject[],
  clients: readonly ManifestObject[],
): string {
  const named = [
    ...services.map((object) => ({ object, namespace: namespaceOf(object) ?? 'default' })),
    ...clients.map((object) => ({ object, namespace: namespaceOf(object) })),
  ].filter(({ namespace }) => namespace !== undefined);
  const [first, ...others] = named;
  const other = others.find(({ namespace }) => namespace !== first?.namespace);
  if (first === undefined || other === undefined) return first?.namespace ?? 'default';
  const places = [first, other].map(
    ({ object, namespace }) => `\`${nameOf(object)}\` is in namespace \`${namespace}\``,
  );
  throw new LabError('manifest', places.join(', '), {
    hint: 'put ZooKeeper, the brokers and the clients into one namespace: the lab works in one',
  });
}

function namespaceOf(object: ManifestObject): string | undefined {
  const namespace = valueAt(object, 'metadata', 'namespace');
  return typeof namespace === 'string' && namespace !== '' ? namespace : undefined;
}
