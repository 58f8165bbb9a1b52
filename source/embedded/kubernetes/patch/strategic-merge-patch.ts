import type { FieldType } from '../../../kubernetes-types/schema/field-types.ts';
import { jsonFields } from '../../../kubernetes-types/schema/json-fields.ts';
import { badRequest } from '../objects/status-error.ts';
import { isRecord } from '../objects/values.ts';

// Directives, beside the fields of a patch:
//   $patch: replace | delete | merge            in an object, or in an element of a keyed list
//   $retainKeys: [field, ...]                   in an object: drop every other field
//   $setElementOrder/<field>: [...]             the order of a merged list
//   $deleteFromPrimitiveList/<field>: [...]     what to take out of a merged list of primitives

type Fields = Record<string, unknown>;

const orderPrefix = '$setElementOrder/';
const deletePrefix = '$deleteFromPrimitiveList/';

/**
 * A strategic merge patch: a merge patch that knows, from the kind's type, which lists merge by a key (containers by
 * name, a Service's ports by port) and which are replaced. Neither argument is changed.
 */
export function applyStrategicMergePatch(target: Fields, patch: Fields, type: FieldType | undefined): Fields {
  switch (patch.$patch) {
    case undefined:
    case 'merge':
      break;
    case 'replace':
      return withoutDirectives(patch);
    case 'delete':
      return {};
    default:
      throw badRequest(`unrecognized patch directive \`${String(patch.$patch).slice(0, 40)}\``);
  }
  const result: Fields = { ...target };
  for (const [field, value] of Object.entries(patch)) {
    if (field.startsWith('$')) continue;
    if (value === null) {
      delete result[field];
      continue;
    }
    const fieldType = typeOfField(type, field);
    const current = Object.hasOwn(result, field) ? result[field] : undefined;
    result[field] = mergeValue(current, value, fieldType);
  }
  for (const [directive, value] of Object.entries(patch)) {
    if (directive.startsWith(deletePrefix)) {
      const field = directive.slice(deletePrefix.length);
      const gone = asList(value, directive);
      const current = result[field];
      if (Array.isArray(current)) result[field] = withoutAny(current, gone);
    } else if (directive.startsWith(orderPrefix)) {
      const field = directive.slice(orderPrefix.length);
      const current = result[field];
      if (Array.isArray(current))
        result[field] = inOrder(current, asList(value, directive), target[field], typeOfField(type, field));
    } else if (directive === '$retainKeys') {
      const kept = new Set(asList(value, directive));
      for (const field of Object.keys(result)) if (!kept.has(field)) delete result[field];
    }
  }
  return result;
}

function mergeValue(current: unknown, value: unknown, type: FieldType | undefined): unknown {
  if (isRecord(value)) return applyStrategicMergePatch(isRecord(current) ? current : {}, value, type);
  if (!Array.isArray(value) || typeof type !== 'object' || type.type !== 'list')
    return structuredClone(value);
  const existing = Array.isArray(current) ? current : [];
  if (type.key !== undefined) return mergeKeyed(existing, value, type.key, type.of);
  if (type.merge) {
    const known = new Set(existing);
    return [...existing, ...value.filter((item) => !known.has(item))];
  }
  return structuredClone(value);
}

