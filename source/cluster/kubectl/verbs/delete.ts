import { type JsonValue, stringIn, valueAt } from '../../../json/json-value.ts';
import { ApiStatusError, isNotFound } from '../../api/api-errors.ts';
import { type ResourceType, typeName } from '../../api/discovery.ts';
import { resourcePath } from '../../api/paths.ts';
import { fileFlags, outputFlag, selectorFlags } from '../arguments/global-flags.ts';
import { parseResourceArguments } from '../arguments/resource-arguments.ts';
import { KubectlError, throwAll } from '../errors/kubectl-error.ts';
import { namedObject, readManifests } from '../manifests/read-manifests.ts';
import { type FoundObject, findObjects, nothingNamed } from '../objects/find-objects.ts';
import { untilObject } from '../objects/wait-for-object.ts';
import type { Verb, VerbContext } from '../verb/verb.ts';

export const deleteVerb: Verb = {
  name: 'delete',
  flags: [
    ...selectorFlags,
    ...fileFlags,
    outputFlag,
    { name: 'all', type: 'switch' },
    { name: 'wait', type: 'switch', initial: 'true' },
    { name: 'now', type: 'switch' },
    { name: 'force', type: 'switch' },
    { name: 'grace-period', type: 'integer', initial: '-1' },
    { name: 'ignore-not-found', type: 'switch' },
    { name: 'cascade', type: 'string', alone: 'background', initial: 'background' },
    { name: 'timeout', type: 'duration', initial: '0' },
  ],
  leftOut: ['dry-run', 'interactive', 'kustomize', 'raw'],
  async run(context, { flags, args }) {
    const files = flags.list('filename');
    if (files.length === 0 && args.length === 0) {
      throw new KubectlError(nothingNamed);
    }
    let grace = flags.integer('grace-period');
    if (flags.on('now')) {
      if (grace !== -1)
        throw new KubectlError('error: --now and --grace-period cannot be specified together');
      grace = 1;
    }
    const force = flags.on('force');
    if (force) {
      if (grace > 0)
        throw new KubectlError(
          'error: --force and --grace-period greater than 0 cannot be specified together',
        );
      grace = 0;
      context.warn(
        'Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated. The resource may continue to run on the cluster indefinitely.',
      );
    } else if (grace === 0) grace = 1;
    const { targets, errors } = await whatToDelete(context, files, args, flags);
    if (targets.length === 0 && errors.length === 0) {
      context.print('No resources found');
      return 0;
    }
    const propagationPolicy = cascade(flags.string('cascade'));
    const gone: Target[] = [];
    for (const target of targets) {
      try {
        const answer = await context.api.json({
          method: 'DELETE',
          path: resourcePath(target.type, target.namespace, target.name),
          body: { propagationPolicy, ...(grace >= 0 ? { gracePeriodSeconds: grace } : {}) },
          signal: context.signal,
        });
        if (flags.string('output') === 'name') context.print(`${typeName(target.type)}/${target.name}`);
        else context.print(`${typeName(target.type)} "${target.name}" ${force ? 'force ' : ''}deleted`);
        gone.push({ ...target, uid: uidIn(answer) });
      } catch (error) {
        if (isNotFound(error) && (flags.on('ignore-not-found') || flags.on('all'))) continue;
        if (context.signal.aborted) throw error;
        errors.push(named(error, files));
      }
    }
    if (flags.on('wait') && !force) {
      const deadline = flags.duration('timeout');
      for (const { type, namespace, name, uid } of gone) {
        await untilObject(
          context,
          { type, namespace, name },
          deadline > 0 ? deadline : undefined,
          (object) => {
            return object === undefined || (uid !== undefined && object.metadata.uid !== uid);
          },
        );
      }
    }
    throwAll(errors);
    return 0;
  },
};

interface Target {
  readonly type: ResourceType;
  readonly namespace: string | undefined;
  readonly name: string;
  readonly uid?: string | undefined;
}

async function whatToDelete(
  context: VerbContext,
  files: readonly string[],
  args: readonly string[],
  flags: Parameters<Verb['run']>[1]['flags'],
): Promise<{ targets: Target[]; errors: unknown[] }> {
  if (files.length > 0) {
    const { objects, errors } = await readManifests(context, files, flags.on('recursive'));
    return {
      errors,
      targets: objects.map(namedObject).map(targetOf),
    };
  }
  const wanted = parseResourceArguments(await context.types(), args);
  if (wanted.some(({ names }) => names === undefined)) {
    const selecting =
      flags.on('all') || flags.string('selector') !== '' || flags.string('field-selector') !== '';
    if (!selecting) throw new KubectlError('error: resource(s) were provided, but no name was specified');
    const { found, errors } = await findObjects(context, args, flags, { allowAll: true });
    return {
      errors,
      targets: found.map(targetOf),
    };
  }
  return {
    errors: [],
    targets: wanted.flatMap(({ type, names }) =>
      (names ?? []).map((name) => ({ type, namespace: context.namespace, name })),
    ),
  };
}

function cascade(value: string): string {
  const policies: Record<string, string> = {
    background: 'Background',
    true: 'Background',
    foreground: 'Foreground',
    orphan: 'Orphan',
    false: 'Orphan',
  };
  const policy = policies[value];
  if (policy !== undefined) return policy;
  throw new KubectlError(
    `error: invalid cascade value (${value}). Must be "background", "foreground", or "orphan"`,
  );
}

const targetOf = ({ type, object: { metadata } }: FoundObject): Target => ({
  type,
  namespace: metadata.namespace,
  name: metadata.name,
});

/** A DELETE returns the object or, if it completes at once, a Status with the object's uid in its details. */
function uidIn(answer: JsonValue): string | undefined {
  return stringIn(valueAt(answer, 'metadata', 'uid')) ?? stringIn(valueAt(answer, 'details', 'uid'));
}

function named(error: unknown, files: readonly string[]): unknown {
  if (!(error instanceof ApiStatusError) || files.length === 0) return error;
  return new ApiStatusError({
    ...error.status,
    message: `error when deleting ${JSON.stringify(files[0])}: ${error.message}`,
  });
}
