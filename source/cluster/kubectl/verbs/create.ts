import type { JsonObject } from '../../../json/json-value.ts';
import { stringIn, valueAt } from '../../../json/json-value.ts';
import { ApiStatusError } from '../../api/api-errors.ts';
import { type ResourceType, typeName } from '../../api/discovery.ts';
import { resourcePath } from '../../api/paths.ts';
import { requestObject } from '../../api/read-objects.ts';
import { fileFlags } from '../arguments/global-flags.ts';
import { lookUpType } from '../arguments/resource-arguments.ts';
import { KubectlError, throwAll, usageError } from '../errors/kubectl-error.ts';
import { readManifests } from '../manifests/read-manifests.ts';
import type { Verb, VerbContext } from '../verb/verb.ts';

export const createLeftOut = [
  'dry-run',
  'edit',
  'field-manager',
  'kustomize',
  'output',
  'port',
  'raw',
  'save-config',
  'validate',
];

/** `create -f FILE`; the kinds that can be made from flags have verbs of their own. */
export const createFromFile: Verb = {
  name: 'create',
  flags: fileFlags,
  leftOut: createLeftOut,
  async run(context, { flags }) {
    const files = flags.list('filename');
    if (files.length === 0) throw new KubectlError('error: must specify one of -f and -k');
    const { objects, errors } = await readManifests(context, files, flags.on('recursive'));
    for (const { source, object, type } of objects) {
      try {
        await post(context, type, object);
      } catch (error) {
        if (context.signal.aborted) throw error;
        errors.push(
          error instanceof ApiStatusError
            ? new ApiStatusError({
                ...error.status,
                message: `error when creating ${JSON.stringify(source)}: ${error.message}`,
              })
            : error,
        );
      }
    }
    throwAll(errors);
    return 0;
  },
};

export const createNamespace: Verb = {
  name: 'create namespace',
  aliases: ['create ns'],
  flags: [],
  leftOut: createLeftOut,
  async run(context, { args }) {
    const name = oneName(args, 'kubectl create namespace');
    await post(context, lookUpType(await context.types(), 'namespaces'), { metadata: { name } });
    return 0;
  },
};

export const createDeployment: Verb = {
  name: 'create deployment',
  aliases: ['create deploy'],
  flags: [
    { name: 'image', type: 'list' },
    { name: 'replicas', short: 'r', type: 'integer', initial: '1' },
  ],
  leftOut: createLeftOut,
  async run(context, { flags, args, dashAt }) {
    const command = dashAt < 0 ? [] : args.slice(dashAt);
    const images = flags.list('image').flatMap((image) => image.split(','));
    if (images.length === 0) throw new KubectlError('error: required flag(s) "image" not set');
    const name = oneName(dashAt < 0 ? args : args.slice(0, dashAt), 'kubectl create deployment');
    const labels = { app: name };
    const containers = images.map((image) => ({
      name: image
        .split('/')
        .at(-1)!
        .replace(/[@:].*$/, ''),
      image,
      ...(command.length > 0 ? { command } : {}),
    }));
    const body = {
      metadata: { name, labels, namespace: context.namespace },
      spec: {
        replicas: flags.integer('replicas'),
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers } },
      },
    };
    await make(context, lookUpType(await context.types(), 'deployments.apps'), body, 'deployment');
    return 0;
  },
};

/** `create configmap NAME --from-literal=KEY=VALUE …`. */
export const createConfigMap: Verb = {
  name: 'create configmap',
  aliases: ['create cm'],
  flags: [{ name: 'from-literal', type: 'list' }],
  leftOut: [...createLeftOut, 'append-hash', 'from-env-file', 'from-file'],
  async run(context, { flags, args }) {
    const name = oneName(args, 'kubectl create configmap');
    const pairs = flags.list('from-literal').map((pair) => {
      const at = pair.indexOf('=');
      if (at < 1) throw new KubectlError(`error: invalid literal source ${pair}, expected key=value`);
      return [pair.slice(0, at), pair.slice(at + 1)] as const;
    });
    const body = { metadata: { name }, ...(pairs.length > 0 ? { data: Object.fromEntries(pairs) } : {}) };
    await make(context, lookUpType(await context.types(), 'configmaps'), body, 'configmap');
    return 0;
  },
};

export function oneName(args: readonly string[], command: string): string {
  if (args.length === 1) return args[0]!;
  throw usageError(`error: exactly one NAME is required, got ${args.length}`, command);
}

/** The same for an object made from flags; kubectl names the object in a failure. */
async function make(context: VerbContext, type: ResourceType, body: JsonObject, what: string): Promise<void> {
  try {
    await post(context, type, body);
  } catch (error) {
    if (!(error instanceof ApiStatusError) || error.reason === 'Invalid') throw error;
    throw new KubectlError(`error: failed to create ${what}: ${error.message}`);
  }
}

/** Creates an object, and says so. */
export async function post(context: VerbContext, type: ResourceType, body: JsonObject): Promise<void> {
  const created = await requestObject(context.api, {
    method: 'POST',
    path: resourcePath(
      type,
      type.namespaced ? (stringIn(valueAt(body, 'metadata', 'namespace')) ?? context.namespace) : undefined,
    ),
    query: { fieldManager: 'kubectl-create' },
    body: {
      apiVersion: type.group === '' ? type.version : `${type.group}/${type.version}`,
      kind: type.kind,
      ...body,
    },
    signal: context.signal,
  });
  context.print(`${typeName(type)}/${created.metadata.name} created`);
}