function mergeKeyed(
  existing: readonly unknown[],
  patch: readonly unknown[],
  key: string,
  of: FieldType,
): unknown[] {
  const replaces = patch.some((item) => isRecord(item) && item.$patch === 'replace' && !(key in item));
  if (replaces)
    return patch.filter((item) => !(isRecord(item) && item.$patch === 'replace')).map((item) => clean(item));
  const result: (unknown | typeof gone)[] = [...existing];
  // The position of each key's first element.
  const places = new Map<string, number>();
  const put = (value: unknown, at: number) => {
    const identity = identityOf(value);
    if (!places.has(identity)) places.set(identity, at);
  };
  for (const [at, item] of existing.entries()) if (isRecord(item)) put(item[key], at);
  for (const item of patch) {
    if (!isRecord(item)) throw badRequest(`an element of a list merged by \`${key}\` is not an object`);
    const value = item[key];
    if (value === undefined) throw badRequest(`an element of a patched list lacks its merge key \`${key}\``);
    const identity = identityOf(value);
    const at = places.get(identity);
    if (item.$patch === 'delete') {
      if (at !== undefined) for (const place of placesOf(result, key, identity, at)) result[place] = gone;
      places.delete(identity);
    } else if (at === undefined) {
      put(value, result.length);
      result.push(applyStrategicMergePatch({}, item, of));
    } else result[at] = applyStrategicMergePatch(result[at] as Fields, item, of);
  }
  return result.filter((item) => item !== gone);
}

const gone = Symbol('deleted');

/** Keys should be unique; if not, a deletion removes all of them. */
function* placesOf(
  list: readonly unknown[],
  key: string,
  identity: string,
  first: number,
): Generator<number> {
  yield first;
  if (list.length > mostTwins) return;
  for (let at = first + 1; at < list.length; at++) {
    const item = list[at];
    if (isRecord(item) && identityOf(item[key]) === identity) yield at;
  }
}

/** In a longer list, duplicates of a key are not searched. */
const mostTwins = 1000;

/** Equal values have equal texts; usually they are strings or numbers. */
function identityOf(value: unknown): string {
  return JSON.stringify(value) ?? 'undefined';
}

function withoutAny(list: readonly unknown[], unwanted: readonly unknown[]): unknown[] {
  const identities = new Set(unwanted.map(identityOf));
  return list.filter((item) => !identities.has(identityOf(item)));
}

/** The listed elements in the listed order; unlisted ones keep their place among their neighbours. */
function inOrder(
  items: readonly unknown[],
  order: readonly unknown[],
  before: unknown,
  type: FieldType | undefined,
): unknown[] {
  const key = typeof type === 'object' && type.type === 'list' ? type.key : undefined;
  const identity = (item: unknown) => identityOf(key !== undefined && isRecord(item) ? item[key] : item);
  const ranks = firstPlaces(order.map(identity));
  const places = firstPlaces(Array.isArray(before) ? before.map(identity) : []);
  const rank = (item: unknown) => ranks.get(identity(item)) ?? -1;
  const place = (item: unknown) => places.get(identity(item)) ?? -1;

  const listed = items.filter((item) => rank(item) >= 0).sort((a, b) => rank(a) - rank(b));
  const others = items.filter((item) => rank(item) < 0);
  const result: unknown[] = [];
  let fromListed = 0;
  let fromOthers = 0;
  while (fromListed < listed.length && fromOthers < others.length) {
    const first = place(listed[fromListed]);
    const other = place(others[fromOthers]);
    result.push(other >= 0 && (first < 0 || other < first) ? others[fromOthers++] : listed[fromListed++]);
  }
  return [...result, ...listed.slice(fromListed), ...others.slice(fromOthers)];
}

function firstPlaces(identities: readonly string[]): Map<string, number> {
  const places = new Map<string, number>();
  for (const [at, identity] of identities.entries()) if (!places.has(identity)) places.set(identity, at);
  return places;
}

function typeOfField(type: FieldType | undefined, field: string): FieldType | undefined {
  if (typeof type !== 'object') return undefined;
  if (type.type === 'object') return jsonFields(type).get(field)?.type;
  return type.type === 'map' ? type.of : undefined;
}

function asList(value: unknown, directive: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw badRequest(`the patch directive \`${directive.slice(0, 80)}\` is not a list`);
}

function clean(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(clean);
  return isRecord(value) ? withoutDirectives(value) : value;
}

function withoutDirectives(patch: Fields): Fields {
  const result: Fields = {};
  for (const [field, value] of Object.entries(patch)) {
    if (!field.startsWith('$') && value !== null) result[field] = clean(value);
  }
  return result;
}
