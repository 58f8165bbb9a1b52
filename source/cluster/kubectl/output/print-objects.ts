import type { JsonObject } from '../../../json/json-value.ts';
import { type ResourceType, typeName } from '../../api/discovery.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { KubectlError } from '../errors/kubectl-error.ts';
import { sorted, toJson } from './json.ts';
import { compileJsonPath } from './jsonpath.ts';
import { toYaml } from './yaml.ts';

export interface ObjectPrinter {
  one(object: KubeObject, type: ResourceType): string;
  /** Several objects as a `List`. */
  list(objects: readonly KubeObject[]): string;
}

/** The printer for `-o json|yaml|name|jsonpath=…`; undefined if the verb prints in its own words. */
export function objectPrinter(format: string): ObjectPrinter | undefined {
  if (format === '' || format === 'wide') return undefined;
  if (format === 'name') {
    const one: ObjectPrinter['one'] = (object, type) => `${typeName(type)}/${object.metadata.name}\n`;
    return { one, list: () => '' };
  }
  if (format === 'json') return documentPrinter((document) => `${toJson(document)}\n`, withoutManagedFields);
  if (format === 'yaml') return documentPrinter((document) => toYaml(sorted(document)), withoutManagedFields);
  const [kind = '', ...rest] = format.split('=');
  if (kind === 'jsonpath') {
    const template = rest.join('=');
    if (template === '') {
      throw new KubectlError('error: template format specified but no template given');
    }
    return documentPrinter(compileJsonPath(relaxed(template)), (object) => object);
  }
  throw new KubectlError(
    `error: unable to match a printer suitable for the output format "${format}", allowed formats are: json,jsonpath,name,wide,yaml`,
  );
}

function documentPrinter(
  print: (document: JsonObject) => string,
  shown: (object: KubeObject) => KubeObject,
): ObjectPrinter {
  return {
    one: (object) => print(shown(object)),
    list: (objects) => print(asList(objects.map(shown))),
  };
}

/** `.metadata.name` without its braces is one path. */
function relaxed(template: string): string {
  if (template.includes('{')) return template;
  return `{${/^[.$@[]/.test(template) ? template : `.${template}`}}`;
}

export function withoutManagedFields(object: KubeObject): KubeObject {
  if (object.metadata.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** Several objects as one, as kubectl prints them. */
function asList(items: JsonObject[]): JsonObject {
  return { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' }, items };
}
