import { LabError } from '../../errors/lab-error.ts';
import { parseJson } from '../../files/parse-json.ts';
import { isJsonObject, type JsonObject } from '../../json/json-value.ts';
import { inputTurns } from '../../time/loop-turns.ts';
import type { ApiClient, Query } from './api-client.ts';
import { ApiStatusError, statusFromResponse, statusIn } from './api-errors.ts';
import { readLines } from './line-reader.ts';

const eventTypes = ['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK'] as const;

export interface WatchEvent {
  readonly type: (typeof eventTypes)[number];
  /** An object of the collection, or a table with its row: what `accept` asked for. */
  readonly object: JsonObject;
}

const maxEventBytes = 16 * 1024 * 1024;

/**
 * One watch request: the events after `resourceVersion` until the server ends the stream.
 * @throws ApiStatusError: the server sent an ERROR event (410 Gone); the caller lists again
 * @throws LabError `protocol`: the server sent something that is not a watch event
 */
export async function* watchOnce(
  api: ApiClient,
  path: string,
  query: Query,
  options: { readonly accept?: string; readonly signal?: AbortSignal | undefined },
): AsyncGenerator<WatchEvent, void> {
  const response = await api.stream({
    path,
    query: { ...query, watch: true },
    ...(options.accept === undefined ? {} : { accept: options.accept }),
    signal: options.signal,
  });
  try {
    for await (const line of readLines(response, { maxBytes: maxEventBytes, whenLonger: 'error' })) {
      if (line !== '') yield readEvent(line, path);
      await inputTurns.rest();
    }
  } finally {
    response.destroy();
  }
}

function readEvent(line: string, path: string): WatchEvent {
  const event = parseJson(line);
  if (isJsonObject(event) && isJsonObject(event.object)) {
    const { object } = event;
    if (event.type === 'ERROR') throw new ApiStatusError(statusIn(object) ?? statusFromResponse(500, line));
    const type = eventTypes.find((known) => known === event.type);
    if (type !== undefined) return { type, object };
  }
  throw new LabError('protocol', `the API server sent something that is not a watch event at \`${path}\``);
}
