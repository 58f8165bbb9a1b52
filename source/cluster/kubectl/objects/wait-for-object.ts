import { ApiStatusError } from '../../api/api-errors.ts';
import type { ResourceType } from '../../api/discovery.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { resourcePath } from '../../api/paths.ts';
import { kubeList, kubeObject } from '../../api/read-objects.ts';
import { watchOnce } from '../../api/watch.ts';
import { KubectlError } from '../errors/kubectl-error.ts';
import type { VerbContext } from '../verb/verb.ts';
import { itemsOf } from './find-objects.ts';

export interface ObjectRef {
  readonly type: ResourceType;
  readonly namespace: string | undefined;
  readonly name: string;
}

export class TimedOut extends KubectlError {}

/**
 * Lists and watches one object until `done` says so of its newest state; `undefined` means that it does not exist. A watch that
 * ends is opened again. Throws TimedOut after `timeoutMs`.
 */
export async function untilObject(
  context: VerbContext,
  { type, namespace, name }: ObjectRef,
  timeoutMs: number | undefined,
  done: (object: KubeObject | undefined) => boolean,
): Promise<void> {
  const deadline = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs);
  const signal = deadline === undefined ? context.signal : AbortSignal.any([context.signal, deadline]);
  const path = resourcePath(type, namespace);
  const fieldSelector = `metadata.name=${name}`;
  try {
    for (;;) {
      const list = kubeList(await context.api.json({ path, query: { fieldSelector }, signal }));
      if (done(itemsOf(list, type)[0])) return;
      try {
        const query = { fieldSelector, resourceVersion: list.resourceVersion };
        for await (const event of watchOnce(context.api, path, query, { signal })) {
          if (event.type === 'BOOKMARK') continue;
          if (done(event.type === 'DELETED' ? undefined : kubeObject(event.object, path))) return;
        }
      } catch (error) {
        if (!(error instanceof ApiStatusError && error.code === 410)) throw error;
      }
    }
  } catch (error) {
    if (deadline?.aborted && !context.signal.aborted) {
      throw new TimedOut(`error: timed out waiting for the condition on ${type.plural}/${name}`);
    }
    throw error;
  }
}
