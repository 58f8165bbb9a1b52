import { setTimeout as delay } from 'node:timers/promises';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { ApiServer } from '../api/api-server.ts';
import type { KubeList, KubeObject } from '../api/kube-object.ts';
import { readLines } from '../api/line-reader.ts';
import { segment } from '../api/paths.ts';
import { watchOnce } from '../api/watch.ts';
import type { PodLine } from '../cluster.ts';
import { LogCursor, parseStampedLine } from './log-cursor.ts';

const maxLineBytes = 64 * 1024;
/** How much of a log that was there before is read at first. */
const firstTail = 2000;
const shortestPauseMs = 150;
const longestPauseMs = 2000;
/** A log stream may outlive its pod by this much. */
const lastWordsMs = 2000;

interface FollowedPod {
  readonly name: string;
  readonly uid: string;
  readonly container: string;
  gone: boolean;
  finished: boolean;
  readonly stop: AbortController;
}

/**
 * Follows the logs of all pods with a label until `signal` fires: a watch picks up new pods and drops deleted ones, a stream
 * that ends is opened again where it was read to. A server that does not answer is asked again, without end.
 */
export async function followLogs(
  api: ApiServer,
  namespace: string,
  selector: string,
  onLine: (line: PodLine) => void,
  signal: AbortSignal,
): Promise<void> {
  const followed = new Map<string, FollowedPod>();
  const running = new Set<Promise<void>>();
  const path = `/api/v1/namespaces/${segment(namespace)}/pods`;

  const see = (pod: KubeObject, isOld: boolean): void => {
    const uid = pod.metadata.uid ?? pod.metadata.name;
    const finished = pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
    const known = followed.get(uid);
    if (known !== undefined) {
      known.finished = finished;
      return;
    }
    const container = pod.spec?.containers?.[0]?.name;
    if (typeof container !== 'string') return;
    const one: FollowedPod = {
      name: pod.metadata.name,
      uid,
      container,
      gone: false,
      finished,
      stop: new AbortController(),
    };
    followed.set(uid, one);
    const task = followPod(api, namespace, one, isOld, onLine, signal).finally(() => running.delete(task));
    running.add(task);
  };
  const lose = (uid: string): void => {
    const one = followed.get(uid);
    if (one === undefined || one.gone) return;
    one.gone = true;
    followed.delete(uid);
    setTimeout(() => one.stop.abort(), lastWordsMs).unref();
  };

  let first = true;
  let pause = shortestPauseMs;
  while (!signal.aborted) {
    try {
      const list = await api.json<KubeList>({ path, query: { labelSelector: selector }, signal });
      const present = new Set(list.items.map(({ metadata }) => metadata.uid ?? metadata.name));
      for (const pod of list.items) see(pod, first);
      for (const uid of [...followed.keys()]) if (!present.has(uid)) lose(uid);
      first = false;
      pause = shortestPauseMs;
      const query = { labelSelector: selector, resourceVersion: list.metadata?.resourceVersion };
      for await (const { type, object } of watchOnce(api, path, query, { signal })) {
        if (type === 'BOOKMARK') continue;
        if (type === 'DELETED') lose(object.metadata.uid ?? object.metadata.name);
        else see(object, false);
      }
    } catch {
      // The server is away, or the watch is too old: list again.
    }
    pause = await rest(pause, signal);
  }
  for (const one of followed.values()) one.stop.abort();
  await Promise.all(running);
}

async function followPod(
  api: ApiServer,
  namespace: string,
  pod: FollowedPod,
  isOld: boolean,
  onLine: (line: PodLine) => void,
  signal: AbortSignal,
): Promise<void> {
  const cursor = new LogCursor();
  const both = AbortSignal.any([signal, pod.stop.signal]);
  const path = `/api/v1/namespaces/${segment(namespace)}/pods/${segment(pod.name)}/log`;
  let pause = shortestPauseMs;
  while (!both.aborted) {
    const wasOver = pod.gone || pod.finished;
    const sinceTime = cursor.resume();
    try {
      const stream = await api.stream({
        path,
        query: {
          container: pod.container,
          follow: true,
          timestamps: true,
          sinceTime,
          tailLines: sinceTime === undefined && isOld ? firstTail : undefined,
        },
        accept: '*/*',
        signal: both,
      });
      try {
        for await (const line of readLines(stream, { maxBytes: maxLineBytes, whenLonger: 'cut' })) {
          const stamped = parseStampedLine(line);
          if (stamped === undefined || !cursor.accept(stamped)) continue;
          pause = shortestPauseMs;
          onLine({ pod: pod.name, at: stamped.at, text: sanitizeLine(stamped.text) });
        }
      } finally {
        stream.destroy();
      }
    } catch {
      // A container that waits to start has no log yet, and a stream may break off: ask again.
    }
    if (wasOver) return;
    pause = await rest(pause, both);
  }
}

/** Waits, and says how long to wait the next time. */
async function rest(pauseMs: number, signal: AbortSignal): Promise<number> {
  await delay(pauseMs, undefined, { signal }).catch(() => {});
  return Math.min(longestPauseMs, pauseMs * 2);
}
