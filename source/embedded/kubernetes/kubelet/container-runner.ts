import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { ContainerStatus } from '../../../kubernetes-types/core/container-status.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { ContainerSpec, ExitStatus, Image, RunningContainer } from '../../containers/container.ts';
import { removePlain } from '../../paths/plain-directory.ts';
import { BackOff } from './back-off.ts';
import { ContainerConfigError } from './container-config-error.ts';
import { ContainerLog } from './container-log.ts';
import { type ProbeKind, startProbes } from './container-probes.ts';
import { type ContainerState, stateToStatus, type TerminatedState } from './container-state.ts';
import { ImagePull } from './image-pull.ts';
import type { NodeContext } from './node-context.ts';
import { runPreStop } from './pre-stop.ts';
import { runProbe } from './probe-action.ts';

export interface ContainerRunnerOptions {
  readonly context: NodeContext;
  readonly pod: Stored<'pods'>;
  readonly nodeName: string;
  readonly container: Container;
  readonly isInit: boolean;
  /** Where its logs go: one file per run. */
  readonly logDirectory: string;
  /** What is resolved anew for each run; throws `ContainerConfigError`. */
  readonly buildSpec: (container: Container) => ContainerSpec;
  /** Something has changed that the pod's status shows, or that decides what comes next. */
  readonly onChange: () => void;
}

/** A directory that could not be used is looked at again after so long. */
const prepareAgainMs = 2000;

/** One container of a pod, through all its runs. */
export class ContainerRunner {
  readonly container: Container;
  readonly #options: ContainerRunnerOptions;
  readonly #restartBackOff = new BackOff();
  readonly #pull: ImagePull;
  #state: ContainerState;
  #last: TerminatedState | undefined;
  #restarts = 0;
  #runs = 0;
  /** A run of this process was there: the next one gets a layer of its own. */
  #begun = false;
  #ready = false;
  #started = false;
  #containerID = '';
  #image: Image | undefined;
  #running: RunningContainer | undefined;
  #log: ContainerLog | undefined;
  #previousLog: ContainerLog | undefined;
  #stopProbes: () => void = () => {};
  #cancelKill: (() => void) | undefined;
  #asked = false;

  constructor(options: ContainerRunnerOptions) {
    this.container = options.container;
    this.#options = options;
    this.#pull = new ImagePull(options.context.images);
    const initializing = !options.isInit && (options.pod.spec.initContainers?.length ?? 0) > 0;
    this.#state = { kind: 'waiting', reason: initializing ? 'PodInitializing' : 'ContainerCreating' };
    if (!options.isInit) this.#resume();
  }

  get state(): ContainerState {
    return this.#state;
  }

  /** How the last run ended, if there was one: also while a restart is waited for. */
  get ended(): TerminatedState | undefined {
    return this.#state.kind === 'terminated' ? this.#state : this.#last;
  }

  get ready(): boolean {
    return this.#ready;
  }

  get started(): boolean {
    return this.#started;
  }

  get running(): RunningContainer | undefined {
    return this.#running;
  }

  log(previous: boolean): ContainerLog | undefined {
    return previous ? this.#previousLog : this.#log;
  }

