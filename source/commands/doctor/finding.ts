import { type SafeText, safeLines, visible } from '../../text/safe-text.ts';

/** One requirement of a kind of cluster, and whether this machine meets it. */
export interface Finding {
  readonly what: string;
  /** `missing`: the lab cannot run without it. `warn`: it may run; `found` and `hint` say what may go wrong. */
  readonly level: 'ok' | 'warn' | 'missing';
  /** The version or amount found, or why it is missing. */
  readonly found: string;
  /** What to do about it, if anything. */
  readonly hint?: string;
}

export interface Diagnosis {
  readonly cluster: 'embedded' | 'kind' | 'context';
  readonly ok: boolean;
  readonly findings: readonly Finding[];
}

export function judge(cluster: Diagnosis['cluster'], findings: readonly Finding[]): Diagnosis {
  return { cluster, ok: findings.every(({ level }) => level !== 'missing'), findings };
}

const marks = { ok: '✔', warn: '!', missing: '✘' } as const;

export function renderDiagnoses(diagnoses: readonly Diagnosis[]): SafeText {
  const lines = diagnoses.flatMap(({ cluster, ok, findings }) => [
    `${cluster}: ${ok ? 'ready' : 'something is missing'}`,
    ...findings.map(({ what, level, found, hint }) => {
      const remedy = hint === undefined ? '' : `; ${hint}`;
      return `  ${marks[level]} ${what.padEnd(8)} ${found}${remedy}`;
    }),
  ]);
  return safeLines(lines.map(visible));
}
