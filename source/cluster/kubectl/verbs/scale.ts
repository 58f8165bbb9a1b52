import { numberIn, valueAt } from '../../../json/json-value.ts';
import { typeName } from '../../api/discovery.ts';
import { resourcePath } from '../../api/paths.ts';
import { fileFlags, selectorFlags } from '../arguments/global-flags.ts';
import { KubectlError, throwAll } from '../errors/kubectl-error.ts';
import { namedObject, readManifests } from '../manifests/read-manifests.ts';
import { findObjects } from '../objects/find-objects.ts';
import { untilObject } from '../objects/wait-for-object.ts';
import type { Verb } from '../verb/verb.ts';

export const scale: Verb = {
  name: 'scale',
  flags: [
    ...selectorFlags.filter(({ name }) => name === 'selector'),
    ...fileFlags,
    { name: 'all', type: 'switch' },
    { name: 'replicas', type: 'integer' },
    { name: 'current-replicas', type: 'integer', initial: '-1' },
    { name: 'timeout', type: 'duration', initial: '0' },
  ],
  leftOut: ['dry-run', 'kustomize', 'output', 'resource-version'],
  async run(context, { flags, args }) {
    if (!flags.given('replicas')) {
      throw new KubectlError('error: required flag(s) "replicas" not set');
    }
    const replicas = flags.integer('replicas');
    if (replicas < 0)
      throw new KubectlError(
        'error: The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0',
      );
    const files = flags.list('filename');
    const fromFiles =
      files.length > 0 ? await readManifests(context, files, flags.on('recursive')) : undefined;
    const { found, errors } = fromFiles
      ? { found: fromFiles.objects.map(namedObject), errors: fromFiles.errors }
      : await findObjects(context, args, flags, { allowAll: flags.on('all') });
    if (found.length === 0 && errors.length > 0) {
      const reasons = errors.map((error) => (error as Error).message).join(', ');
      throw new KubectlError(`error: no objects passed to scale ${reasons}`);
    }
    if (found.length === 0 && errors.length === 0)
      throw new KubectlError('error: no objects passed to scale');
    const expected = flags.integer('current-replicas');
    for (const { type, object } of found) {
      const { name, namespace } = object.metadata;
      try {
        const current = valueAt(object, 'spec', 'replicas');
        if (expected >= 0 && current !== expected) {
          throw new KubectlError(`error: Expected replicas to be ${expected}, was ${current}`);
        }
        await context.api.json({
          method: 'PATCH',
          path: resourcePath(type, namespace, name, 'scale'),
          contentType: 'application/merge-patch+json',
          body: { spec: { replicas } },
          signal: context.signal,
        });
        context.print(`${typeName(type)}/${name} scaled`);
        const timeout = flags.duration('timeout');
        if (timeout > 0) {
          await untilObject(context, { type, namespace, name }, timeout, (seen) => {
            const count = (field: string): number => numberIn(valueAt(seen, 'status', field)) ?? 0;
            return (
              count('replicas') === replicas &&
              count('observedGeneration') >= (seen?.metadata.generation ?? 0)
            );
          });
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
