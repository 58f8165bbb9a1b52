import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { ContainerSpec } from '../../containers/container.ts';
import { containerPath } from '../../paths/container-path.ts';
import type { NodeSetup } from '../machinery/cluster-nodes.ts';
import { ArgumentLimit } from './argument-limit.ts';
import { preparing } from './container-config-error.ts';
import { mountsOf } from './container-mounts.ts';
import { resolveEnvironment } from './environment.ts';
import { expandVariables } from './expand.ts';
import type { NodeContext } from './node-context.ts';
import { layerDirectory, podDirectory } from './pod-directory.ts';

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
  const given = resolveEnvironment(context.store, pod, container, { podIP, hostIP: node.address });
  const hostname = pod.spec.hostname ?? name;
  const env = { HOSTNAME: hostname, ...given };
  const limit = new ArgumentLimit();
  for (const value of Object.values(env)) limit.take(value);
  const expand = (text: string): string => limit.take(expandVariables(String(text), given));
  return {
    pod: {
      name,
      namespace,
      uid,
      ip: podIP,
      hostname,
      ...(pod.spec.subdomain ? { subdomain: pod.spec.subdomain } : {}),
      nodeName: node.name,
    },
    name: container.name,
    image: container.image,
    command: (container.command ?? []).map(expand),
    args: (container.args ?? []).map(expand),
    env,
    ports: (container.ports ?? []).map(({ containerPort }) => containerPort),
    ...mountsOf(container, {
      pod,
      podDirectory: () => podDirectory(context.directory, pod),
      volumes,
      env: given,
    }),
    ...(container.workingDir ? { workingDir: containerPath(container.workingDir) } : {}),
    layer: preparing(`the directory of container "${container.name}"`, () =>
      layerDirectory(context.directory, pod, container.name),
    ),
  };
}
