import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { nextTurn } from '../../bounds/lanes/api.ts';
import { Outbox } from '../../bounds/outbox.ts';
import { beginSlice } from '../../bounds/slices.ts';
import { groupVersion } from '../objects/resources.ts';
import { badRequest, invalid, StatusError } from '../objects/status-error.ts';
import type { StoreEvent } from '../objects/store-api.ts';
import { partialMetadata, toTable } from '../tables/table.ts';
import type { ApiContext, ApiRequest } from './context.ts';
import { checkWatchOptions } from './list-options.ts';
import { queryFlag } from './query-flag.ts';
import { queryFilter } from './query-selector.ts';
import { representationOf, tableOptions } from './respond-object.ts';
import { stalledAfterMs } from './response-outbox.ts';
import { servedForm } from './served-form.ts';
import { eventJson, sharedEvent } from './shared-json.ts';

/** A watcher that lags by this many bytes is disconnected, as the API server does when its buffer is full; the client lists again. */
export const maximumBacklog = 16 * 1024 * 1024;
const bookmarkMs = 60_000;
/** Without `timeoutSeconds`, a watch ends after half an hour to an hour, as in the API server. */
const defaultTimeoutSeconds = 1800;

/**
 * GET with `watch=true`: streams changes until the client leaves, the time is up or the server closes. A `resourceVersion` that is too
 * old gets an ERROR event with a 410 Status; `allowWatchBookmarks` gets a BOOKMARK each minute and one at the end.
 * Reference: https://kubernetes.io/docs/reference/using-api/api-concepts/#efficient-detection-of-changes
 * Differs from Kubernetes: `sendInitialEvents=true` is refused with 422.
 */
export function watchObjects(context: ApiContext, api: ApiRequest): void {
  const { response, query } = api;
  const { resource, namespace, name } = api.target;
  if (queryFlag(query, 'sendInitialEvents'))
    throw invalid(resource, '', [
      {
        reason: 'FieldValueForbidden',
        field: 'sendInitialEvents',
        message: 'Forbidden: this server sends no initial events as a stream: list first, then watch',
      },
    ]);
  checkWatchOptions(query);
  const filter = queryFilter(resource, query, name);
  const { render, form } = rendering(context, api);
  const timeoutSeconds = readTimeout(query.get('timeoutSeconds'));
  const since = query.get('resourceVersion') ?? '';
  if (since !== '' && !/^\d{1,15}$/.test(since))
    throw badRequest(`invalid resource version: \`${since.slice(0, 40)}\``);

  const what = `a watch of ${resource.plural}`;
  const cutOff = (why?: string) => {
    if (why) context.log(`${what} is cut off: ${why}`);
    response.destroy();
  };
  const outbox = new Outbox(response, {
    held: context.held,
    what,
    most: maximumBacklog,
    stalledAfterMs,
    breakOff: cutOff,
  });
  const isOver = () => response.destroyed || response.writableEnded;
  const send = (type: string, object: object) => {
    if (!isOver()) outbox.push(Buffer.from(eventJson(type, object)));
  };
  const sendStored = (type: string, object: KubeObject) => {
    if (isOver()) return;
    if (form === undefined) outbox.push(Buffer.from(eventJson(type, render(object))));
    else outbox.push(sharedEvent(type, object, form, () => render(object)));
  };
  const forward = (event: StoreEvent) => {
    const type = asSeenThrough(filter, event);
    if (type) sendStored(type, event.object);
  };

  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' });
  response.flushHeaders();
  let stop = () => {};
  let isFollowing = false;
  const follow = (version: string) => {
    try {
      stop = context.store.watch(resource.plural, namespace, version, forward);
      isFollowing = true;
    } catch (error) {
      if (!(error instanceof StatusError)) throw error;
      send('ERROR', error.toStatus());
      end();
    }
  };
  /** Events in the meantime are replayed or expire: nothing is buffered for a slow client. */
  const listFirst = async () => {
    const { items, resourceVersion } = context.store.list(resource.plural, namespace);
    let slice = beginSlice();
    for (const item of items) {
      if (isOver()) return;
      if (filter(item)) sendStored('ADDED', item);
      if (outbox.isBehind) await outbox.taken();
      else if (slice.isOver()) await nextTurn();
      else continue;
      slice = beginSlice();
    }
    if (!isOver()) follow(resourceVersion);
  };

  const bookmark = () => {
    if (!isFollowing) return;
    const { resourceVersion } = context.store.list(resource.plural, '');
    const metadata = { resourceVersion, creationTimestamp: null };
    send('BOOKMARK', { kind: resource.kind, apiVersion: groupVersion(resource), metadata });
  };
  const wantsBookmarks = queryFlag(query, 'allowWatchBookmarks') && representationOf(api).as === 'object';
  const bookmarks = wantsBookmarks ? setInterval(bookmark, bookmarkMs) : undefined;
  const end = () => {
    if (wantsBookmarks) bookmark();
    outbox.whenHandedOn(() => response.end());
  };
  const timer = setTimeout(end, timeoutSeconds * 1000);
  const finish = () => {
    stop();
    outbox.close();
    clearInterval(bookmarks);
    clearTimeout(timer);
    context.closing.removeEventListener('abort', abort);
  };
  const abort = () => response.destroy();
  context.closing.addEventListener('abort', abort);
  response.once('close', finish);
  if (context.closing.aborted || response.destroyed) {
    finish();
    response.destroy();
    return;
  }
  if (since !== '' && since !== '0') follow(since);
  else
    listFirst().catch((error: unknown) =>
      cutOff(error instanceof Error ? (error.stack ?? error.message) : String(error)),
    );
}

/** The event type as seen through a filter: an object that starts to match is ADDED, one that no longer does is DELETED. */
function asSeenThrough(
  filter: (object: KubeObject) => boolean,
  { type, object, previous }: StoreEvent,
): StoreEvent['type'] | undefined {
  const matches = filter(object);
  if (type !== 'MODIFIED' || !previous) return matches ? type : undefined;
  const matched = filter(previous);
  if (matched) return matches ? 'MODIFIED' : 'DELETED';
  return matches ? 'ADDED' : undefined;
}

interface Rendering {
  render(object: KubeObject): object;
  /** Identifies the representation of an object if nothing but the object determines it. */
  readonly form?: string;
}

function rendering(context: ApiContext, api: ApiRequest): Rendering {
  const representation = representationOf(api);
  const { resource } = api.target;
  if (representation.as === 'object')
    return { form: groupVersion(resource), render: (object) => servedForm(resource, object) };
  const { version } = representation;
  if (representation.as !== 'Table')
    return { form: `metadata ${version}`, render: (object) => partialMetadata(object, version) };
  tableOptions(api, version, {}, 0);
  return {
    render: (object) => {
      const metadata = { resourceVersion: object.metadata.resourceVersion };
      return toTable(resource.plural, [object], tableOptions(api, version, metadata, context.now()));
    },
  };
}

function readTimeout(text: string | null): number {
  if (text === null || text === '' || text === '0')
    return defaultTimeoutSeconds + Math.floor(Math.random() * defaultTimeoutSeconds);
  const seconds = Number(text);
  if (!Number.isInteger(seconds) || seconds < 0 || seconds > 86_400)
    throw badRequest(`invalid timeoutSeconds: \`${text.slice(0, 40)}\``);
  return seconds;
}
