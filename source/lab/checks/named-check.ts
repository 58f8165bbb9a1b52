import type { ObservationName, Observations, TimelineSeen } from '../model/observations.ts';
import type { LabFacts, PredictionOutcome, Verdict } from '../model/step.ts';
import type { ParameterSpecs, Parameters } from './parameters.ts';

interface Named {
  /** What a lab writes: `nodes-ready`. */
  readonly name: string;
  /** When it holds, for the documentation: one or two sentences. */
  readonly says: string;
  readonly parameters: ParameterSpecs;
}

/** A check of the vocabulary. `verify` is a pure function of observations, facts and parameters. */
export interface NamedCheck extends Named {
  readonly look: readonly ObservationName[];
  /** How long it may take to hold, and whether it must hold from then on, unless the lab says otherwise. */
  readonly withinMs: number;
  readonly lasting?: boolean;
  verify(seen: Observations, facts: LabFacts, parameters: Readonly<Record<string, unknown>>): Verdict;
}

/** Types `verify` by the names in `look` and by the parameters. */
export function namedCheck<K extends ObservationName, const S extends ParameterSpecs>(
  definition: Omit<NamedCheck, 'look' | 'parameters' | 'verify'> & {
    readonly look: readonly K[];
    readonly parameters: S;
    verify(seen: Pick<Observations, K>, facts: LabFacts, parameters: Parameters<S>): Verdict;
  },
): NamedCheck {
  return definition;
}

/** What a watch waits for, before the commands run and after them. */
export interface NamedCondition extends Named {
  holds(timeline: TimelineSeen, facts: LabFacts, parameters: Readonly<Record<string, unknown>>): boolean;
}

export function namedCondition<const S extends ParameterSpecs>(
  definition: Omit<NamedCondition, 'parameters' | 'holds'> & {
    readonly parameters: S;
    holds(timeline: TimelineSeen, facts: LabFacts, parameters: Parameters<S>): boolean;
  },
): NamedCondition {
  return definition;
}

/** How a prediction is graded: the id of the right choice with the line that shows it; undefined if nothing decides it. */
export interface NamedGrader extends Named {
  readonly look: readonly ObservationName[];
  grade(
    seen: Observations,
    facts: LabFacts,
    parameters: Readonly<Record<string, unknown>>,
    choices: readonly string[],
  ): PredictionOutcome | undefined;
}

export function namedGrader<K extends ObservationName, const S extends ParameterSpecs>(
  definition: Omit<NamedGrader, 'look' | 'parameters' | 'grade'> & {
    readonly look: readonly K[];
    readonly parameters: S;
    grade(
      seen: Pick<Observations, K>,
      facts: LabFacts,
      parameters: Parameters<S>,
      choices: readonly string[],
    ): PredictionOutcome | undefined;
  },
): NamedGrader {
  return definition;
}