  /** Starts the next run if it may start now. Returns when to try again, in ms; undefined: when something changes. */
  tryStart(): number | undefined {
    if (this.#running) return undefined;
    const now = this.#options.context.clock.wall();
    const ended = this.ended;
    if (ended) {
      const wait = this.#restartBackOff.remaining(ended.finishedAt, now);
      if (wait > 0) {
        this.#waitForRestart(ended);
        return wait;
      }
    }
    const pulled = this.#pull.attempt(this.container, now);
    if (!pulled.image) {
      this.#sayPullFailed(pulled.reason, pulled.message, pulled.tried);
      this.#wait(pulled.reason, pulled.message);
      return pulled.retryIn;
    }
    let spec: ContainerSpec;
    try {
      spec = this.#options.buildSpec(this.container);
    } catch (error) {
      if (!(error instanceof ContainerConfigError)) throw error;
      if (this.#wait('CreateContainerConfigError', error.message))
        this.#record('Warning', 'Failed', `Error: ${error.message}`);
      // Nothing tells that a directory of this machine is as it should be again.
      return error.cause === undefined ? undefined : prepareAgainMs;
    }
    if (ended) {
      this.#restartBackOff.use(now);
      this.#restarts += 1;
    }
    this.#record('Normal', 'Pulled', `Container image "${this.container.image}" already present on machine`);
    this.#start(pulled.image, spec);
    return undefined;
  }

  /** SIGTERM, then SIGKILL after the grace period. A shorter grace period replaces the one before. */
  stop(graceMs: number, why: string): void {
    if (!this.#running) return;
    this.#cancelKill?.();
    this.#cancelKill = this.#options.context.clock.after(graceMs, () => this.#running?.kill());
    if (this.#asked) return;
    this.#asked = true;
    this.#stopProbes();
    this.#record('Normal', 'Killing', why);
    const running = this.#running;
    const hook = this.container.lifecycle?.preStop;
    const { context, pod } = this.#options;
    const onFailure = (error: unknown): void =>
      context.log(
        `kubelet: the preStop hook of \`${pod.metadata.name}/${this.container.name}\` failed: ${String(error)}`,
      );
    if (hook) void runPreStop(hook, running, context.clock, onFailure).then(() => running.terminate());
    else running.terminate();
  }

  /** SIGKILL. */
  kill(): void {
    this.#stopProbes();
    this.#running?.kill();
  }

  /** Takes the logs away; nothing may be running any more. */
  discard(): void {
    this.#stopProbes();
    this.#cancelKill?.();
    this.#log?.discard();
    this.#previousLog?.discard();
  }

  /** A container that an earlier run of this node knew goes on as one that has ended. */
  #resume(): void {
    const { pod } = this.#options;
    const before = pod.status?.containerStatuses?.find(({ name }) => name === this.container.name);
    if (!before) return;
    this.#restarts = before.restartCount ?? 0;
    const ended = before.state?.terminated;
    if (!ended) return;
    this.#runs = this.#restarts + 1;
    this.#containerID = ended.containerID ?? '';
    this.#state = {
      kind: 'terminated',
      exitCode: ended.exitCode,
      reason: ended.reason,
      startedAt: Date.parse(ended.startedAt ?? ''),
      finishedAt: Date.parse(ended.finishedAt ?? ''),
      containerID: this.#containerID,
    };
  }

  /** As `containerStatuses[]` has it. */
  status(): ContainerStatus {
    return {
      ...(this.#containerID ? { containerID: this.#containerID } : {}),
      image: this.container.image,
      imageID: this.#image?.digest ?? '',
      lastState: this.#last ? stateToStatus(this.#last) : {},
      name: this.container.name,
      ready: this.#ready,
      restartCount: this.#restarts,
      started: this.#started,
      state: stateToStatus(this.#state),
    };
  }

  #start(image: Image, spec: ContainerSpec): void {
    const { context, logDirectory } = this.#options;
    const startedAt = context.clock.wall();
    this.#openLog(join(logDirectory, `${this.#runs}.log`));
    this.#runs += 1;
    if (this.#begun && spec.layer !== undefined) removePlain(spec.layer);
    this.#begun = true;
    this.#containerID = `kafka-lab://${randomBytes(32).toString('hex')}`;
    this.#image = image;
    this.#asked = false;
    if (this.#state.kind === 'terminated') this.#last = this.#state;
    const log = this.#log as ContainerLog;
    this.#record('Normal', 'Created', `Created container: ${this.container.name}`);
    let running: RunningContainer;
    try {
      running = image.start(spec, {
        network: context.network,
        log: (stream, line) => log.append(stream, line),
      });
    } catch (error) {
      this.#failToStart(error instanceof Error ? error.message : String(error));
      return;
    }
    this.#running = running;
    this.#state = { kind: 'running', startedAt };
    this.#record('Normal', 'Started', `Started container ${this.container.name}`);
    running.exited.then((status) => {
      if (this.#running === running) this.#end(status, startedAt);
    });
    this.#probe(running, spec.pod.ip);
    this.#options.onChange();
  }

  /** Nothing ran: the end has no beginning (the epoch), and what is to be started again waits as `RunContainerError`. */
  #failToStart(message: string): void {
    this.#record('Warning', 'Failed', `Error: ${message}`);
    this.#end({ exitCode: 128 }, 0, 'StartError', message);
    if (this.#options.pod.spec.restartPolicy !== 'Never') this.#wait('RunContainerError', message);
  }

  #probe(running: RunningContainer, ip: string): void {
    const { context } = this.#options;
    const { container } = this;
    const target = { network: context.network, clock: context.clock, ip, container, running };
    this.#stopProbes = startProbes({
      container,
      clock: context.clock,
      ask: (probe) => runProbe(probe, target),
      onStarted: () => {
        this.#started = true;
        this.#options.onChange();
      },
      onReady: (ready) => {
        this.#ready = ready;
        this.#options.onChange();
      },
      onUnhealthy: (kind, message) =>
        this.#record('Warning', 'Unhealthy', `${kind} probe failed: ${message}`),
      onGivenUp: (kind) => this.#giveUp(kind),
    });
  }

  #giveUp(kind: ProbeKind): void {
    const seconds: number = this.#options.pod.spec.terminationGracePeriodSeconds ?? 30;
    const why = `Container ${this.container.name} failed ${kind.toLowerCase()} probe, will be restarted`;
    this.stop(seconds * 1000, why);
  }

  #end(status: ExitStatus, startedAt: number, reason?: string, message?: string): void {
    this.#stopProbes();
    this.#cancelKill?.();
    this.#cancelKill = undefined;
    this.#running = undefined;
    this.#ready = false;
    this.#started = false;
    this.#log?.close();
    this.#state = {
      kind: 'terminated',
      exitCode: status.exitCode,
      reason: reason ?? (status.exitCode === 0 ? 'Completed' : 'Error'),
      ...(message ? { message } : {}),
      startedAt,
      finishedAt: this.#options.context.clock.wall(),
      containerID: this.#containerID,
    };
    this.#options.onChange();
  }

