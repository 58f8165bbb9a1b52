import type { Resources } from '../../cluster/kubernetes/resources.ts';
import type { Cluster } from '../../cluster/model/cluster.ts';
import { ifExpected } from '../../errors/expected-failure.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { View, Views } from '../../ui/views/view.ts';
import type { KindNames, ResourceViewsOptions } from './resource-views.ts';

export interface ClusterViewsOptions
  extends Omit<ResourceViewsOptions, 'resources' | 'namespace' | 'needsNamespace' | 'context'> {
  readonly cluster: Cluster;
}

/** Kinds that every cluster has, with the short names that people type: known before there is a cluster to ask. */
const commonKinds: readonly (readonly [plural: string, ...short: readonly string[]])[] = [
  ['pods', 'po', 'pod'],
  ['services', 'svc', 'service'],
  ['statefulsets', 'sts', 'statefulset'],
  ['deployments', 'deploy', 'deployment'],
  ['replicasets', 'rs', 'replicaset'],
  ['persistentvolumeclaims', 'pvc', 'persistentvolumeclaim'],
  ['nodes', 'no', 'node'],
  ['events', 'ev', 'event'],
  ['configmaps', 'cm', 'configmap'],
  ['namespaces', 'ns', 'namespace'],
  ['ingresses', 'ing', 'ingress'],
];

/** The views of whatever the cluster's API serves. The code for it is loaded with the first one. */
export function clusterViews(options: ClusterViewsOptions): Views & { close(): void } {
  const { cluster } = options;
  let known: KindNames = {
    names: commonKinds.map(([plural]) => plural),
    others: commonKinds.flatMap(([, ...others]) => others),
    namespaced: [],
  };
  let namespaces: readonly string[] = [];
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
    const asked = await resources();
    [known, namespaces] = await Promise.all([
      kindNames(asked),
      // These credentials may not be allowed to list them.
      asked.namespaces().catch(ifExpected([])),
    ]);
  }

  return {
    names() {
      // Known the next time.
      if (isUp()) void learnNames().catch(ifExpected(undefined));
      return known.names;
    },
    otherNames: () => known.others,
    arguments() {
      const choices = [...namespaces.map((name) => `-n ${name}`), '-A'];
      return new Map(known.namespaced.map((name) => [name, choices]));
    },
    async open(name, argument): Promise<View | undefined> {
      if (!isUp()) {
        if (!commonKinds.some((kind) => kind.includes(name))) return undefined;
        const isStarting = cluster.state === 'starting';
        throw new LabError('cluster', `the cluster is ${isStarting ? 'still starting' : 'not running'}`, {
          hint: isStarting ? 'try again once it is ready' : 'step 1.1 starts it',
        });
      }
      const { openResourceView } = await import('./resource-views.ts');
      const { namespace, needsNamespace = false } = cluster;
      return openResourceView(name, argument, {
        ...options,
        resources: await resources(),
        namespace,
        needsNamespace,
        context: cluster.needsContext === true ? cluster.context : undefined,
      });
    },
    close() {
      forget();
      drop();
    },
  };
}
