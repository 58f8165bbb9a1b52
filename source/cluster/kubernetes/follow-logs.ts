import { isExpectedFailure } from '../../errors/expected-failure.ts';
import type { Stored } from '../../kubernetes-types/kinds.ts';
import type { ApiClient } from '../api/api-client.ts';
import { decodeKind } from '../api/decode-kind.ts';
import { segment } from '../api/paths.ts';
import { requestKindList } from '../api/read-objects.ts';
import { watchOnce } from '../api/watch.ts';
import { followContainer, type LogReceiver, rest, shortestPauseMs } from './follow-container.ts';
import { logContainers } from './log-containers.ts';
import type { LogPositions } from './log-positions.ts';

/** A log stream may outlive its pod by this much. */
const lastWordsMs = 2000;

interface FollowedPod {
  gone: boolean;
  finished: boolean;
  readonly stop: AbortController;
}

/** A pod that comes back under its name is another one. */
const idOf = ({ metadata }: Stored<'pods'>): string => metadata.uid || metadata.name;

/**
 * Follows the logs of all pods with a label, of each of their containers, until `signal` fires: a watch picks up new pods and drops deleted ones, a stream
 * that ends is reopened at the last line read. It begins at the `positions`, and resolves once nobody changes them any more. A server that does
 * not answer is retried forever. An error that is not a failure of the
 * cluster goes to `onUnexpected`.
 */
export async function followLogs(
  connect: () => Promise<ApiClient>,
  namespace: string,
  selector: string,
  positions: LogPositions,
  receiver: LogReceiver,
  signal: AbortSignal,
): Promise<void> {
  const followed = new Map<string, FollowedPod>();
  const running = new Set<Promise<void>>();
  const path = `/api/v1/namespaces/${segment(namespace)}/pods`;

  const see = (api: ApiClient, pod: Stored<'pods'>): void => {
    const uid = idOf(pod);
    const finished = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    const known = followed.get(uid);
    if (known !== undefined) {
      known.finished = finished;
      return;
    }
    const containers = logContainers(pod);
    if (containers.length === 0) return;
    const one: FollowedPod = { gone: false, finished, stop: new AbortController() };
    followed.set(uid, one);
    const both = AbortSignal.any([signal, one.stop.signal]);
    const isOver = (): boolean => one.gone || one.finished;
    for (const container of containers) {
      const target = { pod: pod.metadata.name, container, position: positions.of(uid, container), isOver };
      const task = followContainer(api, namespace, target, receiver, both).finally(() =>
        running.delete(task),
      );
      running.add(task);
    }
  };
  const lose = (uid: string): void => {
    positions.forget(uid);
    const one = followed.get(uid);
    if (one === undefined || one.gone) return;
    one.gone = true;
    followed.delete(uid);
    setTimeout(() => one.stop.abort(), lastWordsMs).unref();
  };

  let pause = shortestPauseMs;
  while (!signal.aborted) {
    try {
      const api = await connect();
      const list = await requestKindList(api, 'pods', { path, query: { labelSelector: selector }, signal });
      const present = new Set(list.items.map(idOf));
      for (const pod of list.items) see(api, pod);
      for (const uid of [...followed.keys(), ...positions.pods()]) if (!present.has(uid)) lose(uid);
      positions.begin();
      pause = shortestPauseMs;
      const query = { labelSelector: selector, resourceVersion: list.resourceVersion };
      for await (const { type, object } of watchOnce(api, path, query, { signal })) {
        if (type === 'BOOKMARK') continue;
        const pod = decodeKind('pods', object);
        if (type === 'DELETED') lose(idOf(pod));
        else see(api, pod);
      }
    } catch (error) {
      // The server is away, or the watch is too old: list again.
      if (!signal.aborted && !isExpectedFailure(error)) receiver.onUnexpected(error);
    }
    pause = await rest(pause, signal);
  }
  for (const one of followed.values()) one.stop.abort();
  await Promise.all(running);
}