  #waitForRestart(ended: TerminatedState): void {
    const { name, namespace, uid } = this.#options.pod.metadata;
    const which = `${this.container.name} in pod ${name}_${namespace}(${uid})`;
    const delay = this.#restartBackOff.delayMs / 1000;
    const text = delay >= 60 ? `${Math.floor(delay / 60)}m${delay % 60}s` : `${delay}s`;
    const message = `back-off ${text} restarting failed container=${this.container.name} pod=${name}_${namespace}(${uid})`;
    this.#last = ended;
    if (this.#wait('CrashLoopBackOff', message))
      this.#record('Warning', 'BackOff', `Back-off restarting failed container ${which}`);
  }

  /** Returns whether this is news. */
  #wait(reason: string, message: string): boolean {
    const before = this.#state;
    if (before.kind === 'waiting' && before.reason === reason && before.message === message) return false;
    if (before.kind === 'terminated') this.#last = before;
    this.#state = { kind: 'waiting', reason, message };
    return true;
  }

  #sayPullFailed(reason: string, message: string, tried: boolean): void {
    const { image } = this.container;
    if (reason === 'ErrImageNeverPull') {
      if (!tried) return;
      this.#record('Warning', 'ErrImageNeverPull', message);
      this.#record('Warning', 'Failed', 'Error: ErrImageNeverPull');
    } else if (tried) {
      this.#record('Normal', 'Pulling', `Pulling image "${image}"`);
      this.#record('Warning', 'Failed', `Failed to pull image "${image}": ${message}`);
      this.#record('Warning', 'Failed', 'Error: ErrImagePull');
    } else if (
      reason === 'ImagePullBackOff' &&
      (this.#state.kind !== 'waiting' || this.#state.reason !== 'ImagePullBackOff')
    ) {
      this.#record('Normal', 'BackOff', `Back-off pulling image "${image}"`);
      this.#record('Warning', 'Failed', 'Error: ImagePullBackOff');
    }
  }

  #openLog(path: string): void {
    const { context, pod } = this.#options;
    this.#previousLog?.discard();
    this.#previousLog = this.#log;
    this.#log = new ContainerLog({
      path,
      clock: context.clock,
      onFailure: (error) =>
        context.log(
          `kubelet: the log of \`${pod.metadata.name}/${this.container.name}\` cannot be stored: ${String(error)}`,
        ),
    });
  }

  #record(type: 'Normal' | 'Warning', reason: string, message: string): void {
    const { context, pod, nodeName, isInit } = this.#options;
    context.recorder.record(pod, {
      type,
      reason,
      message,
      source: { component: 'kubelet', host: nodeName },
      fieldPath: `spec.${isInit ? 'initContainers' : 'containers'}{${this.container.name}}`,
    });
  }
}
