import type { ServerResponse } from 'node:http';
import { Outbox } from '../../bounds/outbox.ts';
import type { ApiContext } from './context.ts';

/** How long a client may read nothing of an answer or a watch that waits for it. */
export const stalledAfterMs = 10_000;

/** How long a client may take to read an answer that is no stream, as `--request-timeout` of kube-apiserver. */
export const answerWithinMs = 60_000;

const contexts = new WeakMap<ServerResponse, Pick<ApiContext, 'held' | 'log'>>();
const outboxes = new WeakMap<ServerResponse, Outbox>();

/** What waits of this response counts as held in `context`. */
export function trackResponse(response: ServerResponse, context: Pick<ApiContext, 'held' | 'log'>): void {
  contexts.set(response, context);
}

/** Where a long answer waits for its client. One that is not read in time is broken off. */
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
