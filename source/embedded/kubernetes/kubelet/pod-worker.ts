import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { inLaterTurn } from '../../bounds/lanes/cluster.ts';
import type { ContainerSpec } from '../../containers/container.ts';
import { namedInside } from '../../paths/path-inside.ts';
import type { NodeSetup } from '../machinery/cluster-nodes.ts';
import { timestamp } from '../objects/values.ts';
import { ContainerRunner } from './container-runner.ts';
import { buildContainerSpec } from './container-spec.ts';
import { EmptyDirLimits } from './empty-dir-limits.ts';
import { GracePeriod } from './grace-period.ts';
import type { NodeContext } from './node-context.ts';
import type { PodAddresses } from './pod-addresses.ts';
import { podDirectory, removePodDirectory } from './pod-directory.ts';
import { PodObject } from './pod-object.ts';
import { mountRetryMs, PodSandbox } from './pod-sandbox.ts';
import { buildPodStatus, type PodView, phaseOf } from './pod-status.ts';
import { SingleRun } from './single-run.ts';
import { startContainers } from './start-containers.ts';

export interface PodWorkerOptions {
  readonly context: NodeContext;
  readonly node: NodeSetup;
  readonly addresses: PodAddresses;
  readonly pod: Stored<'pods'>;
  /** All containers have ended and the pod's address is free again. */
  readonly onDone: () => void;
}

/** Kubelet's `immediateEvictionGracePeriodSeconds`. */
const evictionGraceMs = 1000;

