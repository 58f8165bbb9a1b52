import { badRequest, StatusError } from './status-error.ts';

/**
 * The most values in one body, counting objects, lists and their contents. Each stage of a request (parse, patch, decode, store), and
 * each reconcile of the object, traverses all of them without yielding, in 10 to 20 ms. Objects that people write have some hundred; a
 * ConfigMap of large files has as many values as files.
 */
export const maximumValues = 5000;
/** The deepest nesting. */
export const maximumDepth = 200;

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const opens = new Set([0x5b, 0x7b]);
const closes = new Set([0x5d, 0x7d]);

/**
 * Checks the bytes in one pass before parsing, whether they are JSON or not. Throws a 413 for too many values, a 400 for too many levels.
 */
export function checkJsonShape(bytes: Uint8Array): void {
  let values = 1;
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] as number;
    if (isInString) {
      if (byte === backslash) at += 1;
      else if (byte === quote) isInString = false;
    } else if (byte === quote) isInString = true;
    else if (byte === comma) values += 1;
    else if (opens.has(byte)) {
      values += 1;
      depth += 1;
      if (depth > maximumDepth) throw tooDeep();
    } else if (closes.has(byte)) depth -= 1;
    if (values > maximumValues) throw tooMany();
  }
}

/** The same for values parsed from another format or changed since. Uses an explicit stack: the value may be too deep for recursion. */
export function checkShape(root: unknown): void {
  countValues(root);
}

/** Counts the values. Throws like {@link checkShape}. */
export function countValues(root: unknown): number {
  let values = 0;
  let level: unknown[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > maximumDepth) throw tooDeep();
    values += level.length;
    if (values > maximumValues) throw tooMany();
    const next: unknown[] = [];
    for (const value of level) {
      if (typeof value !== 'object' || value === null) continue;
      for (const inner of Array.isArray(value) ? value : Object.values(value)) next.push(inner);
    }
    level = next;
  }
  return values;
}

function tooDeep(): StatusError {
  return badRequest('json: exceeded max depth');
}

export function tooMany(): StatusError {
  const what = `Request entity too large: an object of this cluster has at most ${maximumValues} values`;
  return new StatusError(413, 'RequestEntityTooLarge', what);
}
