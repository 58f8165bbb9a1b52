/** One row of the table, with its budget and, if missed, what the process did meanwhile. */
export interface Measure {
  readonly what: string;
  readonly measured: string;
  readonly budget?: string;
  readonly missed?: boolean;
  /** Markdown, below the table. */
  readonly profile?: readonly string[];
}

/** A budget, and the divisor of `--tighten`. */
export class Budgets {
  readonly #tighten: number;

  constructor(tighten: number) {
    this.#tighten = tighten;
  }

  of(value: number): number {
    return value / this.#tighten;
  }
}

export function quantile(numbers: readonly number[], q: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

export const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);

/** 6.4 as `6.4`, 200 as `200`, 0.075 as `0.075`. */
const plain = (value: number): string => String(Number(value.toPrecision(3)));

export const ms = (value: number): string => `${value.toFixed(0)} ms`;
export const percentOfCore = (value: number): string => `${(value * 100).toFixed(1)} % of a core`;
export const kib = (value: number): string => `${(value / 1024).toFixed(1)} KiB/s`;
export const msBudget = (value: number): string => `${plain(value)} ms`;
export const percentBudget = (value: number): string => `${plain(value * 100)} %`;
export const mbBudget = (value: number): string => `${plain(value)} MB`;
export const timesBudget = (value: number): string => `${plain(value)} × bare Ink`;

export function tableOf(measures: readonly Measure[]): string {
  return [
    '| what | measured | budget | |',
    '|---|---|---|---|',
    ...measures.map(({ what, measured, budget = '', missed }) => {
      const verdict = missed === undefined ? '' : missed ? '✘ missed' : '✔';
      return `| ${what} | ${measured} | ${budget} | ${verdict} |`;
    }),
  ].join('\n');
}

/** The profiles of missed budgets. */
export function profilesOf(measures: readonly Measure[]): string {
  return measures
    .filter(({ missed }) => missed)
    .map(({ what, measured, budget, profile = ['Nothing was recorded.'] }) =>
      [`## Missed: ${what}`, '', `${measured}; the budget is ${budget}.`, '', ...profile].join('\n'),
    )
    .join('\n\n');
}
