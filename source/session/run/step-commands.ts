import type { ClusterKind, ClusterObserver } from '../../cluster/model/cluster.ts';
import { ifExpected } from '../../errors/expected-failure.ts';
import { brokerTargets, isPodOfBroker } from '../../lab/model/broker-pods.ts';
import { leadsTo } from '../../lab/model/host-pods.ts';
import type { CommandOutput } from '../../lab/model/observations.ts';
import { isSelected } from '../../lab/model/pod-selector.ts';
import type { Lab, LabCommand, Step } from '../../lab/model/step.ts';
import type { Clock } from '../../time/clock.ts';
import { withTimeLimit } from '../../time/time-limit.ts';
import type { Sampler } from '../count/sampler.ts';
import type { CommandExecutor, RunningCommand } from './command-executor.ts';

export interface StepCommandsOptions {
  readonly lab: Lab;
  readonly cluster: { readonly kind: ClusterKind };
  readonly observer: () => ClusterObserver;
  readonly executor: CommandExecutor;
  readonly sampler: Sampler;
  readonly clock: Clock;
}

/** The commands of one run of a step, and the last output of each. */
export class StepCommands {
  readonly #step: Step;
  readonly #options: StepCommandsOptions;
  readonly #signal: AbortSignal;
  readonly #commands: readonly LabCommand[];
  readonly #running: (RunningCommand | undefined)[] = [];
  #attempt = 1;
  /** A command that changes something failed: waiting will not make a check pass. */
  failed = false;

  constructor(step: Step, options: StepCommandsOptions, signal: AbortSignal) {
    this.#step = step;
    this.#options = options;
    this.#signal = signal;
    this.#commands = step.commands({ cluster: options.cluster.kind, facts: options.lab.facts });
  }

  get canRepeat(): boolean {
    return this.#commands.some((command) => command.repeats);
  }

  async run(when: 'at-once' | 'when-settled' = 'at-once'): Promise<void> {
    for (const [index, command] of this.#commands.entries()) {
      if ((command.whenSettled === true) !== (when === 'when-settled')) continue;
      const running = await this.#start(index, command);
      if (command.follows) continue;
      const output = await running.ended;
      this.#signal.throwIfAborted();
      if (output.exitCode !== 0 && !command.repeats) this.failed = true;
    }
  }

  async repeat(): Promise<void> {
    this.#attempt += 1;
    for (const [index, command] of this.#commands.entries()) {
      if (!command.repeats) continue;
      // checks see the earlier output until the new one is complete
      const running = this.#startCommand({ ...command, line: await this.#lineOf(command) });
      await running.ended;
      this.#signal.throwIfAborted();
      this.#running[index] = running;
    }
  }

  outputs(): CommandOutput[] {
    return this.#running.filter((running) => running !== undefined).map((running) => running.output());
  }

  async stopFollowing(): Promise<void> {
    await Promise.all(
      this.#commands.map((command, index) => (command.follows ? this.#running[index]?.stop() : undefined)),
    );
  }

  async #start(index: number, command: LabCommand): Promise<RunningCommand> {
    const running = this.#startCommand({ ...command, line: await this.#lineOf(command) });
    this.#running[index] = running;
    return running;
  }

  /** Replaces the placeholder of a pod by the name of a ready one, preferably a group member that owns partitions. */
  async #lineOf({ line, pod, brokerId }: LabCommand): Promise<string> {
    if (brokerId !== undefined) return line.replace(brokerId.word, await this.#idOf(brokerId));
    if (pod === undefined) return line;
    const { clock, observer, sampler } = this.#options;
    const pods = await withTimeLimit(clock, 10_000, this.#signal, 'listing pods', (own) =>
      observer().look('pods', own),
    ).catch(ifExpected([]));
    this.#signal.throwIfAborted();
    const ready = pods
      .filter((each) => isSelected(each.labels, pod.selector) && each.ready)
      .map((each) => each.name);
    const busy = (sampler.latest.members ?? []).filter((member) => member.partitions.length > 0);
    const name = ready.find((each) => busy.some((member) => member.pod === each)) ?? ready[0];
    return name === undefined ? line : line.replace(pod.word, name);
  }

  /** The id of the broker that has registered with a host that leads to its pod; the placeholder if there is none. */
  async #idOf({ word, broker }: NonNullable<LabCommand['brokerId']>): Promise<string> {
    const { clock, observer, lab } = this.#options;
    const look = <K extends 'brokers' | 'pods' | 'services'>(name: K) =>
      withTimeLimit(clock, 10_000, this.#signal, `looking at ${name}`, (own) => observer().look(name, own));
    const [brokers, pods, services] = await Promise.all([
      look('brokers').catch(ifExpected([])),
      look('pods').catch(ifExpected([])),
      look('services').catch(ifExpected([])),
    ]);
    this.#signal.throwIfAborted();
    const own = pods.filter((pod) => isPodOfBroker(pod, broker, lab.facts));
    const found = brokers.filter(({ host, others = [] }) =>
      [host, ...others].some((each) => own.some((pod) => leadsTo(each, pod, services, lab.facts.namespace))),
    );
    // Replicas of one Deployment are told apart by nothing else.
    const targets = brokerTargets(lab.facts);
    const before = targets.slice(0, broker).filter((target) => target === targets[broker]).length;
    return String(found[before]?.id ?? word);
  }

  #startCommand(command: LabCommand): RunningCommand {
    return this.#options.executor.start({
      line: command.line,
      step: this.#step.id,
      ...(command.standsFor === undefined ? {} : { standsFor: command.standsFor }),
      attempt: this.#attempt,
      signal: this.#signal,
    });
  }
}
