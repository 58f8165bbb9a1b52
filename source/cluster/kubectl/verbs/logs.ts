import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { defaultContainerAnnotation } from '../../../kubernetes-values/well-known-names.ts';
import { isNotFound } from '../../api/api-errors.ts';
import { readLines } from '../../api/line-reader.ts';
import { segment } from '../../api/paths.ts';
import type { Flags } from '../arguments/flags.ts';
import { KubectlError, throwAll, usageError } from '../errors/kubectl-error.ts';
import { podsBehind, podsOf } from '../objects/pods-behind.ts';
import type { Verb, VerbContext } from '../verb/verb.ts';

const maxLineBytes = 1024 * 1024;

const expected =
  "error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.\nPOD or TYPE/NAME is a required argument for the logs command";

export const logs: Verb = {
  name: 'logs',
  aliases: ['log'],
  flags: [
    { name: 'selector', short: 'l', type: 'string' },
    { name: 'follow', short: 'f', type: 'switch' },
    { name: 'tail', type: 'integer', initial: '-1' },
    { name: 'since', type: 'duration', initial: '0' },
    { name: 'since-time', type: 'string' },
    { name: 'timestamps', type: 'switch' },
    { name: 'container', short: 'c', type: 'string' },
    { name: 'all-containers', type: 'switch' },
    { name: 'prefix', type: 'switch' },
    { name: 'previous', short: 'p', type: 'switch' },
    { name: 'max-log-requests', type: 'integer', initial: '5' },
    { name: 'ignore-errors', type: 'switch' },
    { name: 'limit-bytes', type: 'integer', initial: '0' },
    { name: 'all-pods', type: 'switch' },
  ],
  leftOut: ['insecure-skip-tls-verify-backend', 'pod-running-timeout'],
  async run(context, { flags, args }) {
    const selector = flags.string('selector');
    if (args.length === 0 && selector === '') {
      throw usageError(expected, 'kubectl logs');
    }
    if (args.length > 0 && selector !== '') {
      throw usageError('only a selector (-l) or a POD name is allowed', 'kubectl logs');
    }
    if (args.length > 2) {
      throw usageError(expected, 'kubectl logs');
    }
    if (flags.integer('tail') < -1) throw new KubectlError('--tail must be greater than or equal to -1');
    if (flags.given('since') && flags.given('since-time')) {
      throw new KubectlError('at most one of `sinceTime` or `sinceSeconds` may be specified');
    }
    const container = args[1] ?? flags.string('container');
    if (flags.on('all-containers') && container !== '') {
      throw new KubectlError(
        `--all-containers=true should not be specified with container name ${container}`,
      );
    }
    const pods = await chosenPods(context, flags, selector, args[0]);
    const targets = pods.flatMap((pod) => containersOf(context, flags, pod, container));
    const many = flags.integer('max-log-requests');
    if (flags.on('follow') && targets.length > many) {
      throw new KubectlError(
        `you are attempting to follow ${targets.length} log streams, but maximum allowed concurrency is ${many}, use --max-log-requests to increase the limit`,
      );
    }
    return printLogs(context, flags, selector, targets);
  },
};

interface Target {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

async function chosenPods(
  context: VerbContext,
  flags: Flags,
  selector: string,
  arg?: string,
): Promise<Stored<'pods'>[]> {
  if (selector !== '') {
    const pods = await podsOf(context, context.namespace, selector);
    if (pods.length === 0) context.warn(`No resources found in ${context.namespace} namespace.`);
    return pods;
  }
  const { pods, named } = await podsBehind(context, arg!, 'logs').catch((error: unknown) => {
    if (!isNotFound(error)) throw error;
    throw new KubectlError(
      `error: error from server (NotFound): ${error.message} in namespace ${JSON.stringify(context.namespace)}`,
    );
  });
  if (named || pods.length <= 1 || flags.on('all-pods')) return pods;
  const [first] = pods;
  context.warn(`Found ${pods.length} pods, using pod/${first!.metadata.name}`);
  return [first!];
}

function containersOf(context: VerbContext, flags: Flags, pod: Stored<'pods'>, wanted: string): Target[] {
  const own = pod.spec.containers;
  const init = pod.spec.initContainers ?? [];
  const target = (container: string): Target => ({
    namespace: pod.metadata.namespace ?? context.namespace,
    pod: pod.metadata.name,
    container,
  });
  if (flags.on('all-containers')) return [...init, ...own].map(({ name }) => target(name));
  if (wanted !== '') {
    if (![...init, ...own].some(({ name }) => name === wanted)) {
      throw new KubectlError(`container ${wanted} is not valid for pod ${pod.metadata.name}`);
    }
    return [target(wanted)];
  }
  const preferred = pod.metadata.annotations?.[defaultContainerAnnotation];
  const chosen = own.find(({ name }) => name === preferred) ?? own[0];
  if (chosen === undefined) return [];
  if (own.length + init.length > 1 && preferred === undefined) {
    const all = [...own.map(({ name }) => name), ...init.map(({ name }) => `${name} (init)`)].join(', ');
    context.warn(`Defaulted container "${chosen.name}" out of: ${all}`);
  }
  return [target(chosen.name)];
}

async function printLogs(
  context: VerbContext,
  flags: Flags,
  selector: string,
  targets: readonly Target[],
): Promise<number> {
  const follow = flags.on('follow');
  // With a selector, kubectl shows the last ten lines of each pod by default.
  const tail = flags.given('tail') ? flags.integer('tail') : selector === '' ? -1 : 10;
  const since = flags.duration('since');
  const read = async (target: Target): Promise<void> => {
    const stream = await context.api.stream({
      path: `/api/v1/namespaces/${segment(target.namespace, 'namespace')}/pods/${segment(target.pod)}/log`,
      query: {
        container: target.container,
        follow: follow || undefined,
        previous: flags.on('previous') || undefined,
        timestamps: flags.on('timestamps') || undefined,
        tailLines: tail >= 0 ? tail : undefined,
        sinceSeconds: since > 0 ? Math.ceil(since / 1000) : undefined,
        sinceTime: flags.string('since-time') || undefined,
        limitBytes: flags.integer('limit-bytes') || undefined,
      },
      accept: '*/*',
      signal: context.signal,
    });
    try {
      if (!flags.on('prefix') && !(follow && targets.length > 1)) {
        for await (const chunk of stream) context.data.write('stdout', chunk);
        return;
      }
      const prefix = flags.on('prefix') ? `[pod/${target.pod}/${target.container}] ` : '';
      for await (const line of readLines(stream, { maxBytes: maxLineBytes, whenLonger: 'cut' })) {
        context.printData(`${prefix}${line}\n`);
      }
    } finally {
      stream.destroy();
    }
  };
  const ignore = flags.on('ignore-errors');
  const attempt = async (target: Target): Promise<unknown[]> => {
    try {
      await read(target);
      return [];
    } catch (error) {
      if (!ignore || context.signal.aborted) return [error];
      context.warn(`error: ${(error as Error).message}`);
      return [];
    }
  };
  if (follow) {
    throwAll((await Promise.all(targets.map(attempt))).flat().slice(0, 1));
    return 0;
  }
  for (const target of targets) throwAll(await attempt(target));
  return 0;
}
