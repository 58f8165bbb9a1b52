import { type ResourceType, typeName } from '../../api/discovery.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { KubectlError } from '../errors/kubectl-error.ts';
import { sorted, toJson } from './json.ts';
import { compileJsonPath } from './jsonpath.ts';
import { toYaml } from './yaml.ts';

export type ObjectPrinter = (object: KubeObject, type: ResourceType) => string;

/** The printer for `-o json|yaml|name|jsonpath=…`; undefined where the verb prints in its own words. */
export function objectPrinter(format: string): ObjectPrinter | undefined {
  if (format === '' || format === 'wide') return undefined;
  if (format === 'json') return (object) => `${toJson(withoutManagedFields(object))}\n`;
  if (format === 'yaml') return (object) => toYaml(sorted(withoutManagedFields(object)));
  if (format === 'name') return (object, type) => `${typeName(type)}/${object.metadata.name}\n`;
  const [kind = '', ...rest] = format.split('=');
  if (kind === 'jsonpath') {
    const template = rest.join('=');
    if (template === '') {
      throw new KubectlError('error: template format specified but no template given');
    }
    const print = compileJsonPath(relaxed(template));
    return (object) => print(object);
  }
  throw new KubectlError(
    `error: unable to match a printer suitable for the output format "${format}", allowed formats are: json,jsonpath,name,wide,yaml`,
  );
}

/** `.metadata.name` without its braces is one path. */
function relaxed(template: string): string {
  if (template.includes('{')) return template;
  return `{${/^[.$@[]/.test(template) ? template : `.${template}`}}`;
}

export function withoutManagedFields(object: KubeObject): KubeObject {
  if (Array.isArray(object.items)) return { ...object, items: object.items.map(withoutManagedFields) };
  if (object.metadata?.managedFields === undefined) return object;
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** Several objects as one, as `-o yaml` prints them. */
export function asList(items: readonly KubeObject[]): KubeObject {
  return { apiVersion: 'v1', kind: 'List', metadata: { resourceVersion: '' } as never, items };
}
