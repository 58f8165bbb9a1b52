import type { Verdict } from './step.ts';

export function holds(evidence: string): Verdict {
  return { ok: true, evidence };
}

export function fails(evidence: string, hint?: string): Verdict {
  return hint === undefined ? { ok: false, evidence } : { ok: false, evidence, hint };
}

/** Neither: nothing that can be seen decides it, however long one waits. `hint` says what would. */
export function cannotJudge(evidence: string, hint: string): Verdict {
  return { ok: false, unjudged: true, evidence, hint };
}
