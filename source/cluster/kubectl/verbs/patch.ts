import { resolve } from 'node:path';
import { ManifestSyntaxError } from '../../../manifests/reading/manifest-syntax-error.ts';
import { readDocuments } from '../../../manifests/reading/read-documents.ts';
import { typeName } from '../../api/discovery.ts';
import { resourcePath } from '../../api/paths.ts';
import { requestObject } from '../../api/read-objects.ts';
import { outputFlag } from '../arguments/global-flags.ts';
import { KubectlError, throwAll } from '../errors/kubectl-error.ts';
import { readManifestText } from '../manifests/read-manifest-text.ts';
import { findObjects } from '../objects/find-objects.ts';
import { objectPrinter } from '../output/print-objects.ts';
import type { Verb } from '../verb/verb.ts';

const contentTypes: Readonly<Record<string, string>> = {
  strategic: 'application/strategic-merge-patch+json',
  merge: 'application/merge-patch+json',
  json: 'application/json-patch+json',
};

export const patch: Verb = {
  name: 'patch',
  flags: [
    outputFlag,
    { name: 'patch', short: 'p', type: 'string' },
    { name: 'patch-file', type: 'string' },
    { name: 'type', type: 'string', initial: 'strategic' },
    { name: 'subresource', type: 'string' },
  ],
  leftOut: ['dry-run', 'field-manager', 'filename', 'kustomize', 'local', 'recursive'],
  async run(context, { flags, args }) {
    const contentType = contentTypes[flags.string('type').toLowerCase()];
    if (contentType === undefined) {
      throw new KubectlError(
        `error: --type must be one of [json merge strategic], not ${JSON.stringify(flags.string('type'))}`,
      );
    }
    const file = flags.string('patch-file');
    if (!flags.given('patch') && file === '') {
      throw new KubectlError(
        'error: must specify --patch or --patch-file containing the contents of the patch',
      );
    }
    const text =
      file === ''
        ? flags.string('patch')
        : await readManifestText(resolve(context.directory, file), context.signal);
    let body: unknown;
    try {
      body = readDocuments(text).next().value?.value ?? null;
    } catch (error) {
      if (!(error instanceof ManifestSyntaxError)) throw error;
      throw new KubectlError(`error: unable to parse ${JSON.stringify(text)}: ${error.message}`);
    }
    const print = objectPrinter(flags.string('output'));
    const { found, errors } = await findObjects(context, args, flags);
    for (const { type, object } of found) {
      try {
        const after = await requestObject(context.api, {
          method: 'PATCH',
          path: resourcePath(
            type,
            object.metadata.namespace,
            object.metadata.name,
            flags.string('subresource') || undefined,
          ),
          query: { fieldManager: 'kubectl-patch' },
          contentType,
          body: JSON.stringify(body),
          signal: context.signal,
        });
        if (print !== undefined) context.printData(print.one(after, type));
        else {
          const changed = after.metadata.resourceVersion !== object.metadata.resourceVersion;
          context.print(`${typeName(type)}/${object.metadata.name} patched${changed ? '' : ' (no change)'}`);
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
