import type { FieldType, ObjectType } from '../../../kubernetes-types/schema/field-types.ts';
import { type JsonField, jsonFields } from '../../../kubernetes-types/schema/json-fields.ts';
import { type Definition, definitionName, scalarNames } from './definitions.ts';
import type { Schema } from './schema.ts';

/** Where references lead: `#/definitions/` in version 2, `#/components/schemas/` in version 3. */
export type ReferenceTo = (name: string) => string;

/** Fields that an API object always has, because they are defaulted, and that a manifest may leave out. */
const defaulted: ReadonlySet<string> = new Set([
  'Container.image',
  'EphemeralContainer.image',
  'DeploymentStrategy.type',
  'GRPCAction.service',
  'StatefulSetOrdinals.start',
  'StatefulSetStatus.availableReplicas',
  'StatefulSetUpdateStrategy.type',
]);

/** Structs of which a patch keeps only the fields that it names. Source: `patchStrategy` tags in k8s.io/api. */
const retained: ReadonlySet<string> = new Set(['DeploymentSpec.strategy', 'PodSpec.volumes']);

const typeMeta = {
  apiVersion: {
    type: 'string',
    description: 'The version of the API that the object is written for, such as `v1` or `apps/v1`.',
  },
  kind: { type: 'string', description: 'The kind of the object, such as `Pod`.' },
} as const;

/** The schema of a definition. */
export function schemaOf(definition: Definition, refer: ReferenceTo): Schema {
  const { content, resource } = definition;
  if (content.kind === 'scalar') return content.schema;
  const kind = content.kind === 'list' ? `${resource?.kind}List` : resource?.kind;
  const identity = resource && {
    'x-kubernetes-group-version-kind': [{ group: resource.group, kind, version: resource.version }],
  };
  if (content.kind === 'list')
    return {
      type: 'object',
      required: ['items'],
      properties: {
        ...typeMeta,
        items: { type: 'array', items: { $ref: refer(content.item) } },
        metadata: { $ref: refer(scalarNames.listMeta) },
      },
      ...identity,
    };
  return { ...structSchema(content.type, refer, resource !== undefined), ...identity };
}

function structSchema(type: ObjectType, refer: ReferenceTo, isKind: boolean): Schema {
  const properties: Record<string, Schema> = isKind ? { ...typeMeta } : {};
  const required: string[] = [];
  for (const [name, field] of jsonFields(type)) {
    properties[name] = fieldSchema(`${type.name}.${name}`, field, refer);
    if (isRequired(type, name, field)) required.push(name);
  }
  const sorted = Object.entries(properties).sort(([left], [right]) => (left < right ? -1 : 1));
  return {
    type: 'object',
    ...(required.length > 0 ? { required: required.sort() } : {}),
    properties: Object.fromEntries(sorted),
  };
}

/** The spec of a kind, or of a template, may be missing: what is missing in it is then reported. */
function isRequired(type: ObjectType, name: string, { mark }: JsonField): boolean {
  const isSpec =
    name === 'spec' && jsonFields(type).has('metadata') && type.name !== 'PersistentVolumeClaimTemplate';
  return mark === 'required' && !isSpec && !defaulted.has(`${type.name}.${name}`);
}

function fieldSchema(path: string, { type }: JsonField, refer: ReferenceTo): Schema {
  const schema = typeSchema(type, refer);
  const merging = patchStrategy(path, type);
  if (merging === undefined) return schema;
  // A reference has no siblings.
  return { ...(schema.$ref === undefined ? schema : { allOf: [schema] }), ...merging };
}

/** How a strategic merge patch merges a field. */
function patchStrategy(path: string, type: FieldType): Partial<Schema> | undefined {
  const isMerged = typeof type === 'object' && type.type === 'list' && (type.key !== undefined || type.merge);
  const parts = [...(isMerged ? ['merge'] : []), ...(retained.has(path) ? ['retainKeys'] : [])];
  if (parts.length === 0) return undefined;
  const key = typeof type === 'object' && type.type === 'list' ? type.key : undefined;
  return {
    ...(key === undefined ? {} : { 'x-kubernetes-patch-merge-key': key }),
    'x-kubernetes-patch-strategy': parts.join(','),
  };
}

function typeSchema(type: FieldType, refer: ReferenceTo): Schema {
  if (typeof type === 'object') {
    if (type.type === 'object') return { $ref: refer(definitionName(type)) };
    const inner = typeSchema(type.of, refer);
    return type.type === 'list'
      ? { type: 'array', items: inner }
      : { type: 'object', additionalProperties: inner };
  }
  switch (type) {
    case 'string':
      return { type: 'string' };
    case 'bool':
      return { type: 'boolean' };
    case 'int32':
    case 'int64':
      return { type: 'integer', format: type };
    case 'bytes':
      return { type: 'string', format: 'byte' };
    case 'quantity':
    case 'intOrString':
      return { $ref: refer(scalarNames[type]) };
    case 'time':
    case 'timeOrNull':
      return { $ref: refer(scalarNames.time) };
    case 'microTime':
    case 'microTimeOrNull':
      return { $ref: refer(scalarNames.microTime) };
    case 'raw':
      return { type: 'object' };
  }
}
