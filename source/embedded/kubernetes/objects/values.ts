import { isDeepStrictEqual } from 'node:util';

/** JSON values, which make up an API object. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}

/** Drops undefined values, as JSON does, so that comparisons see what a client sees. */
export function dropUndefined(value: unknown): void {
  // Frozen objects have been stored before.
  if (Object.isFrozen(value)) return;
  if (Array.isArray(value)) for (const inner of value) dropUndefined(inner);
  if (!isRecord(value)) return;
  for (const [key, inner] of Object.entries(value)) {
    if (inner === undefined) delete value[key];
    else dropUndefined(inner);
  }
}

export function sameValue(left: unknown, right: unknown): boolean {
  return isDeepStrictEqual(left, right);
}

/** RFC 3339 in whole seconds, like `metav1.Time`. */
export function timestamp(at: number | Date = new Date()): string {
  return `${new Date(at).toISOString().slice(0, 19)}Z`;
}
