import { mkdir, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { connectApiServer } from '../api/api-server.ts';
import type { Cluster } from '../cluster.ts';
import { ClusterStates } from '../cluster-states.ts';

export interface ContextClusterOptions {
  /** A context of the person's own kubeconfig; its current context if left out. */
  readonly context?: string;
  /** The app's home directory: the context is copied into a kubeconfig there. */
  readonly home: string;
  readonly namespace?: string;
  /** Where the person's own kubeconfig is looked for: `KUBECONFIG`, else `~/.kube/config`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** An existing cluster: the session attaches to it and makes or deletes nothing but what the lab's commands name. */
export async function createContextCluster(options: ContextClusterOptions): Promise<Cluster> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const environment = options.environment ?? process.env;
  const theirs = new KubeConfig();
  const files = environment.KUBECONFIG?.split(delimiter).filter((file) => file !== '') ?? [];
  if (files.length === 0) files.push(join(environment.HOME ?? homedir(), '.kube', 'config'));
  try {
    files.forEach((file, index) => {
      if (index === 0) theirs.loadFromFile(file);
      else {
        const more = new KubeConfig();
        more.loadFromFile(file);
        theirs.mergeConfig(more, true);
      }
    });
  } catch (error) {
    throw new LabError('machine-lacks', `the kubeconfig \`${files.join(delimiter)}\` cannot be read`, {
      hint: 'set KUBECONFIG, or use `--cluster embedded`, which needs none',
      cause: error,
    });
  }
  const context = options.context ?? theirs.getCurrentContext();
  const found = theirs.getContextObject(context);
  if (found === null) {
    const names = theirs.getContexts().map((one) => `\`${one.name}\``);
    throw new LabError('usage', `there is no context \`${context}\``, {
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
  const namespace = options.namespace ?? found.namespace ?? 'default';
  const own = new KubeConfig();
  own.loadFromOptions({
    clusters: [cluster],
    users: [user],
    contexts: [{ ...found, namespace }],
    currentContext: context,
  });
  const kubeconfig = join(
    options.home,
    `context-${context.replace(/[^\w.-]+/g, '_').slice(0, 80)}.kubeconfig`,
  );
  const states = new ClusterStates();
  const unsupported = (what: string, hint: string): LabError =>
    new LabError(
      'cluster',
      `${what} is not supported yet on a cluster of one's own (context \`${context}\`)`,
      { hint },
    );

  return {
    kind: 'context',
    name: found.cluster,
    kubeconfig,
    context,
    namespace,
    get state() {
      return states.state;
    },
    onState: (listener) => states.listen(listener),
    async attach(signal) {
      await mkdir(options.home, { recursive: true, mode: 0o700 });
      await writeFile(kubeconfig, own.exportConfig(), { mode: 0o600 });
      const api = await connectApiServer({ kubeconfig, context });
      try {
        await api.json({ path: '/version', signal, timeoutMs: 10_000 });
      } finally {
        api.close();
      }
      states.set('ready');
      return true;
    },
    async reset() {
      throw unsupported(
        'A reset',
        "delete the lab's objects with `kubectl delete -f kafka.yml`, then apply them again",
      );
    },
    async build() {
      throw unsupported(
        'Building the clients image',
        'build manifests/Dockerfile and push it where the nodes can pull it',
      );
    },
    async down() {
      states.set('gone');
    },
    async close() {
      // The cluster is somebody's own and stays as it is.
    },
  };
}
