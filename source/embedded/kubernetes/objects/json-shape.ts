import { badRequest, StatusError } from './status-error.ts';

/**
 * How many values one body may have: objects, lists and what is in them. Each stage of a request (parse, patch, decode, store), and each
 * look of a controller at the object, goes over all of them without a break: 10 to 20 ms for as many. Objects that people write have
 * some hundred; a ConfigMap of large files has as many values as files.
 */
export const maximumValues = 5000;
/** How deep they may be nested. */
export const maximumDepth = 200;

const quote = 0x22;
const comma = 0x2c;
const backslash = 0x5c;
const opens = new Set([0x5b, 0x7b]);
const closes = new Set([0x5d, 0x7d]);

/**
 * Counts before anything is parsed, in one pass over the bytes, whether they are JSON or not. Throws a 413 for too many values, a 400
 * for too many levels.
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

/** The same for what was parsed from another format, or changed since. Walks with a stack of its own: it may be too deep for recursion. */
export function checkShape(root: unknown): void {
  countValues(root);
}

/** How many values there are in one. Throws as {@link checkShape} does. */
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
