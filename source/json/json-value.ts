/** A JSON value. */
export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;

/** A JSON object of any shape. A field that it may lack is undefined when read. */
export type JsonObject = { [field: string]: JsonValue | undefined };

/** Whether a value is an object, and not a list or null. What came from JSON is then a JsonObject. */
export function isJsonObject(value: JsonValue | undefined): value is JsonObject;
export function isJsonObject(value: unknown): value is Record<string, unknown>;
export function isJsonObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The value as an object; empty if it is something else. */
export function objectIn(value: JsonValue | undefined): JsonObject {
  return isJsonObject(value) ? value : {};
}

/** The value as a list; empty if it is something else. */
export function listIn(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? value : [];
}

/** The objects in a list; none if the value is something else. */
export function objectsIn(value: JsonValue | undefined): JsonObject[] {
  return listIn(value).filter((item) => isJsonObject(item));
}

/** The value if it is a string. */
export function stringIn(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The value if it is a number. */
export function numberIn(value: JsonValue | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

/** The fields of an object whose values are strings; undefined if the value is not an object. */
export function stringMapIn(value: JsonValue | undefined): Record<string, string> | undefined {
  if (!isJsonObject(value)) return undefined;
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** The value at a path of fields; undefined if one of them is missing. */
export function valueAt(root: JsonValue | undefined, ...path: readonly string[]): JsonValue | undefined {
  let value = root;
  for (const field of path)
    value = isJsonObject(value) && Object.hasOwn(value, field) ? value[field] : undefined;
  return value;
}
