import type { ObservationName } from './observations.ts';
import type { Check, Prediction, Verdict } from './step.ts';

export function holds(evidence: string): Verdict {
  return { ok: true, evidence };
}

export function fails(evidence: string, hint?: string): Verdict {
  return hint === undefined ? { ok: false, evidence } : { ok: false, evidence, hint };
}

/** Types `verify` by the names in `look`; a step holds checks of all kinds. */
export function check<K extends ObservationName>(definition: Check<K>): Check {
  return definition;
}

/** The same for a prediction's `grade`. */
export function prediction<K extends ObservationName>(definition: Prediction<K>): Prediction {
  return definition;
}
