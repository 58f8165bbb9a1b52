import type { Resources } from '../../cluster/kubernetes/resources.ts';
import type { Cluster } from '../../cluster/model/cluster.ts';
import { ifExpected } from '../../errors/expected-failure.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { View, Views } from '../../ui/views/view.ts';
import type { ResourceViewsOptions } from './resource-views.ts';

export interface ClusterViewsOptions extends Omit<ResourceViewsOptions, 'resources' | 'namespace'> {
  readonly cluster: Cluster;
}

/** Kinds that every cluster has, with the short names that people type: known before there is a cluster to ask. */
const commonKinds: readonly (readonly [plural: string, ...short: readonly string[]])[] = [
  ['pods', 'po', 'pod'],
  ['services', 'svc'],
  ['statefulsets', 'sts'],
  ['deployments', 'deploy'],
  ['replicasets', 'rs'],
  ['persistentvolumeclaims', 'pvc'],
  ['nodes', 'no'],
  ['events', 'ev'],
  ['configmaps', 'cm'],
  ['namespaces', 'ns'],
];

/** The views of whatever the cluster's API serves. The code for it is loaded with the first one. */
export function clusterViews(options: ClusterViewsOptions): Views & { close(): void } {
  const { cluster } = options;
  let names: readonly string[] = commonKinds.map(([plural]) => plural);
  let opened: Promise<Resources> | undefined;
  const drop = (): void => {
    const before = opened;
    opened = undefined;
    void before?.then((resources) => resources.close(), ifExpected(undefined));
  };
  const forget = cluster.onState((state) => {
    if (state !== 'ready' && state !== 'silent') drop();
  });
  const isUp = (): boolean => cluster.state === 'ready' || cluster.state === 'silent';

  async function resources(): Promise<Resources> {
    const { openResources } = await import('../../cluster/kubernetes/resources.ts');
    opened ??= openResources(cluster);
    return opened;
  }

  async function learnNames(): Promise<void> {
    const { kindNames } = await import('./resource-views.ts');
    names = await kindNames(await resources());
  }

  return {
    names() {
      // Known the next time.
      if (isUp()) void learnNames().catch(ifExpected(undefined));
      return names;
    },
    async open(name, argument): Promise<View | undefined> {
      if (!isUp()) {
        if (!commonKinds.some((known) => known.includes(name))) return undefined;
        const isStarting = cluster.state === 'starting';
        throw new LabError('cluster', `the cluster is ${isStarting ? 'still starting' : 'not running'}`, {
          hint: isStarting ? 'try again once it is ready' : 'step 1.1 starts it',
        });
      }
      const { openResourceView } = await import('./resource-views.ts');
      const { namespace } = cluster;
      return openResourceView(name, argument, { ...options, resources: await resources(), namespace });
    },
    close() {
      forget();
      drop();
    },
  };
}
