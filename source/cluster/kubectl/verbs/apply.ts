import { ApiStatusError, isNotFound } from '../../api/api-errors.ts';
import { qualified, type ResourceType, typeName } from '../../api/discovery.ts';
import type { JsonMap, KubeObject } from '../../api/kube-object.ts';
import { resourcePath } from '../../api/paths.ts';
import { threeWayJsonMergePatch, threeWayPatch } from '../apply/three-way-merge.ts';
import { fileFlags, outputFlag, selectorFlags } from '../arguments/global-flags.ts';
import { KubectlError, throwAll } from '../kubectl-error.ts';
import { lastAppliedText, type ManifestObject, readManifests } from '../manifests.ts';
import { toCompactJson } from '../output/json.ts';
import { objectPrinter } from '../output/print-objects.ts';
import { matchesSelector } from '../selectors.ts';
import type { Verb, VerbContext } from '../verb.ts';

export const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

export const apply: Verb = {
  name: 'apply',
  flags: [
    ...fileFlags,
    ...selectorFlags.filter(({ name }) => name === 'selector'),
    outputFlag,
    { name: 'validate', type: 'string', alone: 'strict', initial: 'strict' },
    { name: 'dry-run', type: 'string', alone: 'unchanged', initial: 'none' },
    { name: 'field-manager', type: 'string', initial: 'kubectl-client-side-apply' },
  ],
  leftOut: [
    'all',
    'allow-missing-template-keys',
    'cascade',
    'force',
    'force-conflicts',
    'grace-period',
    'kustomize',
    'openapi-patch',
    'overwrite',
    'prune',
    'prune-allowlist',
    'server-side',
    'show-managed-fields',
    'subresource',
    'template',
    'timeout',
    'wait',
  ],
  async run(context, { flags, args }) {
    if (args.length > 0) {
      throw new KubectlError(
        `error: Unexpected args: [${args.join(' ')}]\nSee 'kubectl apply -h' for help and examples`,
      );
    }
    if (flags.list('filename').length === 0) throw new KubectlError('error: must specify one of -f and -k');
    const dryRun = dryRunOf(flags.string('dry-run'));
    const print = objectPrinter(flags.string('output'));
    const { objects, errors } = await readManifests(context, flags.list('filename'), flags.on('recursive'));
    const selected = objects.filter(({ object }) =>
      matchesSelector(flags.string('selector'), object.metadata.labels ?? {}),
    );
    if (selected.length === 0 && errors.length === 0)
      throw new KubectlError('error: no objects passed to apply');
    for (const one of selected) {
      try {
        const query = {
          fieldManager: flags.string('field-manager'),
          fieldValidation: fieldValidation(flags.string('validate')),
          ...(dryRun === 'server' ? { dryRun: 'All' } : {}),
        };
        const { object, word } = await applyOne(context, one, query, dryRun === 'client');
        if (print !== undefined) context.output('stdout', print(object, one.type));
        else {
          const suffix = dryRun === 'none' ? '' : dryRun === 'server' ? ' (server dry run)' : ' (dry run)';
          context.print(`${typeName(one.type)}/${object.metadata.name} ${word}${suffix}`);
        }
      } catch (error) {
        if (context.signal.aborted) throw error;
        errors.push(error);
      }
    }
    throwAll(errors);
    return 0;
  },
};

