import { describeError } from '../../errors/lab-error.ts';
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
  /** A hint about a problem of the cluster, which replaces a failed check's own. */
  readonly diagnose?: (signal: AbortSignal) => Promise<string | undefined>;
  onDecided(check: Check, verdict: Verdict, durationMs: number): void;
}

/**
 * Evaluates each check repeatedly until it holds or its time is up. Pending checks share their observations, so that all of
 * them judge the same moment. True when every check held. Rejects only when the signal aborts.
 */
export async function pollChecks(options: PollOptions): Promise<boolean> {
  const { checks, facts, clock, signal, onDecided } = options;
  const startedAt = clock.monotonic();
  let undecided = [...checks];
  let passed = 0;
  let pauseMs = firstPauseMs;
  let repeatedAt = startedAt;
  for (;;) {
    const seen = await lookAtAll(undecided, options);
    signal.throwIfAborted();
    const elapsed = clock.monotonic() - startedAt;
    const judged = undecided.map((check) => ({ check, verdict: judge(check, seen, facts) }));
    const isDecided = ({ check, verdict }: (typeof judged)[number]): boolean =>
      verdict.ok || elapsed >= check.withinMs || options.once === true;
    const decided = judged.filter(isDecided);
    const hint = decided.every(({ verdict }) => verdict.ok) ? undefined : await options.diagnose?.(signal);
    for (const { check, verdict } of decided) {
      if (verdict.ok) passed += 1;
      const reported = verdict.ok || hint === undefined ? verdict : { ...verdict, hint };
      onDecided(check, reported, Math.round(elapsed));
    }
    undecided = judged.filter((each) => !isDecided(each)).map(({ check }) => check);
    if (undecided.length === 0) return passed === checks.length;
    await pause(clock, pauseMs, signal);
    pauseMs = Math.min(longestPauseMs, pauseMs * 1.5);
    if (options.repeat && undecided.some(readsOutput) && clock.monotonic() - repeatedAt >= repeatEveryMs) {
      await options.repeat(signal);
      repeatedAt = clock.monotonic();
    }
  }
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

function judge(check: Check, seen: Seen, facts: LabFacts): Verdict {
  const observations: Partial<Record<keyof Observations, unknown>> = {};
  for (const name of check.look) {
    const look = seen.get(name);
    if (look === undefined || 'error' in look) {
      const reason = look === undefined ? 'not looked at' : describeError(look.error);
      return { ok: false, evidence: `cannot look at ${name}: ${reason}` };
    }
    observations[name] = look.value;
  }
  try {
    return check.verify(observations as Observations, facts);
  } catch (error) {
    return { ok: false, evidence: `the check could not read its observation: ${describeError(error)}` };
  }
}
