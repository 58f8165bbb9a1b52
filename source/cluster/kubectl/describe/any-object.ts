import type { JsonObject } from '../../../json/json-value.ts';
import { isJsonObject } from '../../../json/json-value.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { type Description, describeMetadata } from './description.ts';

/** Shown above the rest, or not at all. */
const skipped = new Set(
  ['managedFields', 'name', 'namespace', 'labels', 'annotations'].map((it) => `.metadata.${it}`),
);
const acronyms = ['API', 'URL', 'UID', 'OSB', 'GUID'];

/** Describes a kind without a description of its own: its fields sorted by name, with readable names. */
export function describeAnyObject(out: Description, object: KubeObject): void {
  describeMetadata(out, object.metadata);
  describeFields(out, 0, object, '');
}

function describeFields(out: Description, level: number, map: JsonObject, path: string): void {
  for (const [field, value] of Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const here = `${path}.${field}`;
    if (skipped.has(here)) continue;
    const label = labelOf(field);
    if (isJsonObject(value)) {
      out.line(level, `${label}:`);
      describeFields(out, level + 1, value, here);
    } else if (Array.isArray(value)) {
      out.line(level, `${label}:`);
      for (const item of value)
        if (isJsonObject(item)) describeFields(out, level + 1, item, here);
        else describeText(out, level + 1, String(item ?? '<nil>'));
    } else describeText(out, level, `${label}:\t${String(value ?? '<nil>')}`);
  }
}

/** kubectl sets in only the first line of a text that has several. */
function describeText(out: Description, level: number, text: string): void {
  const [first = '', ...others] = text.split('\n');
  out.line(level, first);
  for (const line of others) out.line(0, line);
}

/** `resourceVersion` is `Resource Version`, `apiVersion` `API Version`. */
function labelOf(field: string): string {
  if (/[^A-Za-z-]/.test(field)) return field;
  const words = field.match(/[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|-/g) ?? [field];
  return words
    .map((word) =>
      acronyms.includes(word.toUpperCase())
        ? word.toUpperCase()
        : word.charAt(0).toUpperCase() + word.slice(1),
    )
    .join(' ');
}
