import type { Cluster, ClusterLook, ClusterObserver } from '../../cluster/model/cluster.ts';
import { describeError } from '../../errors/lab-error.ts';
import type { StepOutcome } from '../../journal/events.ts';
import { needsGroup } from '../../lab/checks/estimate-checks.ts';
import { neededByFailed } from '../../lab/diagnosis/needed-by.ts';
import type { ObservationName, Observations } from '../../lab/model/observations.ts';
import { ruleDigest } from '../../lab/model/rule-digest.ts';
import type { Check, Lab, Step, Verdict } from '../../lab/model/step.ts';
import { cannotJudge } from '../../lab/model/verdict.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { Clock } from '../../time/clock.ts';
import type { Sampler } from '../count/sampler.ts';
import type { ErrorReporter } from '../error-reporter.ts';
import type { EventStream } from '../event-stream.ts';
import type { TaskFiles } from '../task-files.ts';
import { scaleProducer } from './change-clients.ts';
import { collectWindow } from './collect-window.ts';
import type { CommandExecutor } from './command-executor.ts';
import { diagnoseFailure } from './diagnose-failure.ts';
import { type CheckedOutcome, pollChecks } from './poll-checks.ts';
import { recordSeen } from './record-seen.ts';
import { StepCommands } from './step-commands.ts';
import { TimelineRecorder } from './timeline-recorder.ts';

const evidenceLimit = 2_000;

export interface StepRunnerOptions {
  readonly lab: Lab;
  readonly cluster: Cluster;
  readonly observer: () => ClusterObserver;
  readonly executor: CommandExecutor;
  readonly sampler: Sampler;
  readonly stream: EventStream;
  readonly errors: ErrorReporter;
  readonly clock: Clock;
  /** The files that tasks are about. */
  readonly taskFiles?: Pick<TaskFiles, 'read'> | undefined;
  /** Called before a command creates a new cluster: discards everything known about the old one. */
  onFreshCluster(): void;
  /** Called when all checks are decided, while the step's own observations are still available. */
  onChecked(
    step: Step,
    look: (name: ObservationName) => Promise<Observations[ObservationName]>,
  ): Promise<void>;
}

export interface StepRun {
  readonly messages: number;
  /** Shown before the step's commands. */
  readonly notes?: readonly string[];
  readonly signal: AbortSignal;
}

/** Runs a step: the effects before its commands, the commands, the effects after them, the checks. Never rejects. */
export async function runStep(step: Step, options: StepRunnerOptions, run: StepRun): Promise<StepOutcome> {
  const { stream, clock } = options;
  const startedAt = clock.monotonic();
  stream.publish({ type: 'step-started', step: step.id, title: step.title });
  for (const text of run.notes ?? []) stream.show({ type: 'note', step: step.id, text });
  const commands = new StepCommands(step, options, run.signal);
  const watched = step.effects?.some((effect) => effect.kind === 'watch')
    ? new TimelineRecorder({ ...options, facts: options.lab.facts, signal: run.signal })
    : undefined;
  let outcome: StepOutcome;
  try {
    outcome = await executeStep(step, commands, watched, options, run);
  } catch (error) {
    outcome = run.signal.aborted ? 'cancelled' : 'failed';
    if (!run.signal.aborted) {
      stream.publish({ type: 'notice', level: 'error', text: `step ${step.id}: ${describeError(error)}` });
    }
  }
  await commands.stopFollowing();
  await watched?.end();
  const durationMs = Math.round(clock.monotonic() - startedAt);
  stream.publish({ type: 'step-ended', step: step.id, outcome, durationMs });
  return outcome;
}

