import { isJsonObject, type JsonValue } from '../../json/json-value.ts';

/** A part of a schema that may be a mapping. */
interface Alternative {
  readonly entries?: Readonly<Record<string, { readonly type: string }>>;
}

/**
 * What is wrong with a mapping that has fields of several alternatives, or of none; undefined if it follows one. A mapping with a field that
 * no alternative has is left to whoever knows what that field was meant to be.
 */
export function mixedAlternatives(options: readonly Alternative[], value: JsonValue): string | undefined {
  if (!isJsonObject(value)) return undefined;
  const mappings = options.flatMap(({ entries }) => (entries === undefined ? [] : [entries]));
  // What an alternative requires and no other one has.
  const owns = mappings.map((entries) =>
    Object.keys(entries).filter(
      (key) =>
        entries[key]?.type !== 'optional' &&
        !mappings.some((other) => other !== entries && Object.hasOwn(other, key)),
    ),
  );
  if (owns.length < 2 || owns.some((fields) => fields.length === 0)) return undefined;
  const given = owns.flatMap((fields) => fields.find((key) => Object.hasOwn(value, key)) ?? []);
  const choices = owns.map(listed).join(', or ');
  if (given.length > 1) return `has both ${given.map(quoted).join(' and ')}; use either ${choices}`;
  const isKnown = (key: string): boolean => mappings.some((entries) => Object.hasOwn(entries, key));
  return given.length === 0 && Object.keys(value).every(isKnown) ? `needs ${choices}` : undefined;
}

const quoted = (name: string): string => `\`${name}\``;

/** `look`, `that` and `evidence` */
function listed(names: readonly string[]): string {
  const all = names.map(quoted);
  return all.length < 2 ? all.join('') : `${all.slice(0, -1).join(', ')} and ${all.at(-1)}`;
}
