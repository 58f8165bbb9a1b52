import type { ClusterLook, ClusterObserver } from '../../cluster/model/cluster.ts';
import { diagnose } from '../../lab/diagnosis.ts';
import type { CommandOutput, Observations } from '../../lab/model/observations.ts';
import type { LabFacts } from '../../lab/model/step.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { Clock } from '../../time/clock.ts';
import { withTimeLimit } from '../../time/time-limit.ts';
import type { ErrorReporter } from '../error-reporter.ts';

const lookLimitMs = 3_000;
const hintLimit = 1_000;

export interface DiagnosisContext {
  readonly observer: () => ClusterObserver;
  readonly clock: Clock;
  readonly facts: LabFacts;
  readonly errors: ErrorReporter;
  readonly outputs: readonly CommandOutput[];
}

/** Inspects the cluster after a failed check. Returns a hint about the cause, with its evidence; undefined if no cause is visible. */
export async function diagnoseFailure(
  signal: AbortSignal,
  { observer, clock, facts, errors, outputs }: DiagnosisContext,
): Promise<string | undefined> {
  const look = async <K extends ClusterLook>(name: K): Promise<Observations[K] | undefined> => {
    try {
      return await withTimeLimit(clock, lookLimitMs, signal, `looking at ${name}`, (own) =>
        observer().look(name, own),
      );
    } catch (error) {
      signal.throwIfAborted();
      errors.report(`looking at ${name}`, error);
      return undefined;
    }
  };
  const [pods, topics, brokers] = await Promise.all([look('pods'), look('topics'), look('brokers')]);
  const diagnosis = diagnose({ pods, topics, brokers, outputs }, facts);
  return (
    diagnosis &&
    sanitizeLine(`${diagnosis.hint} Seen: ${diagnosis.evidence}`.replaceAll('\n', ' '), hintLimit)
  );
}
