import type { SessionView, StepView } from './view.ts';

/** What undoing a step takes. */
export interface UndoPlan {
  /** The steps that stand on it and have changed something, the latest first: they are undone before it. */
  readonly standing: readonly StepView[];
  /** All command lines, in the order in which they run. */
  readonly lines: readonly string[];
}

/** What undoing the step at `index` takes: only on a step that others depend on does anything stand. */
export function undoPlan({ steps }: Pick<SessionView, 'steps'>, index: number): UndoPlan {
  const step = steps[index];
  if (step === undefined || step.undo.length === 0) return { standing: [], lines: [] };
  const later = step.step.required === true ? steps.slice(index + 1) : [];
  const standing = later.filter(({ state, undo }) => state !== 'todo' && undo.length > 0).reverse();
  return { standing, lines: withoutRepeats([...standing, step].flatMap(({ undo }) => undo)) };
}

/** A step that makes the cluster cannot be undone: every other one stands on it, and it on nothing. */
export function makesCluster({ step }: Pick<StepView, 'step'>): boolean {
  return step.effects?.some(({ kind }) => kind === 'fresh-cluster') === true;
}

/** Each line once, where it comes last. What a later line deletes again is not applied before. */
function withoutRepeats(lines: readonly string[]): string[] {
  return lines.filter((line, at) => {
    const rest = lines.slice(at + 1);
    const applied = /^kubectl apply (-f .*)$/.exec(line)?.[1];
    return !rest.some((one) => one === line || `${one} `.startsWith(`kubectl delete ${applied} `));
  });
}
