import type { Cluster, ClusterLook, ClusterObserver } from '../cluster/cluster.ts';
import { describeError } from '../errors/lab-error.ts';
import type { StepOutcome } from '../journal/events.ts';
import type { CommandOutput, ObservationName, Observations } from '../lab/observations.ts';
import type { Check, Lab, LabCommand, Step, Verdict } from '../lab/step.ts';
import { sanitizeLine } from '../text/sanitize.ts';
import type { Clock } from './clock.ts';
import { collectWindow } from './collect-window.ts';
import type { CommandExecutor, RunningCommand } from './command-executor.ts';
import type { EventStream } from './event-stream.ts';
import { pollChecks } from './poll-checks.ts';
import type { Sampler } from './sampler.ts';
import { scaleProducer } from './scale-producer.ts';

const evidenceLimit = 2_000;

export interface StepRunnerOptions {
  readonly lab: Lab;
  readonly cluster: Cluster;
  readonly observer: () => ClusterObserver;
  readonly executor: CommandExecutor;
  readonly sampler: Sampler;
  readonly stream: EventStream;
  readonly clock: Clock;
  /** Called before a command makes a new cluster: whatever was seen of the old one is over. */
  onFreshCluster(): void;
}

export interface StepRun {
  readonly messages: number;
  readonly signal: AbortSignal;
}

/** Runs a step: what it needs first, its commands, what it needs after them, its checks. Never rejects. */
export async function runStep(step: Step, options: StepRunnerOptions, run: StepRun): Promise<StepOutcome> {
  const { stream, clock } = options;
  const startedAt = clock.monotonic();
  stream.publish({ type: 'step-started', step: step.id, title: step.title });
  const commands = new StepCommands(step, options, run.signal);
  let outcome: StepOutcome;
  try {
    outcome = (await carryOut(step, commands, options, run)) ? 'passed' : 'failed';
  } catch (error) {
    outcome = run.signal.aborted ? 'cancelled' : 'failed';
    if (!run.signal.aborted) {
      stream.publish({ type: 'notice', level: 'error', text: `step ${step.id}: ${describeError(error)}` });
    }
  }
  await commands.stopFollowing();
  const durationMs = Math.round(clock.monotonic() - startedAt);
  stream.publish({ type: 'step-ended', step: step.id, outcome, durationMs });
  return outcome;
}

async function carryOut(
  step: Step,
  commands: StepCommands,
  options: StepRunnerOptions,
  run: StepRun,
): Promise<boolean> {
  const { stream, cluster, lab, clock } = options;
  const { signal } = run;
  const effects = step.effects ?? [];
  const fresh = effects.some((effect) => effect.kind === 'fresh-cluster');
  const decided = (check: Check, verdict: Verdict, durationMs: number): void =>
    publishVerdict(stream, step, check, verdict, durationMs);

  if (!fresh && cluster.state !== 'ready') {
    const evidence = `the cluster is ${cluster.state}`;
    for (const check of step.checks) decided(check, { ok: false, evidence, hint: startHint(lab) }, 0);
    return false;
  }
  if (fresh) options.onFreshCluster();

  const producer = { ...options, facts: lab.facts, step: step.id, signal };
  let troubled = false;
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      signal.throwIfAborted();
      troubled = true;
      stream.show({ type: 'note', step: step.id, text: describeError(error) });
    }
  };
  if (effects.some((effect) => effect.kind === 'resume-producer'))
    await attempt(() => scaleProducer(producer, 1));
  await commands.run();
  for (const effect of effects) {
    if (effect.kind !== 'collect-window') continue;
    await attempt(() => collectWindow({ ...producer, messages: run.messages }, effect.says));
  }

  stream.show({ type: 'checks-waiting', step: step.id });
  return pollChecks({
    checks: step.checks,
    facts: lab.facts,
    clock,
    signal,
    once: troubled || commands.failed,
    look: (name, own) => look(name, own, commands, options),
    ...(commands.canRepeat ? { repeat: () => commands.repeat() } : {}),
    onDecided: decided,
  });
}

async function look(
  name: ObservationName,
  signal: AbortSignal,
  commands: StepCommands,
  { observer, sampler }: StepRunnerOptions,
): Promise<Observations[ObservationName]> {
  if (name === 'outputs') return commands.outputs();
  if (name === 'output') {
    const last = commands.outputs().at(-1);
    if (last === undefined) throw new Error('no command ran');
    return last;
  }
  if (name === 'tally') return sampler.take(signal);
  return observer().look(name satisfies ClusterLook, signal);
}

function publishVerdict(
  stream: EventStream,
  step: Step,
  check: Check,
  verdict: Verdict,
  durationMs: number,
): void {
  const seen = {
    step: step.id,
    check: check.id,
    title: check.title,
    evidence: sanitizeLine(verdict.evidence.replaceAll('\n', ' '), evidenceLimit),
    durationMs,
  };
  if (verdict.ok) stream.publish({ type: 'check-passed', ...seen });
  else {
    const { hint } = verdict;
    stream.publish({ type: 'check-failed', ...seen, ...(hint === undefined ? {} : { hint }) });
  }
}

function startHint(lab: Lab): string {
  const first = lab.steps.find((step) => step.effects?.some((effect) => effect.kind === 'fresh-cluster'));
  return first ? `Run step ${first.id} first: ${first.title}.` : 'Bring the cluster up first.';
}

/** The commands of one run of a step, and the last output of each. */
class StepCommands {
  readonly #step: Step;
  readonly #options: StepRunnerOptions;
  readonly #signal: AbortSignal;
  readonly #commands: readonly LabCommand[];
  readonly #running: (RunningCommand | undefined)[] = [];
  #attempt = 1;
  /** A command that does something ended badly: no check gets better by waiting. */
  failed = false;

  constructor(step: Step, options: StepRunnerOptions, signal: AbortSignal) {
    this.#step = step;
    this.#options = options;
    this.#signal = signal;
    this.#commands = step.commands({ cluster: options.cluster.kind, facts: options.lab.facts });
  }

  get canRepeat(): boolean {
    return this.#commands.some((command) => command.repeats);
  }

  async run(): Promise<void> {
    for (const [index, command] of this.#commands.entries()) {
      const running = this.#start(index, command);
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
      // the earlier output stays what checks see until the new one is complete
      const running = this.#startCommand(command);
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

  #start(index: number, command: LabCommand): RunningCommand {
    const running = this.#startCommand(command);
    this.#running[index] = running;
    return running;
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
