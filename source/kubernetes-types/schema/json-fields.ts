import type { FieldType, Mark, ObjectType } from './field-types.ts';

export interface JsonField {
  readonly type: FieldType;
  readonly mark: Mark | undefined;
}

const known = new WeakMap<ObjectType, ReadonlyMap<string, JsonField>>();

/** A struct's fields in JSON: those of an inline message belong to its parent. */
export function jsonFields(type: ObjectType): ReadonlyMap<string, JsonField> {
  const before = known.get(type);
  if (before) return before;
  const fields = new Map<string, JsonField>();
  for (const [name, [, of, mark]] of Object.entries(type.fields)) {
    if (mark === 'inline' && typeof of === 'object' && of.type === 'object')
      for (const [inner, field] of jsonFields(of)) fields.set(inner, field);
    else fields.set(name, { type: of, mark });
  }
  known.set(type, fields);
  return fields;
}
