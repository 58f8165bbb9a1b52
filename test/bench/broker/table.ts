import type { Values } from './measures.ts';

/** One measure on both clusters, a value for each pair. */
export interface Row {
  readonly measure: string;
  readonly unit: string;
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  /** The ratio to real Kafka: above 1 is better, whatever the unit. */
  readonly ratio: number;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Lower is better for times and memory; everything else is a rate. */
const lowerIsBetter = (unit: string) => unit === 'ms' || unit === 'MB';

export function row(measure: string, unit: string, ours: readonly number[], theirs: readonly number[]): Row {
  const [mine, real] = [median(ours), median(theirs)];
  return { measure, unit, ours, theirs, ratio: lowerIsBetter(unit) ? real / mine : mine / real };
}

export function rows(
  section: string,
  unit: (measure: string) => string,
  ours: Values[],
  theirs: Values[],
): Row[] {
  return Object.keys(ours[0] ?? {}).map((measure) =>
    row(
      `${section}${measure}`,
      unit(measure),
      ours.map((values) => values[measure]!),
      theirs.map((values) => values[measure]!),
    ),
  );
}

export function markdown(table: readonly Row[]): string {
  const lines = table.map(
    ({ measure, unit, ours, theirs, ratio }) =>
      `| ${measure} | ${unit} | ${number(median(ours))} | ${range(ours)} | ${number(median(theirs))} | ${range(theirs)} | ` +
      `${ratio >= 0.995 ? '' : '**'}${ratio.toFixed(2)} ×${ratio >= 0.995 ? '' : '**'} |`,
  );
  return [
    '| measure | unit | kafka-lab | range | Kafka 3.3.2 | range | kafka-lab is … as good |',
    '| --- | --- | ---: | --- | ---: | --- | ---: |',
    ...lines,
  ].join('\n');
}

const range = (values: readonly number[]) =>
  `${number(Math.min(...values))} – ${number(Math.max(...values))}`;

function number(value: number): string {
  return value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value >= 10 ? 1 : 2);
}
