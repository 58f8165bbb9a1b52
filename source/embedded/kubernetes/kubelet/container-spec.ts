import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { ContainerSpec } from '../../containers/container.ts';
import type { NodeSetup } from '../machinery/cluster-nodes.ts';
import { ArgumentLimit } from './argument-limit.ts';
import { preparing } from './container-config-error.ts';
import { resolveEnvironment } from './environment.ts';
import { expandVariables } from './expand.ts';
import type { NodeContext } from './node-context.ts';
import { layerDirectory } from './pod-directory.ts';
import { mountsOf } from './volumes.ts';

export interface ContainerSpecOptions {
  readonly context: NodeContext;
  readonly node: NodeSetup;
  readonly pod: Stored<'pods'>;
  readonly podIP: string;
  /** Volume name → directory on this machine. */
  readonly volumes: ReadonlyMap<string, string>;
}

/** One run of a container with everything resolved. Throws `ContainerConfigError` for what is missing, too large, or leads out. */
export function buildContainerSpec(container: Container, options: ContainerSpecOptions): ContainerSpec {
  const { context, node, pod, podIP, volumes } = options;
  const { name, namespace = 'default', uid } = pod.metadata;
  const env = resolveEnvironment(context.store, pod, container, { podIP, hostIP: node.address });
  const limit = new ArgumentLimit();
  for (const value of Object.values(env)) limit.take(value);
  const expand = (text: string): string => limit.take(expandVariables(String(text), env));
  return {
    pod: { name, namespace, uid, ip: podIP, hostname: pod.spec.hostname ?? name, nodeName: node.name },
    name: container.name,
    image: container.image,
    command: (container.command ?? []).map(expand),
    args: (container.args ?? []).map(expand),
    env,
    ports: (container.ports ?? []).map(({ containerPort }) => containerPort),
    mounts: mountsOf(container, volumes),
    layer: preparing(`the directory of container "${container.name}"`, () =>
      layerDirectory(context.directory, pod, container.name),
    ),
  };
}