/** One pod on its node, from the day it is bound until its last container is gone. Everything happens in `sync`, one at a time, in slices. */
export class PodWorker {
  readonly uid: string;
  readonly init: readonly ContainerRunner[];
  readonly containers: readonly ContainerRunner[];
  readonly #options: PodWorkerOptions;
  readonly #object: PodObject;
  readonly #sandbox: PodSandbox;
  readonly #gracePeriod = new GracePeriod();
  readonly #limits: EmptyDirLimits;
  /** Why the node evicts the pod. */
  #eviction: string | undefined;
  readonly #done: Promise<void>;
  #resolveDone: () => void = () => {};
  #callOff: (() => void) | undefined;
  #cancelWake: (() => void) | undefined;
  #removed = false;
  #leaving = false;
  #finished = false;
  readonly #sync = new SingleRun(
    () => this.#steps(),
    () => this.kick(),
  );

  /** Throws `PathError` for a pod whose names are none: only a file that was tampered with has one. */
  constructor(options: PodWorkerOptions) {
    const { context, pod, node, addresses } = options;
    this.uid = pod.metadata.uid;
    this.#options = options;
    this.#object = new PodObject(context, pod, node.name);
    this.#limits = new EmptyDirLimits(pod);
    const directory = podDirectory(context.directory, pod);
    this.#sandbox = new PodSandbox({
      context,
      node,
      addresses,
      object: this.#object,
      directory,
      isWanted: () => this.#wanted() !== undefined,
    });
    this.#done = new Promise((resolve) => {
      this.#resolveDone = resolve;
    });
    const runner =
      (isInit: boolean) =>
      (container: Container): ContainerRunner =>
        new ContainerRunner({
          context,
          pod,
          nodeName: node.name,
          container,
          isInit,
          logDirectory: namedInside(directory, 'logs', container.name),
          buildSpec: (it) => this.#buildSpec(it),
          onChange: () => this.kick(),
        });
    this.init = (pod.spec.initContainers ?? []).map(runner(true));
    this.containers = pod.spec.containers.map(runner(false));
    this.kick();
  }

  /** Settles when nothing of the pod is left. */
  get done(): Promise<void> {
    return this.#done;
  }

  get ip(): string | undefined {
    return this.#sandbox.ip;
  }

  find(container: string): ContainerRunner | undefined {
    return this.#all().find((runner) => runner.container.name === container);
  }

  /** Looks at the pod again in a later turn of the event loop. */
  kick(): void {
    if (this.#finished) return;
    this.#callOff ??= inLaterTurn(() => {
      this.#callOff = undefined;
      this.#sync.run();
    });
  }

  /** The pod was removed without waiting for its containers, as `--force --grace-period=0` does. */
  removed(): void {
    this.#removed = true;
    this.killAll();
    this.kick();
  }

  /** The cluster is going away: SIGTERM, and SIGKILL after `graceMs`. */
  shutDown(graceMs: number): void {
    this.#leaving = true;
    this.#stop(this.#all(), graceMs);
    this.kick();
  }

  killAll(): void {
    for (const runner of this.#all()) runner.kill();
  }

  #all(): ContainerRunner[] {
    return [...this.containers, ...this.init];
  }

  #stop(runners: readonly ContainerRunner[], graceMs: number): void {
    for (const runner of runners) runner.stop(graceMs, `Stopping container ${runner.container.name}`);
  }

  *#steps(): Generator<void, void, void> {
    if (this.#finished) return;
    this.#cancelWake?.();
    this.#cancelWake = undefined;
    const { context, pod: original } = this.#options;
    const { namespace, name } = original.metadata;
    try {
      const pod = this.#object.current();
      if (!pod && !this.#removed && !this.#leaving) this.removed();
      if (!pod || this.#leaving) yield* this.#finishIfEnded(pod);
      else if (pod.metadata.deletionTimestamp) yield* this.#terminate(pod);
      else if (this.#eviction !== undefined) this.#endEvicted();
      else yield* this.#run(pod);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      context.log(`kubelet: pod \`${namespace}/${name}\`: ${message}`);
      this.#wakeIn(mountRetryMs);
    }
  }

  /** The pod as it is now, unless it has to end. */
  #wanted(): Stored<'pods'> | undefined {
    const pod = this.#object.current();
    return this.#leaving || pod?.metadata.deletionTimestamp ? undefined : pod;
  }

  *#run(before: Stored<'pods'>): Generator<void, void, void> {
    if (before.status?.phase === 'Succeeded' || before.status?.phase === 'Failed') return;
    const setUpLeft = yield* this.#sandbox.prepare(before);
    // That may have taken many turns of the event loop.
    const pod = this.#wanted();
    if (!pod) {
      this.kick();
      return;
    }
    const now = this.#options.context.clock.wall();
    this.#eviction = yield* this.#limits.look(this.#sandbox.volumes ?? new Map(), now);
    if (this.#eviction !== undefined) {
      this.#object.warn('Evicted', this.#eviction);
      this.kick();
      return;
    }
    const waits = setUpLeft > 0 ? [setUpLeft] : startContainers(pod, this.init, this.containers);
    this.#writeStatus();
    this.#wakeIn(...waits, this.#limits.dueIn(now));
    if (setUpLeft > 0) return;
    const phase = phaseOf(this.#view(pod));
    if (phase === 'Succeeded' || phase === 'Failed') this.#stop(this.init, 30_000);
  }

  #buildSpec(container: Container): ContainerSpec {
    const { context, node, pod } = this.#options;
    return buildContainerSpec(container, {
      context,
      node,
      pod: this.#object.current() ?? pod,
      podIP: this.#sandbox.ip ?? '',
      volumes: this.#sandbox.volumes ?? new Map(),
    });
  }

  *#terminate(pod: Stored<'pods'>): Generator<void, void, void> {
    this.#stop(this.#all(), this.#gracePeriod.remaining(pod, this.#options.context.clock.wall()));
    this.#writeStatus();
    yield* this.#finishIfEnded(pod);
  }

  /** A pod that its node evicts stays as one that failed, until somebody deletes it. */
  #endEvicted(): void {
    this.#stop(this.#all(), evictionGraceMs);
    this.#writeStatus();
  }

  *#finishIfEnded(pod: Stored<'pods'> | undefined): Generator<void, void, void> {
    if (this.#all().some((runner) => runner.running)) return;
    this.#finished = true;
    this.#sandbox.release();
    if (pod && !this.#leaving) this.#object.release(pod);
    for (const runner of this.#all()) runner.discard();
    // A node that is switched off keeps what its pods had on it.
    if (!this.#leaving) yield* this.#removeDirectory();
    this.#cancelWake?.();
    this.#callOff?.();
    this.#options.onDone();
    this.#resolveDone();
  }

  /** A directory that cannot be removed keeps no pod from going away: it is removed at the next start. */
  *#removeDirectory(): Generator<void, void, void> {
    const { context, pod } = this.#options;
    try {
      yield* removePodDirectory(context.directory, pod);
    } catch (error) {
      const { message } = error as Error;
      context.log(`kubelet: the directory of pod \`${pod.metadata.name}\` is left behind: ${message}`);
    }
  }

  #writeStatus(): void {
    this.#object.writeStatus((pod) => buildPodStatus(this.#view(pod)));
  }

  #view(pod: Stored<'pods'>): PodView {
    const { context, node } = this.#options;
    const hasSandbox = this.#sandbox.volumes !== undefined;
    return {
      pod,
      init: this.init,
      containers: this.containers,
      hasSandbox,
      eviction: this.#eviction,
      podIP: hasSandbox ? this.#sandbox.ip : undefined,
      hostIP: node.address,
      now: timestamp(context.clock.wall()),
    };
  }

  #wakeIn(...waits: readonly (number | undefined)[]): void {
    const wanted = waits.filter((wait) => wait !== undefined);
    if (wanted.length === 0 || this.#finished) return;
    const soonest = Math.min(...wanted);
    if (soonest <= 0) this.kick();
    else this.#cancelWake = this.#options.context.clock.after(soonest, () => this.kick());
  }
}
