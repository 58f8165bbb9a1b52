import { isRecord } from '../objects/values.ts';
import { records } from '../schema/pod-defaults.ts';
import type { FieldErrors } from './field-errors.ts';

/*
 * The scheduler holds each term against every node, or every pod, in one go. Kubernetes bounds them by the size of the object alone.
 */

/** Terms of one kind that a pod requires, or a volume. */
export const mostAffinityTerms = 100;
/** JSON values in all terms of one kind: requirements, what is in them, and the lists around them. */
export const mostAffinityValues = 2_000;

const required = 'requiredDuringSchedulingIgnoredDuringExecution';

/** Bounds what a pod requires of nodes and of other pods. Preferred terms are not bounded, because the scheduler ignores them. */
export function validateAffinity(causes: FieldErrors, field: string, affinity: unknown): void {
  const { nodeAffinity, ...others } = isRecord(affinity) ? affinity : {};
  if (isRecord(nodeAffinity))
    validateNodeSelector(causes, `${field}.nodeAffinity.${required}`, nodeAffinity[required]);
  for (const kind of ['podAffinity', 'podAntiAffinity']) {
    const rules = others[kind];
    if (isRecord(rules)) validateTerms(causes, `${field}.${kind}.${required}`, rules[required]);
  }
}

/** Bounds a `NodeSelector`: that of a pod, or of a PersistentVolume. */
export function validateNodeSelector(causes: FieldErrors, field: string, selector: unknown): void {
  if (isRecord(selector)) validateTerms(causes, `${field}.nodeSelectorTerms`, selector.nodeSelectorTerms);
}

function validateTerms(causes: FieldErrors, field: string, terms: unknown): void {
  const list = records(terms);
  causes.tooMany(field, list.length, mostAffinityTerms);
  const values = countValues(list);
  if (values > mostAffinityValues)
    causes.invalid(field, `${values} values`, `must hold at most ${mostAffinityValues} values in all terms`);
}

/** How many values there are in a list or an object, itself included. */
function countValues(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce((sum: number, inner) => sum + countValues(inner), 1);
}