async function applyOne(
  context: VerbContext,
  { source, object: wanted, type }: ManifestObject,
  query: Readonly<Record<string, string>>,
  onlyLocal: boolean,
): Promise<{ object: KubeObject; word: 'created' | 'configured' | 'unchanged' }> {
  const { name, namespace } = wanted.metadata;
  if (!name) {
    const shown = wanted.metadata.generateName;
    throw new KubectlError(
      shown
        ? `from ${shown}: cannot use generate name with apply`
        : `error when retrieving current configuration of:\nResource: "${qualified(type, 'Resource')}", GroupVersionKind: "${qualified(type, 'Kind')}"\nName: "", Namespace: "${namespace ?? ''}"\nfrom server for: ${JSON.stringify(source)}: resource name may not be empty`,
    );
  }
  const modified = annotated(wanted);
  const path = resourcePath(type, namespace, name);
  let current: KubeObject;
  try {
    current = await context.api.json<KubeObject>({ path, signal: context.signal });
  } catch (error) {
    if (!isNotFound(error)) {
      throw withSource(
        error,
        `error when retrieving current configuration of:\n${info(type, wanted)}\nfrom server for: ${JSON.stringify(source)}: `,
      );
    }
    if (onlyLocal) return { object: wanted, word: 'created' };
    try {
      const object = await context.api.json<KubeObject>({
        method: 'POST',
        path: resourcePath(type, namespace),
        query,
        body: modified,
        signal: context.signal,
      });
      return { object, word: 'created' };
    } catch (failure) {
      throw withSource(failure, `error when creating ${JSON.stringify(source)}: `);
    }
  }
  const before = current.metadata.annotations?.[lastApplied];
  if (before === undefined) {
    context.warn(
      `Warning: resource ${type.plural}/${name} is missing the ${lastApplied} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`,
    );
  }
  const patch = patchFor(type, parseLastApplied(before), modified, current);
  // Without the server's word for it, kubectl takes an object that is there for changed.
  if (onlyLocal) return { object: current, word: 'configured' };
  if (Object.keys(patch).length === 0) return { object: current, word: 'unchanged' };
  try {
    const object = await context.api.json<KubeObject>({
      method: 'PATCH',
      path,
      query,
      contentType: isBuiltIn(type)
        ? 'application/strategic-merge-patch+json'
        : 'application/merge-patch+json',
      body: toCompactJson(patch),
      signal: context.signal,
    });
    return { object, word: 'configured' };
  } catch (error) {
    throw withSource(
      error,
      `error when applying patch:\n${toCompactJson(patch)}\nto:\n${info(type, wanted)}\nfor: ${JSON.stringify(source)}: error when patching ${JSON.stringify(source)}: `,
    );
  }
}

function patchFor(type: ResourceType, original: JsonMap, modified: KubeObject, current: KubeObject): JsonMap {
  const diff = isBuiltIn(type) ? threeWayPatch : threeWayJsonMergePatch;
  return diff(original, modified as unknown as JsonMap, current as unknown as JsonMap);
}

/** Groups whose kinds the API server knows merge keys for; a custom resource's group has a domain of its own. */
function isBuiltIn(type: ResourceType): boolean {
  return !type.group.includes('.') || type.group.endsWith('.k8s.io');
}

function annotated(object: KubeObject): KubeObject {
  const bare = structuredClone(object);
  if (bare.metadata.annotations) delete bare.metadata.annotations[lastApplied];
  bare.metadata.annotations ??= {};
  const text = lastAppliedText(bare as unknown as JsonMap);
  bare.metadata.annotations[lastApplied] = text;
  return bare;
}

function parseLastApplied(text: string | undefined): JsonMap {
  if (text === undefined) return {};
  try {
    return JSON.parse(text) as JsonMap;
  } catch {
    return {};
  }
}

function info(type: ResourceType, { metadata }: KubeObject): string {
  return `Resource: "${qualified(type, 'Resource')}", GroupVersionKind: "${qualified(type, 'Kind')}"\nName: ${JSON.stringify(metadata.name)}, Namespace: ${JSON.stringify(metadata.namespace ?? '')}`;
}

/** The same failure, saying which file it is about. */
function withSource(error: unknown, prefix: string): unknown {
  if (!(error instanceof ApiStatusError)) return error;
  return new ApiStatusError({ ...error.status, message: `${prefix}${error.message}` });
}

export function dryRunOf(value: string): 'none' | 'client' | 'server' {
  if (value === 'none' || value === 'client' || value === 'server') return value;
  if (value === 'false') return 'none';
  throw new KubectlError(`error: Invalid dry-run value (${value}). Must be "none", "server", or "client".`);
}

function fieldValidation(value: string): string {
  if (value === 'true' || value === 'strict') return 'Strict';
  if (value === 'warn') return 'Warn';
  if (value === 'false' || value === 'ignore') return 'Ignore';
  throw new KubectlError(
    `error: invalid - validate option ${JSON.stringify(value)}; must be one of: strict (or true), warn, ignore (or false)`,
  );
}
