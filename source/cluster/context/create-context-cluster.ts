import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { LabError } from '../../errors/lab-error.ts';
import { objectsOf } from '../../manifests/parse-manifest.ts';
import { safe } from '../../text/safe-text.ts';
import { type ApiClient, connectApiClient } from '../api/api-client.ts';
import { ApiStatusError } from '../api/api-errors.ts';
import { ClusterStates } from '../cluster-states.ts';
import { missingBetterClient } from '../missing-better-client.ts';
import type { Cluster, OutputSink } from '../model/cluster.ts';
import { OwnedThings, ownerId } from '../ownership.ts';
import { checkCapacity, type FitReport } from './check-capacity.ts';
import { programConfigMap, programFile, uploadClientProgram } from './client-program.ts';
import {
  createNamespace,
  deleteNamespace,
  type LabNamespaceOptions,
  namespaceOwnership,
} from './lab-namespace.ts';
import { deleteLabObjects, labObjects, markNamespace, markOf, unmarkNamespace } from './lab-objects.ts';
import { checkNamespaceLimits } from './namespace-limits.ts';
import { readUserContext } from './user-context.ts';

export interface ContextClusterOptions {
  /** A context of the user's kubeconfig; by default the current one. */
  readonly context?: string | undefined;
  /** The app's home directory: the context is copied into a kubeconfig there. */
  readonly home: string;
  /** The lab's namespace; by default `kafka-lab`, which we create and delete. */
  readonly namespace?: string | undefined;
  /** The manifests as they will be applied. */
  readonly manifests: { readonly kafka: string; readonly clients: string };
  /** How the clients get there: the bundled program, or an image that the nodes can pull. */
  readonly clients: { readonly program: string; readonly image: string } | { readonly image: string };
  /** Printed at each reset: how the manifests were changed for this cluster. */
  readonly notes?: readonly string[];
  /** Used to find the user's kubeconfig: `KUBECONFIG`, else `~/.kube/config`. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

export const defaultNamespace = 'kafka-lab';
const downWithinMs = 300_000;
const quotaSettlesMs = 5_000;

/** An existing cluster: the lab uses one namespace of it, which is deleted with the lab. */
export async function createContextCluster(options: ContextClusterOptions): Promise<Cluster> {
  const environment = options.environment ?? process.env;
  const person = await readUserContext({ context: options.context, environment });
  const { context, cluster, server } = person;
  const namespace = options.namespace ?? defaultNamespace;
  const kubeconfig = join(options.home, 'contexts', `${fileName(context)}-${fileName(namespace)}.kubeconfig`);
  const states = new ClusterStates();
  const intents = new OwnedThings(join(options.home, 'context-namespaces.json'));
  const intent = `${server} ${namespace}`;
  const objects = [
    ...objectsOf('kafka.yml', options.manifests.kafka),
    ...objectsOf('clients.yml', options.manifests.clients),
  ];

  /** Copies the context each time, so that renewed credentials take effect. */
  async function connect(): Promise<ApiClient> {
    const now = await readUserContext({ context, environment });
    await mkdir(join(options.home, 'contexts'), { recursive: true, mode: 0o700 });
    await writeFile(kubeconfig, now.kubeconfig(namespace), { mode: 0o600 });
    return connectApiClient({ kubeconfig, context });
  }

  async function withApi<T>(
    signal: AbortSignal,
    work: (api: ApiClient, where: LabNamespaceOptions) => Promise<T>,
  ): Promise<T> {
    const where = {
      namespace,
      owner: await ownerId(options.home),
      mayShare: options.namespace !== undefined,
    };
    const api = await connect();
    try {
      return await work(api, where);
    } catch (error) {
      signal.throwIfAborted();
      throw error instanceof ApiStatusError ? explain(error, context) : error;
    } finally {
      api.close();
    }
  }

  /** Deletes what is ours; returns whether the namespace itself is shared and stays. */
  async function remove(
    api: ApiClient,
    where: LabNamespaceOptions,
    say: (line: string) => void,
    signal: AbortSignal,
  ): Promise<'absent' | 'shared'> {
    const ownership = await namespaceOwnership(api, where, signal);
    if (ownership.kind === 'ours') {
      say(`Deleting namespace ${namespace} ...`);
      await deleteNamespace(api, namespace, ownership.uid, say, signal);
      say(`Deleted namespace ${namespace}.`);
      return 'absent';
    }
    if (ownership.kind === 'absent') return 'absent';
    const program = { kind: 'ConfigMap', metadata: { name: programConfigMap } };
    const ours = labObjects([...objects, program], namespace);
    await deleteLabObjects(api, namespace, where.owner, ours, say, signal);
    return 'shared';
  }

  /** A quota still counts deleted objects for a few seconds. */
  async function settledLimits(api: ApiClient, wasEmptied: boolean, signal: AbortSignal): Promise<FitReport> {
    const began = performance.now();
    for (;;) {
      const limits = await checkNamespaceLimits(api, namespace, objects, signal);
      const mayPass = limits.problems.some((problem) => problem.startsWith('the quota'));
      if (!wasEmptied || !mayPass || performance.now() - began > quotaSettlesMs) return limits;
      await delay(500, undefined, { signal });
    }
  }

  return {
    kind: 'context',
    name: cluster,
    kubeconfig,
    context,
    namespace,
    needsContext: !person.isCurrent,
    needsNamespace: person.namespace !== namespace,
    get state() {
      return states.state;
    },
    onState: (listener) => states.listen(listener),
    async attach(signal) {
      return withApi(signal, async (api, where) => {
        await api.json({ path: '/version', signal, timeoutMs: 10_000 });
        const ownership = await namespaceOwnership(api, where, signal);
        const isThere =
          ownership.kind === 'ours' ||
          (ownership.kind === 'shared' && (await markOf(api, namespace, where.owner, signal)) !== undefined);
        if (isThere) states.set('ready');
        return isThere;
      });
    },
    async existing(signal) {
      return withApi(signal, async (api, where) => {
        const ownership = await namespaceOwnership(api, where, signal);
        const uid =
          ownership.kind === 'ours'
            ? ownership.uid
            : ownership.kind === 'shared'
              ? await markOf(api, namespace, where.owner, signal)
              : undefined;
        if (uid === undefined) return undefined;
        // A shared namespace keeps its mark over resets; the recorded intent before each reset distinguishes them.
        const { intendedAt = '' } = (await intents.get(intent)) ?? {};
        const since = Date.parse(intendedAt);
        return { id: `${uid} ${intendedAt}`, inUse: false, ...(Number.isNaN(since) ? {} : { since }) };
      });
    },
    async reset(output, signal) {
      const say = sayTo(output);
      states.set('starting');
      try {
        await withApi(signal, async (api, where) => {
          say(`Context ${context}: ${api.server}`);
          const left = await remove(api, where, say, signal);
          const fits = [
            await checkCapacity(api, objects, signal),
            await settledLimits(api, left === 'shared', signal),
          ];
          for (const line of fits.flatMap(({ unknown }) => unknown)) say(line);
          const problems = fits.flatMap((fit) => fit.problems);
          if (problems.length > 0)
            throw new LabError('cluster', `the lab does not fit this cluster: ${problems.join('; ')}`, {
              hint: 'change kafka.yml in a directory of your own and pass it with `--lab-dir DIR`, or choose another namespace or cluster',
            });
          await intents.intend(intent);
          if (left === 'shared') await markNamespace(api, namespace, where.owner, signal);
          else await createNamespace(api, where, signal);
          say(
            left === 'shared'
              ? `Using existing namespace ${namespace}: kafka-lab changes only the lab's objects in it.`
              : `Created namespace ${namespace} for the lab; it is deleted with the lab.`,
          );
          for (const note of options.notes ?? []) say(note);
        });
        states.set('ready');
      } catch (error) {
        states.set('down');
        throw error;
      }
    },
    async build(output, signal, which = 'first') {
      const say = sayTo(output);
      const { clients } = options;
      if (which === 'better') throw missingBetterClient();
      if (!('program' in clients)) {
        say(
          `The clients run from the image ${clients.image}, which the nodes pull; there is nothing to build.`,
        );
        return;
      }
      await withApi(signal, async (api, { owner }) => {
        const { bytes, digest } = await uploadClientProgram(api, {
          namespace,
          owner,
          path: clients.program,
          signal,
        });
        say(`Bundled clients: ${programFile}, ${Math.round(bytes / 1024)} KiB, ${digest}`);
        say(
          `Stored as ConfigMap ${programConfigMap} in namespace ${namespace}; no image needs to be pushed.`,
        );
        say(`The pods run it from the image ${clients.image}.`);
      });
    },
    async down(output) {
      const say = sayTo(output);
      const signal = AbortSignal.timeout(downWithinMs);
      let hasSaid = false;
      const note = (line: string): void => {
        hasSaid = true;
        say(line);
      };
      await withApi(signal, async (api, where) => {
        const left = await remove(api, where, note, signal);
        if (left === 'shared') await unmarkNamespace(api, namespace, where.owner, signal);
        await intents.remove(intent);
      });
      if (!hasSaid) say(`Namespace ${namespace} holds nothing of the lab.`);
      states.set('gone');
    },
    async close() {
      // The cluster is the user's own, and the lab on it outlives the session until `down`.
    },
  };
}

function sayTo(output: OutputSink): (line: string) => void {
  return (line) => output('stdout', safe`${line}\n`);
}

const fileName = (text: string): string => text.replace(/[^\w.-]+/g, '_').slice(0, 80);

/** Translates a refusal of the API server for the user. */
function explain(error: ApiStatusError, context: string): LabError {
  if (error.code === 401)
    return new LabError(
      'cluster',
      `the cluster does not accept the credentials of context \`${context}\` (401)`,
      {
        hint: 'they may have expired: sign in again as for kubectl, then run the step again',
        cause: error,
      },
    );
  return new LabError('cluster', `the API server refused: ${error.message}`, {
    hint:
      error.code === 403
        ? 'ask the cluster administrator for the permission, or use a namespace of your own with `--namespace`'
        : 'try again',
    cause: error,
  });
}
