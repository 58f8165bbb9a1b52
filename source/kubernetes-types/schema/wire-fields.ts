import type { FieldType, Mark, ObjectType } from './field-types.ts';

export interface WireLayout {
  readonly name: string;
  readonly type: FieldType;
  readonly mark: Mark | undefined;
}

const known = new WeakMap<ObjectType, ReadonlyMap<number, WireLayout>>();

/** A struct's fields in protobuf, by number. */
export function wireFields(type: ObjectType): ReadonlyMap<number, WireLayout> {
  const before = known.get(type);
  if (before) return before;
  const fields = new Map(
    Object.entries(type.fields).map(([name, [number, of, mark]]): [number, WireLayout] => [
      number,
      { name, type: of, mark },
    ]),
  );
  known.set(type, fields);
  return fields;
}
