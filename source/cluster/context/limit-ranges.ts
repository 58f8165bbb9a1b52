import { valueAt } from '../../json/json-value.ts';
import type { LimitRangeItem } from '../../kubernetes-types/core/quota.ts';
import type { Stored } from '../../kubernetes-types/kinds.ts';
import { parseQuantity } from '../../kubernetes-values/quantity.ts';
import type { ManifestObject } from '../../manifests/parse-manifest.ts';
import type { LabPods } from './lab-pods.ts';

/*
 * What the admission plugin LimitRanger does with a pod (a LimitRange's `spec.limits`, type `Container`, `Pod`, `PersistentVolumeClaim`):
 * fills in `defaultRequest` and `default` (where the range has none: `min` and `max`) where a container sets nothing, then refuses values below `min` or above `max`.
 */
/** What one container asks for once the namespace's defaults are filled in; undefined where neither says anything. */
export interface Asked {
  readonly requests: Readonly<Record<string, number | undefined>>;
  readonly limits: Readonly<Record<string, number | undefined>>;
}

const limitsOf = (ranges: readonly Stored<'limitranges'>[], type: string): LimitRangeItem[] =>
  ranges.flatMap(({ spec }) => spec.limits).filter((limit) => limit.type === type);

const amount = (value: unknown): number | undefined =>
  value === undefined || value === null ? undefined : parseQuantity(value);

/** A limit without a request is the request too. */
export function askedBy(container: ManifestObject, ranges: readonly Stored<'limitranges'>[]): Asked {
  const defaults = limitsOf(ranges, 'Container');
  const first = (what: string, ...fields: readonly ('default' | 'defaultRequest' | 'max' | 'min')[]) =>
    amount(
      fields
        .flatMap((field) => defaults.map((limit) => limit[field]?.[what]))
        .find((value) => value !== undefined),
    );
  const read = (what: string): { request: number | undefined; limit: number | undefined } => {
    const ownLimit = amount(valueAt(container, 'resources', 'limits', what));
    const limit = ownLimit ?? first(what, 'default', 'max');
    const request =
      amount(valueAt(container, 'resources', 'requests', what)) ??
      ownLimit ??
      first(what, 'defaultRequest', 'default', 'min') ??
      limit;
    return { request, limit };
  };
  const [cpu, memory] = [read('cpu'), read('memory')];
  return {
    requests: { cpu: cpu.request, memory: memory.request },
    limits: { cpu: cpu.limit, memory: memory.limit },
  };
}

/** What the namespace's LimitRanges would refuse, one line each. */
export function findLimitProblems(
  pods: readonly LabPods[],
  ranges: readonly Stored<'limitranges'>[],
): string[] {
  const problems: string[] = [];
  for (const { workload, containers, claims } of pods) {
    const each = containers.map((container) => askedBy(container, ranges));
    const total = (kind: keyof Asked, what: string): number =>
      each.reduce((sum, one) => sum + (one[kind][what] ?? 0), 0);
    for (const limit of limitsOf(ranges, 'Container'))
      for (const asked of each)
        problems.push(...compare(`a container of \`${workload}\``, limit, (kind, what) => asked[kind][what]));
    for (const limit of limitsOf(ranges, 'Pod'))
      problems.push(...compare(`a pod of \`${workload}\``, limit, total));
    for (const limit of limitsOf(ranges, 'PersistentVolumeClaim'))
      for (const claim of claims) {
        const storage = amount(valueAt(claim, 'spec', 'resources', 'requests', 'storage'));
        problems.push(
          ...compare(
            `the claim \`${valueAt(claim, 'metadata', 'name')}\` of \`${workload}\``,
            limit,
            () => storage,
          ),
        );
      }
  }
  return [...new Set(problems)];
}

function compare(
  who: string,
  { min = {}, max = {} }: LimitRangeItem,
  asked: (kind: keyof Asked, what: string) => number | undefined,
): string[] {
  const low = Object.entries(min)
    .filter(([what, least]) => (asked('requests', what) ?? 0) < parseQuantity(least))
    .map(
      ([what, least]) =>
        `${who} requests less ${what} than the minimum of ${least} in a LimitRange of the namespace`,
    );
  const high = Object.entries(max)
    .filter(([what, most]) => {
      const request = asked('requests', what);
      const limit = asked('limits', what) ?? request;
      return limit === undefined || Math.max(limit, request ?? 0) > parseQuantity(most);
    })
    .map(([what, most]) => `${who} exceeds the maximum ${what} of ${most} in a LimitRange of the namespace`);
  return [...low, ...high];
}
