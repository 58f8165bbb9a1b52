import { LabError } from '../errors/lab-error.ts';
import { objectsIn, valueAt } from '../json/json-value.ts';
import type { ManifestObject } from './parse-manifest.ts';
import { plainAssignments } from './script-assignments.ts';
import { commandText, containerEnvironment, type Environment } from './workload-environment.ts';

/** A StatefulSet or Deployment, and its first container. */
export interface Workload {
  readonly object: ManifestObject;
  readonly container: ManifestObject;
  /** What the manifests tell of its variables, those that its start script exports included. */
  readonly environment: Environment;
}

export function workloadOf(object: ManifestObject, manifests: readonly ManifestObject[]): Workload {
  const container = mainContainer(object);
  const environment = {
    ...containerEnvironment(container, manifests),
    ...plainAssignments(commandText(container)),
  };
  return { object, container, environment };
}

/** A sidecar may be named before the container that the pod is about. */
function mainContainer(object: ManifestObject): ManifestObject {
  const containers = containersOf(object);
  const isMain = ({ image }: ManifestObject): boolean => /kafka|zookeeper/.test(String(image));
  return (containers.length > 1 ? containers.find(isMain) : undefined) ?? containers[0] ?? {};
}

export function containersOf(workload: ManifestObject): ManifestObject[] {
  return objectsIn(valueAt(workload, 'spec', 'template', 'spec', 'containers'));
}

/** The workloads that have a variable, of several those whose image has such a name; where none has it, all of that image. */
export function preferring(
  workloads: readonly Workload[],
  hasVariable: (workload: Workload) => boolean,
  image: RegExp,
): readonly Workload[] {
  const found = workloads.filter(hasVariable);
  const isNamed = ({ container }: Workload): boolean => image.test(String(container.image));
  if (found.length === 0) return workloads.filter(isNamed);
  // One ConfigMap may give the variables of ZooKeeper to the brokers as well.
  return found.length > 1 && found.some(isNamed) ? found.filter(isNamed) : found;
}

/** The clients of a role; where none has a ROLE, those with such a name. */
export function withRole(
  deployments: readonly Workload[],
  hasRole: (workload: Workload) => boolean,
  name: RegExp,
): readonly Workload[] {
  const found = deployments.filter(hasRole);
  if (found.length > 0 || deployments.some(({ environment }) => environment.ROLE !== undefined)) return found;
  return deployments.filter(({ object }) => name.test(nameOf(object)));
}

export function only(file: string, what: string, found: readonly Workload[]): Workload {
  const [first] = found;
  if (
    found.length === 1 &&
    first !== undefined &&
    typeof valueAt(first.object, 'metadata', 'name') === 'string'
  )
    return first;
  throw new LabError(
    'manifest',
    `\`${file}\` has ${found.length === 0 ? 'no' : `${found.length} times a`} ${what}`,
    {
      hint: `the lab needs ${found.length === 0 ? 'one' : 'exactly one'}, with a name and its variables under \`env\``,
    },
  );
}

export const nameOf = (object: ManifestObject): string => String(valueAt(object, 'metadata', 'name'));
