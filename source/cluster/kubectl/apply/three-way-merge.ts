import { isJsonObject, type JsonObject, type JsonValue, objectsIn } from '../../../json/json-value.ts';
import { listRule, retainsKeys } from './merge-keys.ts';

/*
 * The patch that `apply` sends (strategic merge patch, kubernetes/community sig-api-machinery/strategic-merge-patch.md):
 *   what `modified` adds to or changes in `current`, and what `original` (last applied) had and `modified` has not: null, or
 *   {"$patch":"delete", key}, or $deleteFromPrimitiveList/field.
 * A list of maps that changes comes with $setElementOrder/field; a union with $retainKeys.
 */
export function threeWayPatch(original: JsonObject, modified: JsonObject, current: JsonObject): JsonObject {
  const additions = diffMaps(current, modified, [], { deletions: false, additions: true });
  const deletions = diffMaps(original, modified, [], { deletions: true, additions: false });
  return mergePatches(deletions, additions, []);
}

/** The patch between two states of one object, as `set` and `patch` make it. */
export function twoWayPatch(before: JsonObject, after: JsonObject): JsonObject {
  return diffMaps(before, after, [], { deletions: true, additions: true });
}

/** RFC 7386, for kinds without merge keys (custom resources). */
export function threeWayJsonMergePatch(
  original: JsonObject,
  modified: JsonObject,
  current: JsonObject,
): JsonObject {
  const patch: JsonObject = {};
  for (const key of Object.keys(original)) if (!(key in modified)) patch[key] = null;
  for (const [key, value] of Object.entries(modified)) {
    const before = current[key];
    if (isJsonObject(value) && isJsonObject(before)) {
      const inner = threeWayJsonMergePatch(isJsonObject(original[key]) ? original[key] : {}, value, before);
      if (Object.keys(inner).length > 0) patch[key] = inner;
    } else if (!same(before, value)) patch[key] = value;
  }
  return patch;
}

interface Wants {
  readonly deletions: boolean;
  readonly additions: boolean;
}

function diffMaps(from: JsonObject, to: JsonObject, path: readonly string[], wants: Wants): JsonObject {
  const patch: JsonObject = {};
  for (const [key, before] of Object.entries(from)) {
    if (!(key in to)) {
      if (wants.deletions) patch[key] = null;
      continue;
    }
    diffValue(patch, key, before, to[key], [...path, key], wants);
  }
  if (wants.additions) {
    for (const [key, value] of Object.entries(to)) if (!(key in from)) patch[key] = value;
  }
  return patch;
}

function diffValue(
  patch: JsonObject,
  key: string,
  before: JsonValue | undefined,
  after: JsonValue | undefined,
  path: readonly string[],
  wants: Wants,
): void {
  if (isJsonObject(before) && isJsonObject(after)) {
    const inner = diffMaps(before, after, path, wants);
    if (Object.keys(inner).length > 0) {
      patch[key] = inner;
      if (retainsKeys(path)) inner.$retainKeys = Object.keys(after).sort();
    }
  } else if (Array.isArray(before) && Array.isArray(after)) {
    diffLists(patch, key, before, after, path, wants);
  } else if (wants.additions && !same(before, after)) patch[key] = after;
}

function diffLists(
  patch: JsonObject,
  key: string,
  before: JsonValue[],
  after: JsonValue[],
  path: readonly string[],
  wants: Wants,
): void {
  const rule = listRule(path);
  if (rule.kind === 'primitives') {
    const added = wants.additions ? after.filter((item) => !before.includes(item)) : [];
    const gone = wants.deletions ? before.filter((item) => !after.includes(item)) : [];
    if (added.length > 0) patch[key] = added;
    if (gone.length > 0) patch[`$deleteFromPrimitiveList/${key}`] = gone;
    if (added.length > 0 || gone.length > 0) patch[`$setElementOrder/${key}`] = after;
    return;
  }
  const mergeable =
    rule.kind === 'maps' && [...before, ...after].every((item) => isJsonObject(item) && rule.key in item);
  if (!mergeable) {
    if (wants.additions && !same(before, after)) patch[key] = after;
    return;
  }
  const keyed = (items: readonly JsonValue[]): Map<JsonValue | undefined, JsonObject> =>
    new Map(objectsIn([...items]).map((item) => [item[rule.key], item]));
  const old = keyed(before);
  const next = keyed(after);
  const changes: JsonObject[] = [];
  for (const [id, item] of next) {
    const was = old.get(id);
    if (was === undefined) {
      if (wants.additions) changes.push(item);
      continue;
    }
    const inner = diffMaps(was, item, path, wants);
    if (Object.keys(inner).length === 0) continue;
    inner[rule.key] = id;
    if (rule.retainKeys) inner.$retainKeys = Object.keys(item).sort();
    changes.push(inner);
  }
  if (wants.deletions) {
    for (const id of old.keys()) if (!next.has(id)) changes.push({ $patch: 'delete', [rule.key]: id });
  }
  const orderSame =
    before.length === after.length && [...old.keys()].every((id, index) => id === [...next.keys()][index]);
  if (changes.length > 0) patch[key] = changes;
  if ((wants.additions && (changes.length > 0 || !orderSame)) || (wants.deletions && changes.length > 0)) {
    patch[`$setElementOrder/${key}`] = [...next.keys()].map((id) => ({ [rule.key]: id }));
  }
}

/** Two patches of the same object as one: the second one's values win, lists of maps are joined by key. */
function mergePatches(first: JsonObject, second: JsonObject, path: readonly string[]): JsonObject {
  const merged: JsonObject = { ...first };
  for (const [key, value] of Object.entries(second)) {
    const before = merged[key];
    if (isJsonObject(before) && isJsonObject(value))
      merged[key] = mergePatches(before, value, [...path, key]);
    else if (Array.isArray(before) && Array.isArray(value))
      merged[key] = mergeLists(before, value, key, path);
    else merged[key] = value;
  }
  return merged;
}

function mergeLists(
  first: JsonValue[],
  second: JsonValue[],
  key: string,
  path: readonly string[],
): JsonValue[] {
  if (key.startsWith('$')) return second;
  const rule = listRule([...path, key]);
  if (rule.kind !== 'maps') return second;
  const result = [...second];
  for (const item of first) {
    if (!isJsonObject(item)) continue;
    const at = result.findIndex((other) => isJsonObject(other) && other[rule.key] === item[rule.key]);
    const other = result[at];
    if (at >= 0 && isJsonObject(other)) result[at] = mergePatches(item, other, [...path, key]);
    else result.push(item);
  }
  return result;
}

/** Deep equality of JSON values; numbers and the strings that stand for them are different things. */
export function same(a: JsonValue | undefined, b: JsonValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((item, index) => same(item, b[index]));
  }
  if (!isJsonObject(a) || !isJsonObject(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && same(a[key], b[key]));
}
