import { isDeepStrictEqual } from 'node:util';
import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { inLaterTurn } from '../../bounds/slices.ts';
import type { ContainerSpec } from '../../containers/container.ts';
import { namedInside } from '../../paths/path-inside.ts';
import type { NodeSetup } from '../machinery/cluster-nodes.ts';
import { timestamp } from '../objects/values.ts';
import { ArgumentLimit } from './argument-limit.ts';
import { preparing } from './container-config-error.ts';
import { ContainerRunner } from './container-runner.ts';
import { resolveEnvironment } from './environment.ts';
import { expandVariables } from './expand.ts';
import type { NodeContext } from './node-context.ts';
import type { PodAddresses } from './pod-addresses.ts';
import { podDirectory, removePodDirectory } from './pod-directory.ts';
import { buildPodStatus, isInitDone, isSidecar, mayRestart, phaseOf } from './pod-status.ts';
import { SingleRun, takenWhile } from './single-run.ts';
import { VolumeError } from './volume-error.ts';
import { mountsOf, refreshVolumes, setUpVolumes } from './volumes.ts';

export interface PodWorkerOptions {
  readonly context: NodeContext;
  readonly node: NodeSetup;
  readonly addresses: PodAddresses;
  readonly pod: Stored<'pods'>;
  /** All containers have ended and the pod's address is free again. */
  readonly onDone: () => void;
}

/** A volume that was not there is looked for again after so long, if nothing else happens. */
const mountRetryMs = 2000;