async function executeStep(
  step: Step,
  commands: StepCommands,
  watched: TimelineRecorder | undefined,
  options: StepRunnerOptions,
  run: StepRun,
): Promise<CheckedOutcome> {
  const { stream, cluster, lab, clock } = options;
  const { signal } = run;
  const effects = step.effects ?? [];
  const needsFreshCluster = effects.some((effect) => effect.kind === 'fresh-cluster');
  const decided = (
    check: Check,
    verdict: Verdict,
    durationMs: number,
    seen: Partial<Observations> = {},
  ): void => publishVerdict(stream, step, check, verdict, durationMs, seen);

  if (!needsFreshCluster && cluster.state !== 'ready' && cluster.state !== 'silent') {
    const evidence = `the cluster is ${cluster.state}`;
    for (const check of step.checks) decided(check, { ok: false, evidence, hint: startHint(lab) }, 0);
    return 'failed';
  }
  if (step.leftOut !== undefined) {
    const { why, instead } = step.leftOut;
    for (const check of step.checks) decided(check, cannotJudge(why, instead), 0);
    return 'unjudged';
  }
  if (step.needs === 'group' && !needsFreshCluster) {
    const lacks = await groupIsLacking(options, signal);
    if (lacks !== undefined) {
      for (const check of step.checks) decided(check, lacks, 0);
      return 'unjudged';
    }
  }
  if (needsFreshCluster) options.onFreshCluster();

  const producer = { ...options, facts: lab.facts, step: step.id, signal };
  let effectFailed = false;
  const attempt = async (work: () => Promise<void>): Promise<void> => {
    try {
      await work();
    } catch (error) {
      signal.throwIfAborted();
      effectFailed = true;
      stream.show({ type: 'note', step: step.id, text: describeError(error) });
    }
  };
  if (effects.some((effect) => effect.kind === 'resume-producer'))
    await attempt(() => scaleProducer(producer, 1));
  const watch = effects.find((effect) => effect.kind === 'watch');
  const note = (text: string): void => stream.show({ type: 'note', step: step.id, text });
  if (watch && watched) {
    await attempt(async () => {
      if (!(await watched.begin(watch)))
        note('The cluster is not in the state that the experiment expects; continuing anyway');
    });
  }
  await commands.run();
  if (watch && watched && !commands.failed) {
    note(watch.says);
    await attempt(async () => {
      if (!(await watched.settle(watch)))
        note(`The expected change did not happen within ${watch.withinMs / 1000} s`);
    });
  }
  if (!commands.failed) await commands.run('when-settled');
  for (const effect of effects) {
    if (effect.kind !== 'collect-window' || (watch && commands.failed)) continue;
    const messages = Math.min(run.messages, effect.atLeast ?? run.messages);
    await attempt(() => collectWindow({ ...producer, messages }, effect.says));
  }

  stream.show({ type: 'checks-waiting', step: step.id });
  const outcome = await pollChecks({
    checks: step.checks,
    facts: lab.facts,
    clock,
    signal,
    once: effectFailed || commands.failed,
    look: (name, own) => look(name, own, step, commands, watched, options),
    ...(commands.canRepeat ? { repeat: () => commands.repeat() } : {}),
    // To find the cause is what a task asks of the learner: its checks have the hints of its author.
    ...(step.task === undefined
      ? {
          diagnose: (own: AbortSignal, failed: readonly Check[]) =>
            diagnoseFailure(own, {
              ...options,
              facts: lab.facts,
              needs: neededByFailed(failed, step, { cluster: cluster.kind, facts: lab.facts }),
              outputs: commands.outputs(),
              tally: options.sampler.latest,
              failed,
            }),
        }
      : {}),
    onDecided: decided,
  });
  await options.onChecked(step, (name) => look(name, signal, step, commands, watched, options));
  return outcome;
}

async function look(
  name: ObservationName,
  signal: AbortSignal,
  step: Step,
  commands: StepCommands,
  watched: TimelineRecorder | undefined,
  options: StepRunnerOptions,
): Promise<Observations[ObservationName]> {
  if (name === 'file') {
    if (step.task === undefined || options.taskFiles === undefined) throw new Error('the step has no file');
    return { name: step.task.file, text: options.taskFiles.read(step.task.file) };
  }
  if (name === 'outputs') return commands.outputs();
  if (name === 'output') {
    const last = commands.outputs().at(-1);
    if (last === undefined) throw new Error('no command ran');
    return last;
  }
  if (name === 'timeline') {
    if (watched === undefined) throw new Error('nothing was watched');
    return watched.seen();
  }
  return lookAtCluster(name, signal, options);
}

/** Observes what exists independently of a running step. */
export async function lookAtCluster(
  name: ObservationName,
  signal: AbortSignal,
  { observer, sampler }: Pick<StepRunnerOptions, 'observer' | 'sampler'>,
): Promise<Observations[ObservationName]> {
  if (name === 'tally') return sampler.take(signal);
  if (name === 'output' || name === 'outputs' || name === 'timeline' || name === 'file')
    throw new Error(`${name} is available only while a step runs`);
  return observer().look(name satisfies ClusterLook, signal);
}

/** Set if the client that runs reads without a group: what the step shows does not exist for it. */
async function groupIsLacking(options: StepRunnerOptions, signal: AbortSignal): Promise<Verdict | undefined> {
  try {
    const tally = await options.sampler.take(signal);
    return needsGroup(tally);
  } catch (error) {
    signal.throwIfAborted();
    // The step itself finds out what is wrong with the cluster, and says so.
    options.errors.report('looking for the consumer group', error);
    return undefined;
  }
}

function publishVerdict(
  stream: EventStream,
  step: Step,
  check: Check,
  verdict: Verdict,
  durationMs: number,
  observed: Partial<Observations>,
): void {
  const saw = Object.keys(observed).length === 0 ? undefined : recordSeen(observed);
  const rule = ruleDigest(check);
  const seen = {
    step: step.id,
    check: check.id,
    title: check.title,
    evidence: sanitizeLine(verdict.evidence.replaceAll('\n', ' '), evidenceLimit),
    durationMs,
    ...(saw === undefined ? {} : { saw }),
    ...(rule === undefined ? {} : { rule }),
  };
  if (verdict.ok) stream.publish({ type: 'check-passed', ...seen });
  else {
    const { hint, unjudged } = verdict;
    const type = unjudged === true ? 'check-unjudged' : 'check-failed';
    stream.publish({ type, ...seen, ...(hint === undefined ? {} : { hint }) });
  }
}

function startHint(lab: Lab): string {
  const first = lab.steps.find((step) => step.effects?.some((effect) => effect.kind === 'fresh-cluster'));
  return first ? `Run step ${first.id} first: ${first.title}.` : 'Start the cluster first.';
}
