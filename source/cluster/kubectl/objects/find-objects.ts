import { groupVersion, type ResourceType } from '../../api/discovery.ts';
import type { KubeList, KubeObject } from '../../api/kube-object.ts';
import { resourcePath } from '../../api/paths.ts';
import { kubeList, kubeObject, requestObject } from '../../api/read-objects.ts';
import type { Flags } from '../arguments/flags.ts';
import { parseResourceArguments, shortNameWarnings } from '../arguments/resource-arguments.ts';
import { KubectlError } from '../errors/kubectl-error.ts';
import type { VerbContext } from '../verb/verb.ts';
import { listPages } from './list-pages.ts';

export interface FoundObject {
  readonly type: ResourceType;
  readonly object: KubeObject;
}

/** kubectl's message for a verb with neither arguments nor files. */
export const nothingNamed =
  "error: You must provide one or more resources by argument or filename.\nExample resource specifications include:\n   '-f rsrc.yaml'\n   '--filename=rsrc.json'\n   '<resource> <name>'\n   '<resource>'";

export interface FindOptions {
  readonly initialType?: string;
  /** Whether a type without a name means all of its objects. */
  readonly allowAll?: boolean;
}

/** The objects that a command line names, in its order; failures are collected, and the rest continues. */
export async function findObjects(
  context: VerbContext,
  args: readonly string[],
  flags: Flags,
  options: FindOptions = {},
): Promise<{ found: FoundObject[]; errors: unknown[] }> {
  const selector = flags.string('selector');
  const fieldSelector = flags.string('field-selector');
  const everywhere = flags.on('all-namespaces');
  const types = await context.types();
  const wanted = parseResourceArguments(types, args, options.initialType);
  for (const text of shortNameWarnings(types, args)) context.warn(text);
  if (wanted.length === 0) {
    throw new KubectlError(nothingNamed);
  }
  const found: FoundObject[] = [];
  const errors: unknown[] = [];
  for (const { type, names } of wanted) {
    if (names !== undefined && (selector !== '' || fieldSelector !== '')) {
      throw new KubectlError('name cannot be provided when a selector is specified');
    }
    if (names === undefined && selector === '' && fieldSelector === '' && !everywhere && !options.allowAll) {
      throw new KubectlError('resource(s) were provided, but no name was specified');
    }
    if (names !== undefined && everywhere) {
      throw new KubectlError('a resource cannot be retrieved by name across all namespaces');
    }
    for (const name of names ?? [undefined]) {
      try {
        if (name !== undefined) {
          const path = resourcePath(type, context.namespace, name);
          const object = await requestObject(context.api, { path, signal: context.signal });
          found.push({ type, object });
          continue;
        }
        const namespace = everywhere ? undefined : context.namespace;
        const asked = { type, namespace, labelSelector: selector, fieldSelector };
        for await (const page of listPages(context, asked))
          found.push(...itemsOf(kubeList(page), type).map((object) => ({ type, object })));
      } catch (error) {
        errors.push(error);
      }
    }
  }
  return { found, errors };
}

/** The items of a list, each with the kind and version that a list leaves out. */
export function itemsOf(list: KubeList, type: ResourceType): KubeObject[] {
  return list.items.map((item) =>
    kubeObject({ ...item, apiVersion: groupVersion(type), kind: type.kind }, type.plural),
  );
}
