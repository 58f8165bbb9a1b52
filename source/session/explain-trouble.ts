import type { ClusterLook, ClusterObserver } from '../cluster/model/cluster.ts';
import { fitHint } from '../lab/fitted-hint.ts';
import type { CommandOutput, Observations } from '../lab/observations.ts';
import type { LabFacts } from '../lab/step.ts';
import { sanitizeLine } from '../text/sanitize.ts';
import { withinTime } from './bounded-work.ts';
import type { Clock } from './clock.ts';

const lookLimitMs = 3_000;
const hintLimit = 1_000;

export interface ExplainContext {
  readonly observer: () => ClusterObserver;
  readonly clock: Clock;
  readonly facts: LabFacts;
  readonly outputs: readonly CommandOutput[];
}

/** Looks around after a check has failed; a hint for what is wrong, with the line that shows it, where something is. */
export async function explainTrouble(
  signal: AbortSignal,
  { observer, clock, facts, outputs }: ExplainContext,
): Promise<string | undefined> {
  const look = async <K extends ClusterLook>(name: K): Promise<Observations[K] | undefined> => {
    try {
      return await withinTime(clock, lookLimitMs, signal, `looking at ${name}`, (own) =>
        observer().look(name, own),
      );
    } catch {
      signal.throwIfAborted();
      return undefined;
    }
  };
  const [pods, topics, brokers] = await Promise.all([look('pods'), look('topics'), look('brokers')]);
  const fitted = fitHint({ pods, topics, brokers, outputs }, facts);
  return fitted && sanitizeLine(`${fitted.hint} Seen: ${fitted.evidence}`.replaceAll('\n', ' '), hintLimit);
}
