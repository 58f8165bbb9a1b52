import { randomBytes } from 'node:crypto';
import type { Container } from '../../../kubernetes-types/core/container.ts';
import type { ContainerStatus } from '../../../kubernetes-types/core/container-status.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { ContainerSpec, ExitStatus, Image, RunningContainer } from '../../containers/container.ts';
import { BackOff } from './back-off.ts';
import { ContainerConfigError, preparing } from './container-config-error.ts';
import { ContainerEvents } from './container-events.ts';
import { ContainerHealth } from './container-health.ts';
import { ContainerHistory } from './container-history.ts';
import type { ContainerLog } from './container-log.ts';
import { ContainerLogs } from './container-logs.ts';
import type { ProbeKind } from './container-probes.ts';
import type { ContainerState, TerminatedState } from './container-state.ts';
import { ContainerStop } from './container-stop.ts';
import { ImagePull, reportPull } from './image-pull.ts';
import { withImageVolumes } from './image-volumes.ts';
import type { HookTarget } from './lifecycle-hook.ts';
import type { NodeContext } from './node-context.ts';
import { removeLayer } from './pod-directory.ts';
import { PostStart } from './post-start.ts';
import { restoredEnd } from './restored-run.ts';

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
  readonly #events: ContainerEvents;
  readonly #logs: ContainerLogs;
  readonly #health: ContainerHealth;
  readonly #history: ContainerHistory;
  #restarts = 0;
  #runs = 0;
  /** A run of this process was there: the next one gets a layer of its own. */
  #begun = false;
  #containerID = '';
  #image: Image | undefined;
  #running: RunningContainer | undefined;
  #stop: ContainerStop | undefined;
  #postStart: PostStart | undefined;
  /** Why the postStart hook of the present run failed. */
  #hookFailure: string | undefined;

  constructor(options: ContainerRunnerOptions) {
    const { context, pod, nodeName, container, isInit, logDirectory } = options;
    this.container = container;
    this.#options = options;
    this.#pull = new ImagePull(context.images);
    this.#events = new ContainerEvents({ context, pod, nodeName, container: container.name, isInit });
    this.#logs = new ContainerLogs({
      directory: logDirectory,
      clock: context.clock,
      onFailure: (error) => this.#log(`the log of \`${this.#name}\` cannot be stored: ${String(error)}`),
    });
    this.#health = new ContainerHealth({
      context,
      container,
      events: this.#events,
      onChange: options.onChange,
      onGivenUp: (kind) => this.#giveUp(kind),
    });
    const initializing = !isInit && (pod.spec.initContainers?.length ?? 0) > 0;
    this.#history = new ContainerHistory({
      kind: 'waiting',
      reason: initializing ? 'PodInitializing' : 'ContainerCreating',
    });
    if (!isInit) this.#resume();
  }

  get state(): ContainerState {
    return this.#history.state;
  }

  /** How the last run ended, if there was one: also while a restart is waited for. */
  get ended(): TerminatedState | undefined {
    return this.#history.ended;
  }

  get ready(): boolean {
    return this.#health.ready;
  }

  get started(): boolean {
    return this.#health.started;
  }

  get running(): RunningContainer | undefined {
    return this.#running;
  }

  /** Its postStart hook still runs: the pod's next container waits for it. */
  get isStarting(): boolean {
    return this.#postStart?.isPending ?? false;
  }

  log(previous: boolean): ContainerLog | undefined {
    return this.#logs.find(previous);
  }

  get #name(): string {
    return `${this.#options.pod.metadata.name}/${this.container.name}`;
  }

  #log(line: string): void {
    this.#options.context.log(`kubelet: ${line}`);
  }

  /** Starts the next run if it may start now. Returns when to try again, in ms; undefined: when something changes. */
  tryStart(): number | undefined {
    if (this.#running) return undefined;
    const now = this.#options.context.clock.wall();
    const ended = this.ended;
    if (ended) {
      const wait = this.#restartBackOff.remaining(ended.finishedAt, now);
      if (wait > 0) {
        this.#waitForRestart();
        return wait;
      }
    }
    const pulled = this.#pull.attempt(this.container, now);
    if (!pulled.image) {
      reportPull(this.#events, this.container.image, pulled, this.state);
      this.#history.wait(pulled.reason, pulled.message);
      return pulled.retryIn;
    }
    let spec: ContainerSpec;
    try {
      spec = this.#options.buildSpec(this.container);
      if (this.#begun) this.#removeLayer();
      spec = { ...spec, mounts: this.#withImageVolumes(spec.mounts, pulled.image) };
    } catch (error) {
      if (!(error instanceof ContainerConfigError)) throw error;
      if (this.#history.wait('CreateContainerConfigError', error.message)) this.#events.failed(error.message);
      // Nothing tells that a directory of this machine is as it should be again.
      return error.cause === undefined ? undefined : prepareAgainMs;
    }
    if (ended) {
      this.#restartBackOff.use(now);
      this.#restarts += 1;
    }
    reportPull(this.#events, this.container.image, pulled, this.state);
    this.#start(pulled.image, spec);
    return undefined;
  }

  /** SIGTERM, then SIGKILL after the grace period, which replaces an earlier one. */
  stop(graceMs: number, why: string): void {
    this.#stop?.request(graceMs, why);
    this.#postStart?.interrupt('the container is to stop');
  }

  /** SIGKILL. */
  kill(): void {
    this.#health.stopProbes();
    this.#running?.kill();
  }

  /** Takes the logs away; nothing may be running any more. */
  discard(): void {
    this.#health.stopProbes();
    this.#stop?.cancel();
    this.#logs.discard();
  }

  /** A container that an earlier run of this node knew goes on as one that has ended. */
  #resume(): void {
    const { pod } = this.#options;
    const before = pod.status?.containerStatuses?.find(({ name }) => name === this.container.name);
    if (!before) return;
    this.#restarts = before.restartCount ?? 0;
    const ended = restoredEnd(before);
    if (!ended) return;
    this.#runs = this.#restarts + 1;
    this.#containerID = ended.containerID;
    this.#history.enter(ended);
  }

  /** As `containerStatuses[]` has it. */
  status(): ContainerStatus {
    const { state, lastState } = this.#history.status();
    return {
      ...(this.#containerID ? { containerID: this.#containerID } : {}),
      image: this.container.image,
      imageID: this.#image?.digest ?? '',
      lastState,
      name: this.container.name,
      ready: this.#health.ready,
      restartCount: this.#restarts,
      started: this.#health.started,
      state,
    };
  }

  #withImageVolumes(mounts: ContainerSpec['mounts'], { volumes = [] }: Image): ContainerSpec['mounts'] {
    const { context, pod } = this.#options;
    const container = this.container.name;
    return withImageVolumes(mounts, { volumes, dataDirectory: context.directory, pod, container });
  }

  /** What an earlier run wrote outside of its mounts is gone with it. */
  #removeLayer(): void {
    const { context, pod } = this.#options;
    const { name } = this.container;
    preparing(`the directory of container "${name}"`, () => removeLayer(context.removals, pod, name));
  }

  #start(image: Image, spec: ContainerSpec): void {
    const { context } = this.#options;
    const startedAt = context.clock.wall();
    const log = this.#logs.open(this.#runs);
    this.#runs += 1;
    this.#begun = true;
    this.#containerID = `kafka-lab://${randomBytes(32).toString('hex')}`;
    this.#image = image;
    this.#events.normal('Created', `Created container: ${this.container.name}`);
    let running: RunningContainer;
    try {
      running = image.start(spec, {
        network: context.network,
        log: (stream, line, isWhole) => log.append(stream, line, isWhole),
      });
    } catch (error) {
      this.#failToStart(error instanceof Error ? error.message : String(error));
      return;
    }
    const target: HookTarget = {
      network: context.network,
      clock: context.clock,
      ip: spec.pod.ip,
      pod: this.#options.pod,
      container: this.container,
      running,
    };
    this.#running = running;
    this.#hookFailure = undefined;
    this.#stop = this.#stopOf(target);
    this.#events.normal('Started', `Started container ${this.container.name}`);
    running.exited.then((status) => {
      if (this.#running === running) this.#end(status, startedAt);
    });
    const hook = this.container.lifecycle?.postStart;
    if (!hook) this.#isUp(running, startedAt, spec.pod.ip);
    else
      this.#postStart = new PostStart(hook, target, (failure) => {
        if (failure === undefined) this.#isUp(running, startedAt, spec.pod.ip);
        else this.#failPostStart(failure);
      });
  }

  /** The container counts as running from now on. */
  #isUp(running: RunningContainer, startedAt: number, ip: string): void {
    this.#history.enter({ kind: 'running', startedAt });
    this.#health.watch(running, ip);
    this.#options.onChange();
  }

  #failPostStart(failure: string): void {
    this.#hookFailure = failure;
    this.#log(`the postStart hook of \`${this.#name}\` failed: ${failure}`);
    // As kubelet has it: what a hook prints may hold secrets, and stays out of the event.
    this.#events.warning('FailedPostStartHook', 'PostStartHook failed');
    if (!this.#stop?.isRequested) this.stop(this.#graceMs, 'FailedPostStartHook');
  }

  #stopOf(target: HookTarget): ContainerStop {
    return new ContainerStop({
      target,
      onStopping: (why) => {
        this.#health.stopProbes();
        this.#events.normal('Killing', why);
      },
      onHookFailed: (why) => {
        this.#log(`the preStop hook of \`${this.#name}\` failed: ${why}`);
        // As kubelet has it: what a hook prints may hold secrets, and stays out of the event.
        this.#events.warning('FailedPreStopHook', 'PreStopHook failed');
      },
    });
  }

  /** Nothing ran: the end has no beginning (the epoch), and what is to be started again waits as `RunContainerError`. */
  #failToStart(message: string): void {
    this.#events.failed(message);
    this.#end({ exitCode: 128 }, 0, 'StartError', message);
    if (this.#options.pod.spec.restartPolicy !== 'Never') this.#history.wait('RunContainerError', message);
  }

  get #graceMs(): number {
    return (this.#options.pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
  }

  #giveUp(kind: ProbeKind): void {
    const why = `Container ${this.container.name} failed ${kind.toLowerCase()} probe, will be restarted`;
    this.stop(this.#graceMs, why);
  }

  #end(status: ExitStatus, startedAt: number, reason?: string, message?: string): void {
    this.#postStart?.interrupt('the container has ended');
    this.#postStart = undefined;
    this.#health.reset();
    this.#stop?.cancel();
    this.#stop = undefined;
    this.#running = undefined;
    this.#logs.close();
    this.#history.enter({
      kind: 'terminated',
      exitCode: status.exitCode,
      reason: reason ?? (status.exitCode === 0 ? 'Completed' : 'Error'),
      ...(message ? { message } : {}),
      startedAt,
      finishedAt: this.#options.context.clock.wall(),
      containerID: this.#containerID,
    });
    if (this.#hookFailure !== undefined && this.#runsAgain(status))
      this.#history.wait('PostStartHookError', this.#hookFailure);
    this.#options.onChange();
  }

  #runsAgain({ exitCode }: ExitStatus): boolean {
    const policy = this.container.restartPolicy ?? this.#options.pod.spec.restartPolicy ?? 'Always';
    return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
  }

  #waitForRestart(): void {
    const { name, namespace, uid } = this.#options.pod.metadata;
    const container = this.container.name;
    const pod = `${name}_${namespace}(${uid})`;
    const delay = this.#restartBackOff.delayText;
    const message = `back-off ${delay} restarting failed container=${container} pod=${pod}`;
    if (this.#history.wait('CrashLoopBackOff', message))
      this.#events.warning('BackOff', `Back-off restarting failed container ${container} in pod ${pod}`);
  }
}
