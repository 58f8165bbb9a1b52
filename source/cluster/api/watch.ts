import type { ApiServer, Query } from './api-client.ts';
import { ApiStatusError } from './api-errors.ts';
import type { KubeObject, KubeStatus } from './kube-object.ts';
import { readLines } from './line-reader.ts';

export interface WatchEvent<T> {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK';
  readonly object: T;
}

const maxEventBytes = 16 * 1024 * 1024;

/**
 * One watch request: the events after `resourceVersion` until the server ends the stream. An ERROR event (410 Gone) is thrown
 * as an ApiStatusError; the caller lists again.
 */
export async function* watchOnce<T = KubeObject>(
  api: ApiServer,
  path: string,
  query: Query,
  options: { readonly accept?: string; readonly signal?: AbortSignal | undefined },
): AsyncGenerator<WatchEvent<T>, void> {
  const response = await api.stream({
    path,
    query: { ...query, watch: true },
    ...(options.accept === undefined ? {} : { accept: options.accept }),
    signal: options.signal,
  });
  try {
    for await (const line of readLines(response, { maxBytes: maxEventBytes, whenLonger: 'error' })) {
      if (line === '') continue;
      const event = JSON.parse(line) as { type: string; object: T };
      if (event.type === 'ERROR') throw new ApiStatusError(event.object as KubeStatus);
      yield event as WatchEvent<T>;
    }
  } finally {
    response.destroy();
  }
}
