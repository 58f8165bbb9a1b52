import { betterOf } from '../model/better-of.ts';
import type { Finding } from '../model/finding.ts';
import type {
  AnswerSummary,
  CheckSummary,
  JournalSummary,
  PredictionSummary,
  StepSummary,
} from '../model/journal-summary.ts';

/** What one person handed in, all journals together. */
export interface Submission {
  readonly journals: readonly JournalSummary[];
  readonly steps: ReadonlyMap<string, StepSummary>;
  readonly predictions: ReadonlyMap<string, PredictionSummary>;
  readonly answers: ReadonlyMap<string, AnswerSummary>;
  readonly findings: readonly Finding[];
}

/** A copy of a journal that another one goes on with counts once; all other journals count together. */
export function mergeJournals(all: readonly JournalSummary[]): Submission {
  const byTime = all.toSorted((a, b) => compare(a.firstAt, b.firstAt));
  const copies = byTime.filter((journal, index) =>
    byTime.some((other, at) => at !== index && isContinued(journal, other, at < index)),
  );
  const journals = byTime.filter((journal) => !copies.includes(journal));
  const many = journals.length > 1;
  return {
    journals,
    steps: mergeMaps(
      journals.map(({ steps }) => steps),
      mergeSteps,
    ),
    predictions: mergeMaps(
      journals.map(({ predictions }) => predictions),
      (first, next) => ({ ...first, later: first.later + next.later + 1 }),
    ),
    answers: mergeMaps(
      journals.map(({ answers }) => answers),
      mergeAnswers,
    ),
    findings: [
      ...journals.flatMap(({ findings, source }) =>
        findings.map((finding) => (many ? { ...finding, text: `${source}: ${finding.text}` } : finding)),
      ),
      ...copies.map(
        ({ source }): Finding => ({
          kind: 'earlier-copy',
          weight: 'note',
          text: `${source} is an earlier copy of another journal, and does not count`,
        }),
      ),
    ],
  };
}

/** Whether `other` begins with the same record and has all that the journal has; of two that are alike, the first one stays. */
function isContinued(journal: JournalSummary, other: JournalSummary, isBefore: boolean): boolean {
  const [first] = journal.links;
  if (first === undefined || first !== other.links[0]) return false;
  const last = journal.links.at(-1)!;
  if (!other.links.includes(last)) return false;
  return other.records > journal.records || (other.records === journal.records && isBefore);
}

function mergeMaps<T>(
  maps: readonly ReadonlyMap<string, T>[],
  merge: (first: T, next: T) => T,
): Map<string, T> {
  const merged = new Map<string, T>();
  for (const map of maps)
    for (const [id, value] of map) {
      const known = merged.get(id);
      merged.set(id, known === undefined ? value : merge(known, value));
    }
  return merged;
}

function mergeSteps(first: StepSummary, next: StepSummary): StepSummary {
  const passedAt = first.passedAt ?? next.passedAt;
  const solutionAt = first.solutionAt ?? next.solutionAt;
  return {
    runs: first.runs + next.runs,
    ...(passedAt === undefined ? {} : { passedAt }),
    ...(next.outcome === undefined ? {} : { outcome: next.outcome }),
    lastAt: next.lastAt,
    runMs: first.runMs + next.runMs,
    spentMs: first.spentMs + next.spentMs,
    hints: Math.max(first.hints, next.hints),
    ...(solutionAt === undefined ? {} : { solutionAt }),
    checks: mergeMaps([first.checks, next.checks], mergeChecks),
  };
}

function mergeChecks(first: CheckSummary, next: CheckSummary): CheckSummary {
  const passedAt = first.passedAt ?? next.passedAt;
  const again = next.again === undefined ? first.again : betterOf(first.again, next.again);
  const sameAt = first.same?.passedAt ?? next.same?.passedAt;
  return {
    ...(passedAt === undefined ? {} : { passedAt }),
    failures: first.failures + next.failures,
    last: next.last,
    evidence: first.passedAt === undefined ? next.evidence : first.evidence,
    ...(first.same === undefined && next.same === undefined
      ? {}
      : { same: sameAt === undefined ? {} : { passedAt: sameAt } }),
    ...(again === undefined ? {} : { again }),
  };
}

function mergeAnswers(before: AnswerSummary, next: AnswerSummary): AnswerSummary {
  const first = before.first ?? before.text;
  const { first: _first, ...rest } = next;
  return first === next.text ? rest : { ...rest, first };
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
