import { typeName } from '../../api/discovery.ts';
import { resourcePath } from '../../api/paths.ts';
import { selectorFlags } from '../arguments/global-flags.ts';
import { KubectlError, throwAll } from '../errors/kubectl-error.ts';
import { findObjects } from '../objects/find-objects.ts';
import type { Verb } from '../verb/verb.ts';

const flags: Verb['flags'] = [
  ...selectorFlags,
  { name: 'all', type: 'switch' },
  { name: 'overwrite', type: 'switch' },
];
const leftOut = [
  'dry-run',
  'field-manager',
  'filename',
  'kustomize',
  'list',
  'local',
  'output',
  'recursive',
  'resource-version',
];

export const label = metadataVerb('label', 'labels', 'labeled', 'unlabeled', 'not labeled');
export const annotate = metadataVerb('annotate', 'annotations', 'annotated', 'annotated', 'annotated');

function metadataVerb(
  name: string,
  field: 'labels' | 'annotations',
  added: string,
  removed: string,
  unchanged: string,
): Verb {
  return {
    name,
    flags,
    leftOut,
    async run(context, { flags: given, args }) {
      const isChange = (word: string, index: number): boolean =>
        index > 0 && (word.includes('=') || word.endsWith('-'));
      const first = args.findIndex(isChange);
      const resources = first < 0 ? args : args.slice(0, first);
      const changes = first < 0 ? [] : args.slice(first);
      if (resources.length === 0)
        throw new KubectlError(
          'error: one or more resources must be specified as <resource> <name> or <resource>/<name>',
        );
      if (changes.length === 0)
        throw new KubectlError(
          `error: at least one ${name === 'label' ? 'label' : 'annotation'} update is required`,
        );
      const values: Record<string, string | null> = {};
      for (const change of changes) {
        const equals = change.indexOf('=');
        if (equals > 0) values[change.slice(0, equals)] = change.slice(equals + 1);
        else if (change.endsWith('-')) values[change.slice(0, -1)] = null;
        else throw new KubectlError(`error: unknown ${name} spec: ${change}`);
      }
      const { found, errors } = await findObjects(context, resources, given, { allowAll: given.on('all') });
      for (const { type, object } of found) {
        try {
          const before = object.metadata[field] ?? {};
          for (const [key, value] of Object.entries(values)) {
            if (value !== null && key in before && before[key] !== value && !given.on('overwrite')) {
              throw new KubectlError(
                `error: '${key}' already has a value (${before[key]}), and --overwrite is false`,
              );
            }
            if (value === null && !(key in before) && name === 'label')
              context.print(`label ${JSON.stringify(key)} not found.`);
          }
          const differs = Object.entries(values).some(([key, value]) => (before[key] ?? null) !== value);
          if (differs) {
            await context.api.json({
              method: 'PATCH',
              path: resourcePath(type, object.metadata.namespace, object.metadata.name),
              query: { fieldManager: `kubectl-${name}` },
              contentType: 'application/merge-patch+json',
              body: { metadata: { [field]: values } },
              signal: context.signal,
            });
          }
          const onlyRemoved = Object.values(values).every((value) => value === null);
          const word = differs ? (onlyRemoved ? removed : added) : unchanged;
          context.print(`${typeName(type)}/${object.metadata.name} ${word}`);
        } catch (error) {
          if (context.signal.aborted) throw error;
          errors.push(error);
        }
      }
      throwAll(errors);
      return 0;
    },
  };
}
