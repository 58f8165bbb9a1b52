import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { backgroundClock } from '../../../time/background-clock.ts';
import type { ExecStreams } from '../../containers/container.ts';
import type { Connection } from '../../network/pod-network.ts';
import { PathError, quoted } from '../../paths/path-error.ts';
import { inform } from '../machinery/informer.ts';
import type { LogEntry, LogOptions, NodeAgent, PodRef } from '../objects/agent-api.ts';
import { badRequest, notFound, StatusError } from '../objects/status-error.ts';
import type { ContainerRunner } from './container-runner.ts';
import type { NodeContext } from './node-context.ts';
import { PodAddresses } from './pod-addresses.ts';
import { PodWorker } from './pod-worker.ts';
import { readLog } from './read-log.ts';

/** How long containers get by default to terminate when the cluster stops, in ms. */
const defaultShutDownMs = 700;

/**
 * The kubelet of all nodes: runs one worker per pod, of two pods with one name the later after the earlier.
 * Reference: https://kubernetes.io/docs/concepts/workloads/pods/pod-lifecycle/
 */
export class ClusterNodeAgent implements NodeAgent {
  readonly #context: NodeContext;
  readonly #workers = new Map<string, PodWorker>();
  readonly #addresses: ReadonlyMap<string, PodAddresses>;
  readonly #stops: (() => void)[];
  #closing = false;

  constructor(context: NodeContext) {
    this.#context = context;
    this.#addresses = new Map(
      context.nodes.map(({ name, podPrefix }) => [name, new PodAddresses(podPrefix)]),
    );
    const { store } = context;
    const kickNamespace = (object: KubeObject): void => {
      for (const [key, worker] of this.#workers)
        if (key.startsWith(`${object.metadata.namespace}/`)) worker.kick();
    };
    this.#stops = [
      inform(store, 'pods', ({ type, object }) => this.#onPod(type, object)),
      ...(['configmaps', 'secrets', 'persistentvolumeclaims'] as const).map((resource) =>
        inform(store, resource, ({ object }) => kickNamespace(object)),
      ),
    ];
  }

  async *logs(pod: PodRef, options: LogOptions): AsyncGenerator<LogEntry> {
    const runner = this.#runner(pod);
    const log = runner.log(options.previous);
    if (!log && options.previous)
      throw badRequest(`previous terminated container "${pod.container}" in pod "${pod.name}" not found`);
    if (!log) {
      const { state } = runner;
      const why = state.kind === 'waiting' ? state.reason : 'ContainerCreating';
      const trouble = why.startsWith('Err') || why.endsWith('BackOff') || why.endsWith('Error');
      throw badRequest(
        trouble
          ? `container "${pod.container}" in pod "${pod.name}" is waiting to start: ${pullWords(why)}`
          : `container "${pod.container}" in pod "${pod.name}" is waiting to start: ${why}`,
      );
    }
    yield* readLog(log, options);
  }

  async exec(pod: PodRef, argv: readonly string[], streams: ExecStreams): Promise<number> {
    const { running } = this.#runner(pod);
    if (!running) throw new StatusError(500, 'InternalError', `container not found ("${pod.container}")`);
    return running.exec(argv, streams);
  }

  async dial(pod: PodRef, port: number): Promise<Connection> {
    const { ip } = this.#worker(pod);
    if (ip === undefined) throw badRequest(`pod "${pod.name}" has no address yet`);
    return this.#context.network.connect('host', ip, port);
  }

  /** Sends SIGTERM to all containers, and SIGKILL to those that remain; resolves when all have ended. */
  async close(): Promise<void> {
    this.#closing = true;
    for (const stop of this.#stops) stop();
    const workers = [...this.#workers.values()];
    const { shutDownMs = defaultShutDownMs } = this.#context;
    for (const worker of workers) worker.shutDown(shutDownMs);
    // The machine's clock: a cluster must stop even if its own clock is held.
    const cancel = backgroundClock.after(shutDownMs, () => {
      for (const worker of workers) worker.killAll();
    });
    await Promise.all(workers.map((worker) => worker.done));
    cancel();
  }

  #onPod(type: string, pod: Stored<'pods'>): void {
    const key = `${pod.metadata.namespace}/${pod.metadata.name}`;
    const worker = this.#workers.get(key);
    if (type === 'DELETED') {
      if (worker?.uid === pod.metadata.uid) worker.removed();
    } else if (worker) {
      worker.kick();
    } else {
      this.#startWorker(key, pod);
    }
  }

  #startWorker(key: string, pod: Stored<'pods'>): void {
    const node = this.#context.nodes.find(({ name }) => name === pod.spec?.nodeName);
    const addresses = node && this.#addresses.get(node.name);
    const isOver = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    if (!node || !addresses || isOver || this.#closing) return;
    const onDone = (): void => {
      this.#workers.delete(key);
      const { namespace, name } = pod.metadata;
      const next = this.#context.store.get('pods', namespace, name);
      if (next && next.metadata.uid !== pod.metadata.uid) this.#startWorker(key, next);
    };
    try {
      this.#workers.set(key, new PodWorker({ context: this.#context, node, addresses, pod, onDone }));
    } catch (error) {
      if (!(error instanceof PathError)) throw error;
      this.#context.log(`kubelet: pod ${quoted(key)} is not run: ${error.message}`);
    }
  }

  #worker(pod: PodRef): PodWorker {
    const worker = this.#workers.get(`${pod.namespace}/${pod.name}`);
    if (worker && (pod.uid === '' || worker.uid === pod.uid)) return worker;
    if (!this.#context.store.get('pods', pod.namespace, pod.name)) throw notFound('pods', pod.name);
    throw badRequest(`pod ${pod.name} does not have a host assigned`);
  }

  #runner(pod: PodRef): ContainerRunner {
    const runner = this.#worker(pod).find(pod.container);
    if (!runner) throw badRequest(`container ${pod.container} is not valid for pod ${pod.name}`);
    return runner;
  }
}

/** What `kubectl logs` prints for a missing image. */
function pullWords(reason: string): string {
  return reason === 'ErrImagePull' || reason === 'ImagePullBackOff'
    ? 'trying and failing to pull image'
    : reason;
}
