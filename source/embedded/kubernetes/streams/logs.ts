import { once } from 'node:events';
import { isExpectedFailure } from '../../../errors/expected-failure.ts';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type { ApiContext, ApiRequest } from '../api/context.ts';
import { queryFlag } from '../api/query-flag.ts';
import { requirePod } from '../api/read.ts';
import type { LogEntry, LogOptions } from '../objects/agent-api.ts';
import { badRequest, invalid } from '../objects/status-error.ts';
import { chooseContainer, containerStatus } from './pod-target.ts';

/** How long an empty log may keep a client waiting for the response's headers. */
const headerDelayMs = 10;

/**
 * `GET …/pods/NAME/log`: the lines as text; with `follow`, until the container ends or the client leaves. Knows `container`, `previous`,
 * `timestamps`, `tailLines`, `sinceSeconds`, `sinceTime` and `limitBytes`.
 * Reference: https://kubernetes.io/docs/reference/kubernetes-api/core/pod-v1/
 */
export async function streamLogs(context: ApiContext, api: ApiRequest): Promise<void> {
  const pod = requirePod(context, api);
  const { query, response } = api;
  const target = chooseContainer(pod, query.get('container'));
  const previous = queryFlag(query, 'previous');
  requireStarted(pod, target.container, previous);
  const limit = wholeNumber(query, 'limitBytes', 1);
  const withTimes = queryFlag(query, 'timestamps');

  const stop = new AbortController();
  const abort = () => stop.abort();
  response.once('close', abort);
  context.closing.addEventListener('abort', abort);
  const options = readOptions(api, previous, context.now(), stop.signal);
  const lines = context.agent.logs(target, options)[Symbol.asyncIterator]();
  try {
    const first = lines.next();
    // A fault in the first line is still a Status; a log that is silent still answers at once.
    await Promise.race([first, new Promise((resolve) => setTimeout(resolve, headerDelayMs))]);
    response.writeHead(200, { 'Content-Type': 'text/plain', 'Cache-Control': 'no-cache, private' });
    response.flushHeaders();
    let left = limit ?? Number.POSITIVE_INFINITY;
    let isNewLine = true;
    for (let next = await first; !next.done && left > 0; next = await lines.next()) {
      if (response.destroyed) break;
      const bytes = Buffer.from(format(next.value, withTimes && isNewLine));
      isNewLine = !next.value.isPartial;
      const room = response.write(bytes.length > left ? bytes.subarray(0, left) : bytes);
      left -= bytes.length;
      if (!room && !response.destroyed) await once(response, 'drain', { signal: stop.signal });
    }
  } catch (error) {
    if (!stop.signal.aborted && !response.headersSent) throw error;
    if (!stop.signal.aborted) context.log(`log of ${target.namespace}/${target.name}: ${String(error)}`);
  } finally {
    stop.abort();
    context.closing.removeEventListener('abort', abort);
    // Not awaited: a log that is stuck must not hold the response.
    lines.return?.().catch((error: unknown) => {
      if (!isExpectedFailure(error))
        context.log(`log of ${target.namespace}/${target.name} was not closed: ${String(error)}`);
    });
    if (response.headersSent) response.end();
  }
}

/** Parts of a line are joined; the time of the first one is that of the line. */
function format({ at, text, isPartial }: LogEntry, withTime: boolean): string {
  return `${withTime ? `${at} ` : ''}${text}${isPartial ? '' : '\n'}`;
}

function wholeNumber(query: URLSearchParams, name: string, least: number): number | undefined {
  const text = query.get(name);
  if (text === null || text === '') return undefined;
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw badRequest(`invalid ${name}: \`${text.slice(0, 40)}\``);
  if (value < least)
    throw badRequest(`invalid ${name}: \`${value}\`: must be greater than or equal to ${least}`);
  return value;
}

function readOptions(
  { query, target }: ApiRequest,
  previous: boolean,
  now: number,
  signal: AbortSignal,
): LogOptions {
  const tailLines = wholeNumber(query, 'tailLines', 0);
  const seconds = wholeNumber(query, 'sinceSeconds', 1);
  const time = query.get('sinceTime');
  if (seconds !== undefined && time)
    throw invalid({ ...target.resource, kind: 'PodLogOptions' }, target.name ?? '', [
      {
        reason: 'FieldValueForbidden',
        field: 'sinceSeconds',
        message: 'Forbidden: at most one of `sinceTime` or `sinceSeconds` may be specified',
      },
    ]);
  const sinceMs = seconds !== undefined ? now - seconds * 1000 : time ? Date.parse(time) : undefined;
  if (Number.isNaN(sinceMs)) throw badRequest(`invalid sinceTime: \`${time?.slice(0, 40)}\``);
  return {
    follow: queryFlag(query, 'follow'),
    previous,
    signal,
    ...(tailLines === undefined ? {} : { tailLines }),
    ...(sinceMs === undefined ? {} : { sinceMs }),
  };
}

function requireStarted(pod: Stored<'pods'>, container: string, previous: boolean): void {
  const status = containerStatus(pod, container);
  if (previous) {
    if (status?.lastState?.terminated) return;
    throw badRequest(`previous terminated container "${container}" in pod "${pod.metadata.name}" not found`);
  }
  if (status?.state?.running || status?.state?.terminated || status?.lastState?.terminated) return;
  const waiting = status?.state?.waiting?.reason ?? '';
  const why =
    waiting === 'ImagePullBackOff' || waiting === 'ErrImagePull'
      ? `trying and failing to pull image`
      : waiting || 'ContainerCreating';
  throw badRequest(`container "${container}" in pod "${pod.metadata.name}" is waiting to start: ${why}`);
}
