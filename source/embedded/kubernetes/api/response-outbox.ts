import type { ServerResponse } from 'node:http';
import { Outbox } from '../../bounds/outbox.ts';
import type { ApiContext } from './context.ts';

/** How long a client may stop reading a response or a watch. */
export const stalledAfterMs = 10_000;

/** How long a client may take to read a response that is not a stream, like kube-apiserver's `--request-timeout`. */
export const answerWithinMs = 60_000;

const contexts = new WeakMap<ServerResponse, Pick<ApiContext, 'held' | 'log'>>();
const outboxes = new WeakMap<ServerResponse, Outbox>();

/** Counts the pending bytes of this response in `context`. */
export function trackResponse(response: ServerResponse, context: Pick<ApiContext, 'held' | 'log'>): void {
  contexts.set(response, context);
}

/** The queue of a long response. A response that is not read in time is aborted. */
export function responseOutbox(response: ServerResponse): Outbox {
  const known = outboxes.get(response);
  if (known) return known;
  const context = contexts.get(response);
  if (!context) throw new Error('this response was not counted');
  const what = `an answer to ${response.req.method} ${response.req.url?.split('?')[0]?.slice(0, 200)}`;
  const breakOff = (why?: string) => {
    if (why) context.log(`${what} is broken off: ${why}`);
    response.destroy();
  };
  const outbox = new Outbox(response, { held: context.held, what, stalledAfterMs, breakOff });
  outboxes.set(response, outbox);
  const late = setTimeout(
    () => breakOff(`it was not read within ${answerWithinMs / 1000} s`),
    answerWithinMs,
  ).unref();
  response.once('close', () => clearTimeout(late));
  return outbox;
}
