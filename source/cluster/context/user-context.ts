import { LabError } from '../../errors/lab-error.ts';
import { kubeconfigFiles, loadKubeconfigs } from '../api/load-kubeconfig.ts';

export interface UserContextOptions {
  /** A context of the user's kubeconfig; by default the current one. */
  readonly context: string | undefined;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** One context of the user's kubeconfig. */
export interface UserContext {
  readonly context: string;
  /** The name that the kubeconfig has for the cluster. */
  readonly cluster: string;
  readonly server: string;
  /** It is what the user's own kubectl speaks to. */
  readonly isCurrent: boolean;
  /** What a command without `-n` looks at with the user's own kubeconfig. */
  readonly namespace: string;
  /** A kubeconfig with only this context, in which `namespace` is the default for commands without `-n`. */
  kubeconfig(namespace: string): string;
}

/**
 * Reads the user's kubeconfig (the files of `KUBECONFIG`, else `~/.kube/config`); never writes it.
 * @throws LabError `machine-lacks`: it cannot be read. `usage`: it has no such context, or half of one.
 */
export async function readUserContext(options: UserContextOptions): Promise<UserContext> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const theirs = new KubeConfig();
  loadKubeconfigs(theirs, kubeconfigFiles(options.environment));
  const context = options.context ?? theirs.getCurrentContext();
  const found = theirs.getContextObject(context);
  if (found === null) {
    const names = theirs.getContexts().map((one) => `\`${one.name}\``);
    const what = context ? `there is no context \`${context}\`` : 'the kubeconfig has no current context';
    throw new LabError('usage', what, {
      hint:
        names.length === 0 ? 'the kubeconfig has none' : `choose one with \`--context\`: ${names.join(', ')}`,
    });
  }
  const cluster = theirs.getCluster(found.cluster);
  const user = theirs.getUser(found.user);
  if (cluster === null || user === null) {
    throw new LabError(
      'usage',
      `the context \`${context}\` names a cluster or user that its kubeconfig does not have`,
    );
  }
  return {
    context,
    cluster: found.cluster,
    server: cluster.server,
    isCurrent: context === theirs.getCurrentContext(),
    namespace: found.namespace ?? 'default',
    kubeconfig(namespace) {
      const own = new KubeConfig();
      own.loadFromOptions({
        clusters: [cluster],
        users: [user],
        contexts: [{ ...found, namespace }],
        currentContext: context,
      });
      return own.exportConfig();
    },
  };
}
