import { objectIn } from '../../../json/json-value.ts';
import type { ResourceType } from '../../api/discovery.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { applyOne } from '../apply/apply-one.ts';
import { fileFlags, selectorFlags } from '../arguments/global-flags.ts';
import { matchesSelector } from '../arguments/selectors.ts';
import { errorText, KubectlError, throwAll, usageError } from '../errors/kubectl-error.ts';
import { readManifests } from '../manifests/read-manifests.ts';
import { sorted } from '../output/json.ts';
import { withoutManagedFields } from '../output/print-objects.ts';
import { unifiedDiff } from '../output/unified-diff.ts';
import { toYaml } from '../output/yaml.ts';
import type { Verb } from '../verb/verb.ts';

/**
 * `diff -f FILE`: what an apply would change, from the server's own dry run. Exits with 0 for no difference, 1 for one, 2 for a
 * failure. The names of the two sides are not those of files: nothing is written.
 */
export const diff: Verb = {
  name: 'diff',
  flags: [
    ...fileFlags,
    ...selectorFlags.filter(({ name }) => name === 'selector'),
    { name: 'field-manager', type: 'string', initial: 'kubectl-client-side-apply' },
  ],
  leftOut: [
    'concurrency',
    'force-conflicts',
    'kustomize',
    'prune',
    'prune-allowlist',
    'server-side',
    'show-managed-fields',
  ],
  async run(context, { flags, args }) {
    try {
      if (args.length > 0) throw usageError(`error: Unexpected args: [${args.join(' ')}]`, 'kubectl diff');
      const files = flags.list('filename');
      if (files.length === 0) throw new KubectlError('error: must specify one of -f and -k');
      const { objects, errors } = await readManifests(context, files, flags.on('recursive'));
      throwAll(errors);
      const query = { dryRun: 'All', fieldManager: flags.string('field-manager') };
      const shown: { readonly name: string; readonly text: string }[] = [];
      for (const one of objects) {
        if (!matchesSelector(flags.string('selector'), one.labels)) continue;
        const { before, object } = await applyOne(context, one, query, { recorded: false, onlyLocal: false });
        const hunks = unifiedDiff(before ? textOf(before) : '', textOf(object));
        if (hunks !== '') shown.push({ name: fileName(one.type, object), text: hunks });
      }
      for (const { name, text } of shown.sort((a, b) => (a.name < b.name ? -1 : 1)))
        context.printData(
          `diff -u -N LIVE/${name} MERGED/${name}\n--- LIVE/${name}\n+++ MERGED/${name}\n${text}`,
        );
      return shown.length > 0 ? 1 : 0;
    } catch (error) {
      if (context.signal.aborted) throw error;
      throw new KubectlError(errorText(error), 2);
    }
  },
};

function textOf(object: KubeObject): string {
  return toYaml(sorted(withoutManagedFields(object.kind === 'Secret' ? masked(object) : object)));
}

/** Hides the values of a Secret, as kubectl does. */
function masked(secret: KubeObject): KubeObject {
  const data = Object.keys(objectIn(secret.data)).map((key) => [key, '***']);
  return { ...secret, ...(data.length > 0 ? { data: Object.fromEntries(data) } : {}) };
}

/** `apps.v1.StatefulSet.default.kafka` */
function fileName(type: ResourceType, { metadata }: KubeObject): string {
  const group = type.group === '' ? '' : `${type.group}.`;
  return `${group}${type.version}.${type.kind}.${metadata.namespace ?? ''}.${metadata.name}`;
}
