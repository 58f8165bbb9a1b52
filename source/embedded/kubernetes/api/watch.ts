import type { KubeObject } from '../../../kubernetes-types/kube-object.ts';
import { inSlices } from '../../bounds/slices.ts';
import { groupVersion } from '../schema/resources.ts';
import { badRequest, invalid, StatusError } from '../store/status-error.ts';
import type { StoreEvent } from '../store-api.ts';
import { partialMetadata, toTable } from '../tables/table.ts';
import type { ApiContext, ApiRequest } from './context.ts';
import { queryFilter } from './query-selector.ts';
import { representationOf, tableOptions } from './respond-object.ts';
import { servedForm } from './served-form.ts';

/** A watcher that lags by this many bytes is cut off, as the API server cuts off one whose buffer is full. */
export const maximumBacklog = 16 * 1024 * 1024;
const bookmarkMs = 60_000;
/** Without `timeoutSeconds`, a watch ends between half an hour and an hour, as the API server's own do. */
const defaultTimeoutSeconds = 1800;

// stream = *( event LF ); event = { "type": "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR", "object": … }

/** Streams changes until the client leaves, the time is up or the server closes. */
export function watchObjects(context: ApiContext, api: ApiRequest): void {
  const { response, query } = api;
  const { resource, namespace, name } = api.target;
  if (query.get('sendInitialEvents') === 'true')
    throw invalid(resource, '', [
      {
        reason: 'FieldValueForbidden',
        field: 'sendInitialEvents',
        message: 'Forbidden: this server sends no initial events as a stream: list first, then watch',
      },
    ]);
  const filter = queryFilter(resource, query, name);
  const render = renderer(context, api);
  const timeoutSeconds = readTimeout(query.get('timeoutSeconds'));
  const since = query.get('resourceVersion') ?? '';
  if (since !== '' && !/^\d{1,15}$/.test(since))
    throw badRequest(`invalid resource version: \`${since.slice(0, 40)}\``);

  const share = context.held.share(`a watch of ${resource.plural}`, () => response.destroy());
  const countHeld = () => share.set(response.destroyed ? 0 : response.writableLength);
  response.on('drain', countHeld);
  const send = (type: string, object: object) => {
    if (response.destroyed || response.writableEnded) return;
    response.write(`{"type":"${type}","object":${jsonOf(object)}}\n`);
    if (response.writableLength > maximumBacklog) {
      context.log(`watch of ${resource.plural}: the client reads too slowly and was cut off`);
      response.destroy();
    }
    countHeld();
  };
  const forward = (event: StoreEvent) => {
    const type = asSeenThrough(filter, event);
    if (type) send(type, render(event.object));
  };

  response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-cache, private' });
  response.flushHeaders();
  let stop = () => {};
  try {
    if (since === '' || since === '0') {
      const { items, resourceVersion } = context.store.list(resource.plural, namespace);
      // What happens while the list is sent comes after it.
      const news: StoreEvent[] = [];
      let isListed = false;
      stop = context.store.watch(resource.plural, namespace, resourceVersion, (event) => {
        if (isListed) forward(event);
        else news.push(event);
      });
      const catchUp = async () => {
        await inSlices(items, (item) => {
          if (!response.destroyed && filter(item)) send('ADDED', render(item));
        });
        while (news.length > 0) await inSlices(news.splice(0), forward);
        isListed = true;
      };
      catchUp().catch((error: unknown) => {
        context.log(`watch of ${resource.plural}: ${error instanceof Error ? error.stack : error}`);
        response.destroy();
      });
    } else stop = context.store.watch(resource.plural, namespace, since, forward);
  } catch (error) {
    if (!(error instanceof StatusError)) throw error;
    send('ERROR', error.toStatus());
    response.end();
    return;
  }

  const bookmark = () => {
    const { resourceVersion } = context.store.list(resource.plural, '');
    const metadata = { resourceVersion, creationTimestamp: null };
    send('BOOKMARK', { kind: resource.kind, apiVersion: groupVersion(resource), metadata });
  };
  const wantsBookmarks = query.get('allowWatchBookmarks') === 'true' && representationOf(api).as === 'object';
  const bookmarks = wantsBookmarks ? setInterval(bookmark, bookmarkMs) : undefined;
  const end = () => {
    if (wantsBookmarks) bookmark();
    response.end();
  };
  const timer = setTimeout(end, timeoutSeconds * 1000);
  const finish = () => {
    stop();
    share.set(0);
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
  }
}

/** The same object often goes to many watchers, one after the other. */
let latest: { readonly object: object; readonly json: string } | undefined;

function jsonOf(object: object): string {
  if (latest?.object !== object || !Object.isFrozen(object))
    latest = { object, json: JSON.stringify(object) };
  return latest.json;
}

/** What an event is to one who sees only what the filter lets through: entering it is ADDED, leaving it DELETED. */
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

function renderer(context: ApiContext, api: ApiRequest): (object: KubeObject) => object {
  const representation = representationOf(api);
  if (representation.as === 'object') return (object) => servedForm(api.target.resource, object);
  const { version } = representation;
  if (representation.as !== 'Table') return (object) => partialMetadata(object, version);
  tableOptions(api, version, {}, 0);
  return (object) => {
    const metadata = { resourceVersion: object.metadata.resourceVersion };
    return toTable(api.target.resource.plural, [object], tableOptions(api, version, metadata, context.now()));
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
