import type { ObservationName, Observations } from '../../lab/model/observations.ts';
import type { Check, Lab, Step, Verdict } from '../../lab/model/step.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { Clock } from '../../time/clock.ts';
import { pause } from '../../time/pause.ts';
import { withTimeLimit } from '../../time/time-limit.ts';
import type { ErrorReporter } from '../error-reporter.ts';
import type { EventStream } from '../event-stream.ts';
import type { StepState } from '../view.ts';

const lookLimitMs = 10_000;
/** A failure is confirmed after this long: a restarting pod or a rebalancing group is not a regression. */
const confirmAfterMs = 4_000;
/** How often a regressed step is checked again, to see it restored. */
const againEveryMs = 10_000;

export interface ReverifyOptions {
  readonly lab: Lab;
  readonly stream: EventStream;
  readonly errors: ErrorReporter;
  readonly clock: Clock;
  /** Aborts with the session; checking stops then. */
  readonly lifetime: AbortSignal;
  state(step: string): StepState | undefined;
  look(name: ObservationName, signal: AbortSignal): Promise<Observations[ObservationName]>;
  /** A hint about what is wrong with the cluster now, for checks that have failed. */
  diagnose(signal: AbortSignal, failed: readonly Check[]): Promise<string | undefined>;
  /** False while a step changes the cluster, or in an unattended run. */
  isIdle(): boolean;
}

export interface Reverifier {
  /** Evaluates all lasting checks of finished steps now. Never rejects. */
  check(): Promise<void>;
  /** The cluster is gone: every step that had passed has regressed. */
  lost(evidence: string): void;
  /** Stops listening. Resolves when no check is under way. */
  close(): Promise<void>;
}

/**
 * While nothing runs, checks the lasting results of passed steps again: whenever the workloads or the topic have changed, and at
 * intervals while something has regressed.
 */
export function createReverifier(options: ReverifyOptions): Reverifier {
  const { lab, stream, errors, clock, lifetime } = options;
  /** Step → the check that had failed when it regressed. */
  const regressed = new Map<string, Check>();
  let checking: Promise<void> | undefined;
  let known: string | undefined;
  let checkedAt = Number.NEGATIVE_INFINITY;

  const lastingChecks = (step: Step): readonly Check[] => step.checks.filter((check) => check.lasting);
  const stepsIn = (...states: StepState[]): Step[] =>
    lab.steps.filter(
      (step) => lastingChecks(step).length > 0 && states.includes(options.state(step.id) ?? 'todo'),
    );

  async function judge(checks: readonly Check[], signal: AbortSignal): Promise<Map<Check, Verdict>> {
    const names = [...new Set(checks.flatMap((check) => check.look))];
    const seen = new Map<ObservationName, unknown>();
    await Promise.all(
      names.map(async (name) => {
        const work = withTimeLimit(clock, lookLimitMs, signal, `looking at ${name}`, (own) =>
          options.look(name, own),
        );
        await work.then(
          (value) => seen.set(name, value),
          (error: unknown) => {
            // without an observation there is no verdict
            if (!signal.aborted) errors.report(`looking at ${name}`, error);
          },
        );
      }),
    );
    signal.throwIfAborted();
    const judged = new Map<Check, Verdict>();
    for (const check of checks) {
      if (!check.look.every((name) => seen.has(name))) continue;
      const observations: Partial<Record<ObservationName, unknown>> = Object.fromEntries(seen);
      judged.set(check, check.verify(observations as Observations, lab.facts));
    }
    return judged;
  }

  async function checkAll(signal: AbortSignal): Promise<void> {
    const steps = stepsIn('passed', 'regressed');
    if (steps.length === 0) return;
    const first = await judge(steps.flatMap(lastingChecks), signal);
    const doubtful = [...first].filter(([, verdict]) => isFailed(verdict)).map(([check]) => check);
    if (doubtful.length > 0) {
      await pause(clock, confirmAfterMs, signal);
      if (!options.isIdle()) return;
      const second = await judge(doubtful, signal);
      const hint = await options.diagnose(signal, doubtful);
      for (const [check, verdict] of second)
        first.set(check, verdict.ok || hint === undefined ? verdict : { ...verdict, hint });
    }
    if (!options.isIdle()) return;
    for (const step of steps) publishChange(step, first);
  }

  function publishChange(step: Step, verdicts: ReadonlyMap<Check, Verdict>): void {
    const failed = lastingChecks(step).find((check) => isFailed(verdicts.get(check)));
    const state = options.state(step.id);
    if (failed && state === 'passed') regress(step, failed, verdicts.get(failed)!);
    const before = regressed.get(step.id) ?? lastingChecks(step)[0]!;
    if (state !== 'regressed' || failed) return;
    const verdict = verdicts.get(before);
    if (verdict?.ok !== true) return;
    regressed.delete(step.id);
    stream.publish({ type: 'restored', step: step.id, check: before.id, evidence: clean(verdict.evidence) });
  }

  function regress(step: Step, check: Check, verdict: Verdict): void {
    regressed.set(step.id, check);
    const hint = verdict.ok ? undefined : verdict.hint;
    stream.publish({
      type: 'regressed',
      step: step.id,
      check: check.id,
      title: check.title,
      evidence: clean(verdict.evidence),
      ...(hint === undefined ? {} : { hint }),
    });
  }

  function check(): Promise<void> {
    checking ??= checkAll(lifetime)
      .catch((error: unknown) => {
        // the next change retries
        if (!lifetime.aborted) errors.report('verifying finished steps', error);
      })
      .finally(() => {
        checking = undefined;
        checkedAt = clock.monotonic();
      });
    return checking;
  }

  /** `state` is what of the cluster matters to the checks, as text. */
  function onClusterSeen(state: string): void {
    // the task may have changed anything, even if the state looks the same afterwards
    if (!options.isIdle()) known = undefined;
    if (!options.isIdle() || checking !== undefined) return;
    const isChanged = known !== state;
    const isDue = stepsIn('regressed').length > 0 && clock.monotonic() - checkedAt >= againEveryMs;
    known = state;
    if (isChanged || isDue) void check();
  }

  const unsubscribe = stream.subscribe((event) => {
    if (event.type === 'cluster-seen') onClusterSeen(JSON.stringify([event.workloads, event.topic]));
  });

  return {
    check,
    async close() {
      unsubscribe();
      await checking;
    },
    lost(evidence) {
      known = undefined;
      const passed = lab.steps.filter(
        (step) => options.state(step.id) === 'passed' && step.checks.length > 0,
      );
      for (const step of passed)
        regress(step, lastingChecks(step)[0] ?? step.checks[0]!, {
          ok: false,
          evidence,
          hint: 'Start over with step 1.1.',
        });
    },
  };
}

function clean(evidence: string): string {
  return sanitizeLine(evidence.replaceAll('\n', ' '), 2_000);
}

/** What cannot be judged has not changed for the worse. */
function isFailed(verdict: Verdict | undefined): boolean {
  return verdict?.ok === false && verdict.unjudged !== true;
}
