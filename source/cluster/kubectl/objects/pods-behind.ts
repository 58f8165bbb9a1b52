import { setTimeout as delay } from 'node:timers/promises';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { resourcePath, segment } from '../../api/paths.ts';
import { requestKind, requestKinds, requestObject } from '../../api/read-objects.ts';
import { parseResourceArguments } from '../arguments/resource-arguments.ts';
import { KubectlError } from '../errors/kubectl-error.ts';
import type { VerbContext } from '../verb/verb.ts';
import { bySuitability } from './pod-order.ts';
import { selectorOf } from './selector-text.ts';

const firstPodWithinMs = { logs: 20_000, attach: 60_000 } as const;
const lookEveryMs = 500;

/** The pods with a label, in the server's order. */
export async function podsOf(
  context: VerbContext,
  namespace: string | undefined,
  labelSelector: string,
): Promise<Stored<'pods'>[]> {
  const path =
    namespace === undefined ? '/api/v1/pods' : `/api/v1/namespaces/${segment(namespace, 'namespace')}/pods`;
  return requestKinds(context.api, 'pods', { path, query: { labelSelector }, signal: context.signal });
}

/** What `POD`, `pod/POD` or `TYPE/NAME` means: the pod itself, or those that a workload or Service selects, the fittest for the purpose first. */
export async function podsBehind(
  context: VerbContext,
  arg: string,
  purpose: 'logs' | 'attach',
): Promise<{ pods: Stored<'pods'>[]; named: boolean; type: string }> {
  if (!arg.includes('/')) return { pods: [await podNamed(context, arg)], named: true, type: 'pod' };
  const [wanted] = parseResourceArguments(await context.types(), [arg]);
  const { type, names } = wanted!;
  const name = names?.[0] ?? '';
  if (type.plural === 'pods') return { pods: [await podNamed(context, name)], named: true, type: 'pod' };
  const object = await requestObject(context.api, {
    path: resourcePath(type, context.namespace, name),
    signal: context.signal,
  });
  const selector = selectorOf(object);
  if (selector === undefined) {
    throw new KubectlError(
      `cannot get the logs from ${type.group === '' ? '' : `${type.group}/`}${type.version}, Kind=${type.kind}: selector is not known`,
    );
  }
  const pods = await somePods(context, object.metadata.namespace ?? context.namespace, selector, purpose);
  return { pods: pods.sort(bySuitability(purpose)), named: false, type: type.plural };
}

/** The pods with a label; if there are none yet, waits for the first as long as kubectl does. */
async function somePods(
  context: VerbContext,
  namespace: string,
  selector: string,
  purpose: 'logs' | 'attach',
): Promise<Stored<'pods'>[]> {
  const until = performance.now() + firstPodWithinMs[purpose];
  for (;;) {
    const pods = await podsOf(context, namespace, selector);
    if (pods.length > 0) return pods;
    if (performance.now() >= until) throw new KubectlError('error: timed out waiting for the condition');
    await delay(lookEveryMs, undefined, { signal: context.signal });
  }
}

async function podNamed(context: VerbContext, name: string): Promise<Stored<'pods'>> {
  return requestKind(context.api, 'pods', {
    path: `/api/v1/namespaces/${segment(context.namespace, 'namespace')}/pods/${segment(name)}`,
    signal: context.signal,
  });
}
