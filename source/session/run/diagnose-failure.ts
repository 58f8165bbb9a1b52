import type { ClusterLook, ClusterObserver } from '../../cluster/model/cluster.ts';
import { isAboutOtherTopic, type Need } from '../../lab/diagnosis/needed-by.ts';
import type { CommandOutput, Observations, TallySeen } from '../../lab/model/observations.ts';
import type { Check, LabFacts } from '../../lab/model/step.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { Clock } from '../../time/clock.ts';
import { withTimeLimit } from '../../time/time-limit.ts';
import type { ErrorReporter } from '../error-reporter.ts';

const lookLimitMs = 3_000;
const hintLimit = 1_000;
const evidenceLimit = 400;

export interface DiagnosisContext {
  readonly observer: () => ClusterObserver;
  readonly clock: Clock;
  readonly facts: LabFacts;
  readonly errors: ErrorReporter;
  /** What has to run for the failed checks to hold. */
  readonly needs: Need;
  readonly failed: readonly Check[];
  /** Of the commands of the step that failed. */
  readonly outputs: readonly CommandOutput[];
  /** The last count. */
  readonly tally: TallySeen;
}

/** Inspects the cluster after a failed check. Returns a hint about the cause, with its evidence; undefined if no cause is visible. */
export async function diagnoseFailure(
  signal: AbortSignal,
  { observer, clock, facts, errors, needs, failed, outputs, tally }: DiagnosisContext,
): Promise<string | undefined> {
  const ask = async <T>(what: string, work: (own: AbortSignal) => Promise<T>): Promise<T | undefined> => {
    try {
      return await withTimeLimit(clock, lookLimitMs, signal, `looking at ${what}`, work);
    } catch (error) {
      signal.throwIfAborted();
      errors.report(`looking at ${what}`, error);
      return undefined;
    }
  };
  const look = <K extends ClusterLook>(name: K): Promise<Observations[K] | undefined> =>
    ask(name, (own) => observer().look(name, own));
  const [{ diagnose }, situation, topics, brokers] = await Promise.all([
    import('../../lab/diagnosis/diagnose.ts'),
    ask('the situation', (own) => observer().situation(own)),
    // The rules about topics are about that of the facts.
    failed.every((check) => isAboutOtherTopic(check, facts)) ? undefined : look('topics'),
    look('brokers'),
  ]);
  const diagnosis = diagnose({ situation, topics, brokers, outputs, tally, needs }, facts);
  if (diagnosis === undefined) return undefined;
  const clean = (text: string, limit: number): string => sanitizeLine(text.replaceAll('\n', ' '), limit);
  return `${clean(diagnosis.hint, hintLimit)} Seen: ${clean(diagnosis.evidence, evidenceLimit)}`;
}
