import { isJsonObject } from '../../../json/json-value.ts';

/** JSON as Go's encoder writes it: sorted keys, four spaces, `<`, `>` and `&` escaped. */
export function toJson(value: unknown): string {
  return escapeHtml(JSON.stringify(sorted(value), undefined, 4));
}

/** The same in one line without spaces. */
export function toCompactJson(value: unknown): string {
  return escapeHtml(JSON.stringify(sorted(value)));
}

function escapeHtml(text: string): string {
  return text.replace(
    /[<>&\u2028\u2029]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The value with every map's keys in order. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isJsonObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}
