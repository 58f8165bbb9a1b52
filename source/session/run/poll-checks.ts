import { setMaxListeners } from 'node:events';
import { describeError } from '../../errors/lab-error.ts';
import { isAboutOtherTopic } from '../../lab/diagnosis/needed-by.ts';
import type { ObservationName, Observations } from '../../lab/model/observations.ts';
import type { Check, LabFacts, Verdict } from '../../lab/model/step.ts';
import type { Clock } from '../../time/clock.ts';
import { pause } from '../../time/pause.ts';
import { withTimeLimit } from '../../time/time-limit.ts';

const firstPauseMs = 50;
const longestPauseMs = 250;
const lookLimitMs = 10_000;
const repeatEveryMs = 1_000;

export interface PollOptions {
  readonly checks: readonly Check[];
  readonly facts: LabFacts;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** One observation, fresh. */
  look(name: ObservationName, signal: AbortSignal): Promise<Observations[ObservationName]>;
  /** Runs the step's read-only commands again, if it has any. */
  readonly repeat?: (signal: AbortSignal) => Promise<void>;
  /** True if waiting cannot help: each check is evaluated once. */
  readonly once?: boolean;
  /** A hint about a problem of the cluster, which replaces the own of these checks, which failed. */
  readonly diagnose?: (signal: AbortSignal, failed: readonly Check[]) => Promise<string | undefined>;
  /** `seen`: what the check judged; empty where it could not be observed. */
  onDecided(check: Check, verdict: Verdict, durationMs: number, seen: Partial<Observations>): void;
}

export type CheckedOutcome = 'passed' | 'failed' | 'unjudged';

/**
 * Evaluates each check repeatedly until it holds or its time is up. Pending checks share their observations, so that all of
 * them judge the same moment. Resolves with the outcome of all together. Rejects only when the signal aborts.
 */
export async function pollChecks(options: PollOptions): Promise<CheckedOutcome> {
  const { checks, facts, clock, signal, onDecided } = options;
  const startedAt = clock.monotonic();
  // Each observation listens to it, and a step may look at everything there is.
  const looking = AbortSignal.any([signal]);
  setMaxListeners(0, looking);
  let undecided = [...checks];
  let outcome: CheckedOutcome = 'passed';
  let pauseMs = firstPauseMs;
  let repeatedAt = startedAt;
  for (;;) {
    const seen = await lookAtAll(undecided, { ...options, signal: looking });
    signal.throwIfAborted();
    const elapsed = clock.monotonic() - startedAt;
    const judged = undecided.map((check) => ({ check, ...judge(check, seen, facts) }));
    const isDecided = ({ check, verdict }: (typeof judged)[number]): boolean =>
      verdict.ok || verdict.unjudged === true || elapsed >= check.withinMs || options.once === true;
    const decided = judged.filter(isDecided);
    const hints = await hintsFor(
      decided.filter(({ verdict }) => !verdict.ok && verdict.unjudged !== true).map(({ check }) => check),
      options,
    );
    for (const { check, verdict, observations } of decided) {
      outcome = worse(outcome, outcomeOf(verdict));
      const hint = hints.get(check);
      onDecided(
        check,
        verdict.ok || hint === undefined ? verdict : { ...verdict, hint },
        Math.round(elapsed),
        observations,
      );
    }
    undecided = judged.filter((each) => !isDecided(each)).map(({ check }) => check);
    if (undecided.length === 0) return outcome;
    await pause(clock, pauseMs, signal);
    pauseMs = Math.min(longestPauseMs, pauseMs * 1.5);
    if (options.repeat && undecided.some(readsOutput) && clock.monotonic() - repeatedAt >= repeatEveryMs) {
      await options.repeat(signal);
      repeatedAt = clock.monotonic();
    }
  }
}

/** What the cluster's state explains of checks that failed. */
async function hintsFor(
  failed: readonly Check[],
  { facts, signal, diagnose }: PollOptions,
): Promise<ReadonlyMap<Check, string>> {
  const hints = new Map<Check, string>();
  const others = failed.filter((check) => isAboutOtherTopic(check, facts));
  for (const checks of [others, failed.filter((check) => !others.includes(check))]) {
    if (checks.length === 0) continue;
    const hint = await diagnose?.(signal, checks);
    if (hint !== undefined) for (const check of checks) hints.set(check, hint);
  }
  return hints;
}

function outcomeOf(verdict: Verdict): CheckedOutcome {
  if (verdict.ok) return 'passed';
  return verdict.unjudged === true ? 'unjudged' : 'failed';
}

/** A step has failed if any check has, and is not judged if any check is not. */
function worse(one: CheckedOutcome, other: CheckedOutcome): CheckedOutcome {
  if (one === 'failed' || other === 'failed') return 'failed';
  return one === 'passed' ? other : one;
}

function readsOutput(check: Check): boolean {
  return check.look.includes('output') || check.look.includes('outputs');
}

type Seen = Map<ObservationName, { readonly value: unknown } | { readonly error: unknown }>;

async function lookAtAll(checks: readonly Check[], { clock, signal, look }: PollOptions): Promise<Seen> {
  const names = [...new Set(checks.flatMap((check) => check.look))];
  const seen: Seen = new Map();
  await Promise.all(
    names.map(async (name) => {
      try {
        const value = await withTimeLimit(clock, lookLimitMs, signal, `looking at ${name}`, (own) =>
          look(name, own),
        );
        seen.set(name, { value });
      } catch (error) {
        seen.set(name, { error });
      }
    }),
  );
  return seen;
}

interface Judged {
  readonly verdict: Verdict;
  readonly observations: Partial<Observations>;
}

function judge(check: Check, seen: Seen, facts: LabFacts): Judged {
  const observations: Partial<Record<keyof Observations, unknown>> = {};
  for (const name of check.look) {
    const look = seen.get(name);
    if (look === undefined || 'error' in look) {
      const reason = look === undefined ? 'not looked at' : describeError(look.error);
      return { verdict: { ok: false, evidence: `cannot look at ${name}: ${reason}` }, observations: {} };
    }
    observations[name] = look.value;
  }
  const all = observations as Observations;
  try {
    return { verdict: check.verify(all, facts), observations: all };
  } catch (error) {
    const evidence = `the check could not read its observation: ${describeError(error)}`;
    return { verdict: { ok: false, evidence }, observations: all };
  }
}
