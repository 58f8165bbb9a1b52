import { runInSlices } from '../../../bounds/lanes/kafka.ts';
import { frameInPieces, frameInSteps } from '../../bytes/frame.ts';
import { apis } from '../../messages/apis.ts';
import { countElements } from '../../messages/count-elements.ts';
import { fetch } from '../../messages/fetch.ts';
import { type RequestHeader, writeResponseHeader } from '../../messages/header.ts';

/** Responses with this many array elements or more are encoded in slices. */
export const manyElements = 1000;

/**
 * The pieces of a response's frame, at once where it is small. `onProgress` is told how many bytes there are so far, and says whether
 * they are still wanted.
 */
export function encodeResponse(
  { requestApiKey: key, requestApiVersion: version, correlationId }: RequestHeader,
  response: object,
  onProgress: (bytes: number) => boolean,
): readonly Buffer[] | Promise<readonly Buffer[]> {
  const api = apis.get(key)!;
  // Fetched records are views of the log's current buffer.
  if (key === fetch.key || countElements(response, manyElements) < manyElements)
    return frameInPieces((writer) => {
      writeResponseHeader(writer, api, version, correlationId);
      api.encodeResponse(writer, response as never, version);
    });
  const steps = frameInSteps(function* (writer) {
    writeResponseHeader(writer, api, version, correlationId);
    yield* api.encodeResponseInSteps(writer, response as never, version);
  });
  return runInSlices(whileWanted(steps, onProgress));
}

/** The result of the steps; nothing if `goesOn` ends them. */
function* whileWanted(
  steps: Generator<number, Buffer[]>,
  goesOn: (bytes: number) => boolean,
): Generator<undefined, readonly Buffer[]> {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (!goesOn(value)) return [];
    yield;
  }
}
