import { describe, expect, expectTypeOf, it } from 'vitest';
import { kinds, type Stored } from '../../source/kubernetes-types/kinds.ts';
import type { FieldType, ObjectType } from '../../source/kubernetes-types/schema/field-types.ts';
import { jsonFields } from '../../source/kubernetes-types/schema/json-fields.ts';

/** Every struct below a kind, once. */
function structs(type: FieldType, seen = new Set<ObjectType>()): Set<ObjectType> {
  if (typeof type !== 'object') return seen;
  if (type.type !== 'object') return structs(type.of, seen);
  if (seen.has(type)) return seen;
  seen.add(type);
  for (const [, of] of Object.values(type.fields)) structs(of, seen);
  return seen;
}

describe.each(Object.entries(kinds))('%s', (_plural, kind) => {
  it('gives each protobuf field a unique number', () => {
    for (const { name, fields } of structs(kind)) {
      const numbers = Object.values(fields).map(([number]) => number);
      expect(new Set(numbers).size, name).toBe(numbers.length);
    }
  });

  it('has no two JSON fields with the same name', () => {
    for (const type of structs(kind)) {
      const names = Object.entries(type.fields).flatMap(([name, [, of, mark]]) =>
        mark === 'inline' ? [...jsonFields(of as ObjectType).keys()] : [name],
      );
      expect(new Set(names).size, type.name).toBe(names.length);
    }
  });
});

it('generates a TypeScript type for each kind', () => {
  type Pod = Stored<'pods'>;
  expectTypeOf<Pod['metadata']['uid']>().toEqualTypeOf<string>();
  expectTypeOf<Pod['spec']['containers'][number]['name']>().toEqualTypeOf<string>();
  expectTypeOf<Pod['spec']['containers'][number]['image']>().toEqualTypeOf<string>();
  expectTypeOf<Pod['spec']['containers'][number]['workingDir']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<Stored<'deployments'>['spec']['replicas']>().toEqualTypeOf<number | undefined>();
});

it('puts the fields of an inline message into its parent', () => {
  type Volume = NonNullable<Stored<'pods'>['spec']['volumes']>[number];
  expectTypeOf<NonNullable<Volume['configMap']>['name']>().toEqualTypeOf<string | undefined>();
  expect(jsonFields(kinds.pods).has('spec')).toBe(true);
});
