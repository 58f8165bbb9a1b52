import {
  array,
  boolean,
  custom,
  type GenericSchema,
  type InferInput,
  type IssuePathItem,
  type ObjectEntries,
  type ObjectSchema,
  object,
  picklist,
  pipe,
  string,
} from 'valibot';
import { firstFault } from './first-fault.ts';

/*
 * The schemas that journal events are made of. Each message continues the name of a field: `title` is not a string.
 */
export const text = string('is not a string');
export const amount = custom<number>(Number.isFinite, 'is not a finite number');
export const flag = boolean('is not true or false');

export function oneOf<const T extends readonly string[]>(...allowed: T) {
  return picklist(allowed, `is not one of ${allowed.join(', ')}`);
}

/** A list of at most `limit` items. Its length is checked before any item. */
export function listOf<S extends GenericSchema>(item: S, limit: number) {
  // Its type is what `array` takes. What is not a list is left to `array`.
  const withinLimit = custom<InferInput<S>[]>(
    (value) => !Array.isArray(value) || value.length <= limit,
    `has more than ${limit} items`,
  );
  return pipe(withinLimit, array(item, 'is not a list'));
}

/** An object with these fields; others are let through, so that a later minor version may add some. */
export function fields<const E extends ObjectEntries & Record<string, GenericSchema>>(entries: E) {
  // Its type is what `object` takes. `object` alone would accept a list where every field is optional.
  const notList = custom<InferInput<ObjectSchema<E, undefined>>>(
    (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
    'is not an object',
  );
  // Valibot reports a missing field with the message of the object. The field's own schema knows a better one.
  const ofMissing = ({ path }: { readonly path?: readonly IssuePathItem[] | undefined }): string => {
    const field = entries[String(path?.[0]?.key)];
    return (field && firstFault(field, undefined)) ?? 'is missing';
  };
  return pipe(notList, object(entries, ofMissing));
}
