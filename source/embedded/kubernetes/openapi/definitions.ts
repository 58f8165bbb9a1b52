import type { FieldType, ObjectType } from '../../../kubernetes-types/schema/field-types.ts';
import { jsonFields } from '../../../kubernetes-types/schema/json-fields.ts';
import { type Resource, resources } from '../objects/resources.ts';
import { typeOf } from '../schema/object-types.ts';
import type { Schema } from './schema.ts';

/** A schema that has a name of its own in the OpenAPI documents. */
export interface Definition {
  /** `io.k8s.api.apps.v1.Deployment` */
  readonly name: string;
  readonly content:
    | { readonly kind: 'struct'; readonly type: ObjectType }
    | { readonly kind: 'list'; readonly resource: Resource; readonly item: string }
    | { readonly kind: 'scalar'; readonly schema: Schema };
  /** The resource whose objects or lists it describes. */
  readonly resource?: Resource;
}

const core = 'io.k8s.api.core.v1';
const meta = 'io.k8s.apimachinery.pkg.apis.meta.v1';

/** Structs of the meta group, whatever group they are met in first. */
const metaNames: ReadonlySet<string> = new Set([
  'Condition',
  'DeleteOptions',
  'LabelSelector',
  'LabelSelectorRequirement',
  'ManagedFieldsEntry',
  'ObjectMeta',
  'OwnerReference',
  'Preconditions',
]);

/** Structs of the core group that only kinds of other groups use. */
const coreNames: ReadonlySet<string> = new Set(['PodTemplateSpec']);

/** Scalars that Go marshals by itself, and the metadata of a list. */
export const scalarNames = {
  quantity: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
  intOrString: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
  time: `${meta}.Time`,
  microTime: `${meta}.MicroTime`,
  listMeta: `${meta}.ListMeta`,
} as const;

const scalars: Readonly<Record<keyof typeof scalarNames, Schema>> = {
  quantity: { type: 'string' },
  intOrString: { type: 'string', format: 'int-or-string' },
  time: { type: 'string', format: 'date-time' },
  microTime: { type: 'string', format: 'date-time' },
  listMeta: {
    type: 'object',
    properties: {
      continue: { type: 'string' },
      remainingItemCount: { type: 'integer', format: 'int64' },
      resourceVersion: { type: 'string' },
      selfLink: { type: 'string' },
    },
  },
};

/** `io.k8s.api.core.v1`, `io.k8s.api.events.v1` for `events.k8s.io`. */
function packageOf({ group, version }: Pick<Resource, 'group' | 'version'>): string {
  return `io.k8s.api.${group.split('.')[0] || 'core'}.${version}`;
}

interface Known {
  readonly byName: ReadonlyMap<string, Definition>;
  readonly names: ReadonlyMap<ObjectType, string>;
}

let known: Known | undefined;

/** All definitions, made once: the core group first, to which what several groups share belongs. */
function definitions(): Known {
  known ??= collect();
  return known;
}

function collect(): Known {
  const byName = new Map<string, Definition>();
  const names = new Map<ObjectType, string>();
  for (const key of Object.keys(scalars) as (keyof typeof scalars)[]) {
    const name = scalarNames[key];
    byName.set(name, { name, content: { kind: 'scalar', schema: scalars[key] } });
  }
  for (const resource of resources) {
    const type = typeOf(resource);
    const isNew = !names.has(type);
    addStruct(type, packageOf(resource), byName, names, resource);
    const item = names.get(type);
    if (item === undefined || !isNew) continue;
    const name = `${packageOf(resource)}.${resource.kind}List`;
    if (resource.verbs.includes('list'))
      byName.set(name, { name, content: { kind: 'list', resource, item }, resource });
  }
  return { byName, names };
}

function addStruct(
  type: ObjectType,
  pack: string,
  byName: Map<string, Definition>,
  names: Map<ObjectType, string>,
  resource?: Resource,
): void {
  if (names.has(type)) return;
  const home = metaNames.has(type.name) ? meta : coreNames.has(type.name) ? core : pack;
  const name = `${home}.${type.name}`;
  names.set(type, name);
  byName.set(name, {
    name,
    content: { kind: 'struct', type },
    ...(resource === undefined ? {} : { resource }),
  });
  for (const inner of structsIn(type)) addStruct(inner, pack, byName, names);
}

function structsIn(type: ObjectType): ObjectType[] {
  return [...jsonFields(type).values()].flatMap((field) => structOf(field.type) ?? []);
}

/** The struct at the end of lists and maps. */
function structOf(type: FieldType): ObjectType | undefined {
  if (typeof type === 'string') return undefined;
  return type.type === 'object' ? type : structOf(type.of);
}

/** The name of a struct's definition. Throws `RangeError` for one that no resource uses. */
export function definitionName(type: ObjectType): string {
  const name = definitions().names.get(type);
  if (name === undefined) throw new RangeError(`no definition for \`${type.name}\``);
  return name;
}

/** Every definition, sorted by name. */
export function allDefinitions(): Definition[] {
  return [...definitions().byName.values()].sort((left, right) => (left.name < right.name ? -1 : 1));
}

/** The definitions that the resources need, with all that those refer to, sorted by name. */
export function definitionsFor(served: readonly Resource[]): Definition[] {
  const { byName } = definitions();
  const needed = new Set<string>([...Object.values(scalarNames)]);
  const open = [...byName.values()].filter(({ resource }) => resource && served.includes(resource));
  for (let next = open.pop(); next; next = open.pop()) {
    if (needed.has(next.name)) continue;
    needed.add(next.name);
    if (next.content.kind !== 'struct') continue;
    for (const inner of structsIn(next.content.type)) {
      const definition = byName.get(definitionName(inner));
      if (definition) open.push(definition);
    }
  }
  return allDefinitions().filter(({ name }) => needed.has(name));
}