/** One pod on its node, from the day it is bound until its last container is gone. Everything happens in `sync`, one at a time, in slices. */
export class PodWorker {
  readonly uid: string;
  readonly init: readonly ContainerRunner[];
  readonly containers: readonly ContainerRunner[];
  readonly #options: PodWorkerOptions;
  readonly #directory: string;
  readonly #done: Promise<void>;
  #resolveDone: () => void = () => {};
  #callOff: (() => void) | undefined;
  #cancelWake: (() => void) | undefined;
  #ip: string | undefined;
  #volumes: Map<string, string> | undefined;
  readonly #written = new Map<string, string>();
  #mountTroubleSince: number | undefined;
  #killAt = Number.POSITIVE_INFINITY;
  #graceSeconds = Number.POSITIVE_INFINITY;
  #removed = false;
  #leaving = false;
  #finished = false;
  readonly #sync = new SingleRun(
    () => this.#steps(),
    () => this.kick(),
  );

  /** Throws `PathError` for a pod whose names are none: only a file that was tampered with has one. */
  constructor(options: PodWorkerOptions) {
    const { context, pod, node } = options;
    this.uid = pod.metadata.uid;
    this.#options = options;
    this.#directory = podDirectory(context.directory, pod);
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
          logDirectory: namedInside(this.#directory, 'logs', container.name),
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
    return this.#ip;
  }

  find(container: string): ContainerRunner | undefined {
    return [...this.containers, ...this.init].find((runner) => runner.container.name === container);
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
    for (const runner of this.#all()) runner.kill();
    this.kick();
  }

  /** The cluster is going away: SIGTERM, and SIGKILL after `graceMs`. */
  shutDown(graceMs: number): void {
    this.#leaving = true;
    for (const runner of this.#all()) runner.stop(graceMs, `Stopping container ${runner.container.name}`);
    this.kick();
  }

  killAll(): void {
    for (const runner of this.#all()) runner.kill();
  }

  #all(): ContainerRunner[] {
    return [...this.containers, ...this.init];
  }

  *#steps(): Generator<void, void, void> {
    if (this.#finished) return;
    this.#cancelWake?.();
    this.#cancelWake = undefined;
    const { context, pod: original } = this.#options;
    const { namespace, name } = original.metadata;
    try {
      const pod = this.#current();
      if (!pod && !this.#removed && !this.#leaving) this.removed();
      if (!pod || this.#leaving) yield* this.#finishIfEnded(pod);
      else if (pod.metadata.deletionTimestamp) yield* this.#terminate(pod);
      else yield* this.#run(pod);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      context.log(`kubelet: pod \`${namespace}/${name}\`: ${message}`);
      this.#wakeIn(mountRetryMs);
    }
  }

  /** The pod as it is now; undefined: it is gone, and another one may have its name. */
  #current(): Stored<'pods'> | undefined {
    const { context, pod } = this.#options;
    const stored = context.store.get('pods', pod.metadata.namespace, pod.metadata.name);
    return stored?.metadata.uid === this.uid ? stored : undefined;
  }

  /** The pod as it is now, unless it has to end. */
  #wanted(): Stored<'pods'> | undefined {
    const pod = this.#current();
    return this.#leaving || pod?.metadata.deletionTimestamp ? undefined : pod;
  }

  *#run(before: Stored<'pods'>): Generator<void, void, void> {
    if (before.status?.phase === 'Succeeded' || before.status?.phase === 'Failed') return;
    const isPrepared = yield* this.#prepare(before);
    // That may have taken many turns of the event loop.
    const pod = this.#wanted();
    if (!pod) {
      this.kick();
      return;
    }
    if (!isPrepared) {
      this.#writeStatus(pod);
      this.#wakeIn(mountRetryMs);
      return;
    }
    const waits: (number | undefined)[] = [];
    let initialized = true;
    for (const runner of this.init) {
      const isRunningSidecar = isSidecar(runner) && runner.state.kind === 'running';
      if (!isRunningSidecar && !isInitDone(runner) && mayRestart(pod, runner)) waits.push(runner.tryStart());
      if (isInitDone(runner)) continue;
      initialized = false;
      break;
    }
    if (initialized) {
      for (const runner of this.containers) {
        if (mayRestart(pod, runner)) waits.push(this.#startUnlessSeenEnding(pod, runner));
      }
    }
    this.#writeStatus(pod);
    this.#wakeIn(...waits);
    if (this.#isOver(pod)) this.#stopSidecars();
  }

  /** A run's end is written before the next run begins, so that whoever watches sees it. */
  #startUnlessSeenEnding(pod: Stored<'pods'>, runner: ContainerRunner): number | undefined {
    const { ended, state } = runner;
    const mayBeNews =
      state.kind === 'terminated' || (state.kind === 'waiting' && state.reason === 'RunContainerError');
    if (!ended || !mayBeNews) return runner.tryStart();
    const shown = pod.status?.containerStatuses?.find(({ name }) => name === runner.container.name);
    const seen = (state.kind === 'terminated' ? shown?.state : shown?.lastState)?.terminated;
    return seen?.containerID === ended.containerID ? runner.tryStart() : 0;
  }

  #isOver(pod: Stored<'pods'>): boolean {
    const phase = phaseOf(this.#view(pod));
    return phase === 'Succeeded' || phase === 'Failed';
  }

  #stopSidecars(): void {
    for (const runner of this.init) runner.stop(30_000, `Stopping container ${runner.container.name}`);
  }

  /** Volumes and an address. Returns whether the containers may start. */
  *#prepare(pod: Stored<'pods'>): Generator<void, boolean, void> {
    const { context, node, addresses } = this.#options;
    const { name, namespace = 'default' } = pod.metadata;
    if (this.#ip === undefined) {
      this.#ip = addresses.take();
      if (this.#ip === undefined) {
        this.#warn(pod, 'FailedCreatePodSandBox', `no free address is left on ${node.name}`);
        return false;
      }
    }
    const volumeOptions = {
      store: context.store,
      dataDirectory: context.directory,
      podDirectory: this.#directory,
      nodeName: node.name,
      place: { podIP: this.#ip, hostIP: node.address },
      written: this.#written,
    };
    const isWanted = (): boolean => this.#wanted() !== undefined;
    if (this.#volumes) {
      const refreshed = takenWhile(isWanted, refreshVolumes(pod, this.#volumes, volumeOptions));
      for (const failure of (yield* refreshed) ?? []) this.#warn(pod, 'FailedMount', failure);
      return true;
    }
    try {
      this.#volumes = yield* takenWhile(isWanted, setUpVolumes(pod, volumeOptions));
    } catch (error) {
      if (!(error instanceof VolumeError)) throw error;
      // A claim is bound moments after its pod got a node: only what lasts is worth a warning.
      const now = context.clock.wall();
      this.#mountTroubleSince ??= now;
      if (now - this.#mountTroubleSince >= mountRetryMs) this.#warn(pod, 'FailedMount', error.message);
      return false;
    }
    if (!this.#volumes) return false;
    const { subdomain } = pod.spec;
    const hostname = pod.spec.hostname ?? name;
    context.network.attach({ ip: this.#ip, name, namespace, hostname, ...(subdomain ? { subdomain } : {}) });
    return true;
  }

  #buildSpec(container: Container): ContainerSpec {
    const { context, node, pod: original } = this.#options;
    const { name, namespace = 'default', uid } = original.metadata;
    const pod = context.store.get('pods', namespace, name) ?? original;
    const ip = this.#ip ?? '';
    const env = resolveEnvironment(context.store, pod, container, { podIP: ip, hostIP: node.address });
    const limit = new ArgumentLimit();
    for (const value of Object.values(env)) limit.take(value);
    const expand = (text: string): string => limit.take(expandVariables(String(text), env));
    return {
      pod: { name, namespace, uid, ip, hostname: pod.spec.hostname ?? name, nodeName: node.name },
      name: container.name,
      image: container.image,
      command: (container.command ?? []).map(expand),
      args: (container.args ?? []).map(expand),
      env,
      ports: (container.ports ?? []).map(({ containerPort }) => containerPort),
      mounts: mountsOf(container, this.#volumes ?? new Map()),
      layer: preparing(`the directory of container "${container.name}"`, () =>
        namedInside(this.#directory, 'layers', container.name),
      ),
    };
  }

  *#terminate(pod: Stored<'pods'>): Generator<void, void, void> {
    const seconds = pod.metadata.deletionGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30;
    const now = this.#options.context.clock.wall();
    if (seconds < this.#graceSeconds) {
      this.#graceSeconds = seconds;
      this.#killAt = Math.min(this.#killAt, now + seconds * 1000);
    }
    const graceMs = Math.max(0, this.#killAt - now);
    for (const runner of this.#all()) runner.stop(graceMs, `Stopping container ${runner.container.name}`);
    this.#writeStatus(pod);
    yield* this.#finishIfEnded(pod);
  }

  *#finishIfEnded(pod: Stored<'pods'> | undefined): Generator<void, void, void> {
    if (this.#all().some((runner) => runner.running)) return;
    this.#finished = true;
    const { context, addresses, onDone } = this.#options;
    if (this.#ip !== undefined) {
      context.network.detach(this.#ip);
      addresses.free(this.#ip);
    }
    if (pod && !this.#leaving) this.#releaseObject(pod);
    for (const runner of this.#all()) runner.discard();
    // A node that is switched off keeps what its pods had on it.
    if (!this.#leaving) yield* this.#removeDirectory();
    this.#cancelWake?.();
    this.#callOff?.();
    onDone();
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

  /** With finalizers the object stays until their owners let go; it then waits for no node. */
  #releaseObject(pod: Stored<'pods'>): void {
    const { store } = this.#options.context;
    const { namespace, name, uid, finalizers } = pod.metadata;
    if ((finalizers?.length ?? 0) === 0) {
      store.remove('pods', namespace, name, { uid });
      return;
    }
    const change = (object: Stored<'pods'>): void => {
      object.metadata.deletionGracePeriodSeconds = 0;
    };
    store.update('pods', namespace, name, change, { uid });
  }

  #writeStatus(pod: Stored<'pods'>): void {
    const { context } = this.#options;
    const { namespace, name, uid } = pod.metadata;
    const current = context.store.get('pods', namespace, name);
    if (current?.metadata.uid !== uid) return;
    const status = buildPodStatus(this.#view(current));
    if (isDeepStrictEqual(status, current.status)) return;
    const change = (object: Stored<'pods'>): void => {
      object.status = status;
    };
    context.store.update('pods', namespace, name, change, { subresource: 'status', uid });
  }

  #view(pod: Stored<'pods'>): Parameters<typeof buildPodStatus>[0] {
    const { context, node } = this.#options;
    return {
      pod,
      init: this.init,
      containers: this.containers,
      hasSandbox: this.#volumes !== undefined,
      podIP: this.#volumes ? this.#ip : undefined,
      hostIP: node.address,
      now: timestamp(context.clock.wall()),
    };
  }

  #warn(pod: Stored<'pods'>, reason: string, message: string): void {
    const { context, node } = this.#options;
    const source = { component: 'kubelet', host: node.name };
    context.recorder.record(pod, { type: 'Warning', reason, message, source });
  }

  #wakeIn(...waits: readonly (number | undefined)[]): void {
    const wanted = waits.filter((wait) => wait !== undefined);
    if (wanted.length === 0 || this.#finished) return;
    const soonest = Math.min(...wanted);
    if (soonest <= 0) this.kick();
    else this.#cancelWake = this.#options.context.clock.after(soonest, () => this.kick());
  }
}
