import { type JsonObject, objectIn, valueAt } from '../../../json/json-value.ts';
import { ApiStatusError } from '../../api/api-errors.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { resourcePath } from '../../api/paths.ts';
import { requestObject } from '../../api/read-objects.ts';
import { lookUpType, parseResourceArguments } from '../arguments/resource-arguments.ts';
import { KubectlError } from '../errors/kubectl-error.ts';
import type { Verb, VerbContext } from '../verb/verb.ts';
import { createLeftOut, oneName, post } from './create.ts';

/** `create job NAME --image=IMAGE [-- COMMAND…]`, or `--from=cronjob/NAME`. */
export const createJob: Verb = {
  name: 'create job',
  flags: [
    { name: 'image', type: 'string' },
    { name: 'from', type: 'string' },
  ],
  leftOut: createLeftOut,
  async run(context, { flags, args, dashAt }) {
    const command = dashAt < 0 ? [] : args.slice(dashAt);
    const name = oneName(dashAt < 0 ? args : args.slice(0, dashAt), 'kubectl create job');
    const [image, from] = [flags.string('image'), flags.string('from')];
    if ((image === '') === (from === ''))
      throw new KubectlError('error: either --image or --from must be specified');
    if (from !== '' && command.length > 0) throw new KubectlError('error: cannot specify --from and command');
    const body =
      from === ''
        ? { metadata: { name }, spec: { template: podTemplate(name, image, command, 'Never') } }
        : fromCronJob(name, await findCronJob(context, from));
    await make(context, 'job', body);
    return 0;
  },
};

/** `create cronjob NAME --image=IMAGE --schedule=SCHEDULE [-- COMMAND…]`. */
export const createCronJob: Verb = {
  name: 'create cronjob',
  aliases: ['create cj'],
  flags: [
    { name: 'image', type: 'string' },
    { name: 'schedule', type: 'string' },
    { name: 'restart', type: 'string', initial: 'OnFailure' },
  ],
  leftOut: createLeftOut,
  async run(context, { flags, args, dashAt }) {
    const missing = ['image', 'schedule'].filter((flag) => !flags.given(flag));
    if (missing.length > 0)
      throw new KubectlError(
        `error: required flag(s) ${missing.map((flag) => JSON.stringify(flag)).join(', ')} not set`,
      );
    const command = dashAt < 0 ? [] : args.slice(dashAt);
    const name = oneName(dashAt < 0 ? args : args.slice(0, dashAt), 'kubectl create cronjob');
    const template = podTemplate(name, flags.string('image'), command, flags.string('restart'));
    const body = {
      metadata: { name },
      spec: { schedule: flags.string('schedule'), jobTemplate: { metadata: { name }, spec: { template } } },
    };
    await make(context, 'cronjob', body);
    return 0;
  },
};

/** Unlike with other kinds, kubectl also names the kind where the server finds the object invalid. */
async function make(context: VerbContext, what: 'job' | 'cronjob', body: JsonObject): Promise<void> {
  try {
    await post(context, lookUpType(await context.types(), `${what}s.batch`), body);
  } catch (error) {
    if (!(error instanceof ApiStatusError)) throw error;
    throw new KubectlError(`error: failed to create ${what}: ${error.message}`);
  }
}

function podTemplate(name: string, image: string, command: readonly string[], restartPolicy: string) {
  const container = { name, image, ...(command.length > 0 ? { command: [...command] } : {}) };
  return { spec: { containers: [container], restartPolicy } };
}

async function findCronJob(context: VerbContext, from: string): Promise<KubeObject> {
  const [wanted] = parseResourceArguments(await context.types(), [from]);
  const { type, names } = wanted!;
  const object = await requestObject(context.api, {
    path: resourcePath(type, context.namespace, names?.[0] ?? ''),
    signal: context.signal,
  });
  if (type.plural === 'cronjobs') return object;
  throw new KubectlError(`error: unknown object type *v1.${type.kind}`);
}

function fromCronJob(name: string, { metadata, spec }: KubeObject): JsonObject {
  const jobTemplate = objectIn(valueAt(spec, 'jobTemplate'));
  const { labels, annotations } = objectIn(jobTemplate.metadata);
  return {
    metadata: {
      name,
      annotations: { 'cronjob.kubernetes.io/instantiate': 'manual', ...objectIn(annotations) },
      ...(labels === undefined ? {} : { labels }),
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          name: metadata.name,
          uid: metadata.uid,
          controller: true,
        },
      ],
    },
    ...(jobTemplate.spec === undefined ? {} : { spec: jobTemplate.spec }),
  };
}
