import { permissions } from '../database/access.ts';
import type { Steps } from '../database/exclusive-work.ts';
import type { WatchKind } from '../database/watches.ts';
import { type JuteReader, JuteWriter } from '../protocol/bytes.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import { opcodes, readAclInSteps, readCreateRequest, readCreateTtlRequest } from '../protocol/messages.ts';
import { checkPath } from '../protocol/path.ts';
import { type CreateType, createNode } from './create-node.ts';
import { runMulti } from './multi.ts';
import { runMultiRead } from './multi-read.ts';
import { readChildren, readData, readNodeAcl, withStat } from './read-node.ts';
import type { RequestContext } from './request-context.ts';
import { setWatches } from './set-watches.ts';

/** A reply's body; undefined: none. */
export type Reply = JuteWriter | undefined;

type Handler = (context: RequestContext, reader: JuteReader) => Reply | Steps<Reply>;

/**
 * Handles one request and returns its reply, or the steps to it. Throws ZooKeeperError for an error in the reply header. A malformed body
 * is MARSHALLINGERROR.
 */
export function handleRequest(
  context: RequestContext,
  type: number,
  reader: JuteReader,
): Reply | Steps<Reply> {
  const handler = handlers[type];
  if (handler === undefined) throw new ZooKeeperError('UNIMPLEMENTED', undefined, `request type ${type}`);
  return handler(context, reader);
}

/** Whether requests of this type have an answer: after any other, the connection ends. */
export function isKnownType(type: number): boolean {
  return handlers[type] !== undefined;
}

const handlers: Readonly<Record<number, Handler>> = {
  [opcodes.create]: (context, reader) => create(context, opcodes.create, reader),
  [opcodes.create2]: (context, reader) => create(context, opcodes.create2, reader),
  [opcodes.createContainer]: (context, reader) => create(context, opcodes.createContainer, reader),
  [opcodes.createTTL]: (context, reader) => create(context, opcodes.createTTL, reader),
  // DeleteRequest => path ustring, version i32 (-1: any)
  [opcodes.delete]: function* (context, reader) {
    const { database, access } = context;
    const [path, version] = [reader.string(), reader.i32()];
    yield* database.write(context, (zxid) => database.tree.delete(path, version, zxid, access));
    return undefined;
  },
  // ExistsRequest => path ustring, watch bool; ExistsResponse => Stat. Whoever may not read a node may ask for its Stat.
  [opcodes.exists]: ({ database, watcher }, reader) => {
    const [path, watch] = [reader.string(), reader.bool()];
    checkPath(path);
    if (watch) database.watches.add('data', path, watcher);
    return withStat(new JuteWriter(), database.tree.stat(path));
  },
  // GetDataRequest => path ustring, watch bool
  [opcodes.getData]: (context, reader) => {
    const [path, watch] = [reader.string(), reader.bool()];
    const reply = readData(context, path);
    if (watch) context.database.watches.add('data', path, context.watcher);
    return reply;
  },
  // SetDataRequest => path ustring, data buffer, version i32; SetDataResponse => Stat
  [opcodes.setData]: function* (context, reader) {
    const { database, access } = context;
    const [path, data, version] = [reader.string(), reader.buffer(), reader.i32()];
    yield* database.write(context, (zxid, now) =>
      database.tree.setData(path, data, version, zxid, now, access),
    );
    return withStat(new JuteWriter(), database.tree.stat(path));
  },
  // GetACLRequest => path ustring
  [opcodes.getACL]: (context, reader) => readNodeAcl(context, reader.string()),
  // SetACLRequest => path ustring, acl, version i32; SetACLResponse => Stat
  [opcodes.setACL]: function* (context, reader) {
    const { database, access } = context;
    const path = reader.string();
    const acl = yield* readAclInSteps(reader);
    const version = reader.i32();
    yield* database.write(context, function* () {
      checkPath(path);
      return database.tree.setAcl(path, yield* access.expand(acl, path), version, access);
    });
    return withStat(new JuteWriter(), database.tree.stat(path));
  },
  // GetChildrenRequest => path ustring, watch bool
  [opcodes.getChildren]: (context, reader) => listChildren(context, reader.string(), reader.bool()),
  // GetChildren2Response => children vector of ustring, Stat
  [opcodes.getChildren2]: (context, reader) => {
    const [path, watch] = [reader.string(), reader.bool()];
    return withStat(listChildren(context, path, watch), context.database.tree.stat(path));
  },
  // SyncRequest => path ustring; SyncResponse => path ustring. The tree is stored once: it is always in sync.
  [opcodes.sync]: (_context, reader) => new JuteWriter().string(reader.string()),
  [opcodes.ping]: () => undefined,
  // CheckVersionRequest => path ustring, version i32. It takes a zxid, as a write does.
  [opcodes.check]: function* (context, reader) {
    const { database, access } = context;
    const [path, version] = [reader.string(), reader.i32()];
    yield* database.write(context, () => database.tree.check(path, version, access));
    return undefined;
  },
  [opcodes.multi]: runMulti,
  [opcodes.multiRead]: runMultiRead,
  [opcodes.setWatches]: ({ database, watcher }, reader) =>
    setWatches(database, watcher, opcodes.setWatches, reader),
  [opcodes.setWatches2]: ({ database, watcher }, reader) =>
    setWatches(database, watcher, opcodes.setWatches2, reader),
  // AddWatchRequest => path ustring, mode i32 (0 persistent, 1 persistent recursive); ErrorResponse => err i32
  [opcodes.addWatch]: ({ database, watcher }, reader) => {
    const [path, mode] = [reader.string(), reader.i32()];
    checkPath(path);
    if (mode !== 0 && mode !== 1) throw new ZooKeeperError('MARSHALLINGERROR', path, `mode ${mode}`);
    database.watches.add(mode === 0 ? 'persistent' : 'recursive', path, watcher);
    return new JuteWriter().i32(0);
  },
  // CheckWatchesRequest, RemoveWatchesRequest => path ustring, type i32 (1 children, 2 data, 3 any)
  [opcodes.checkWatches]: (context, reader) => {
    namedWatches(context, reader);
    return undefined;
  },
  [opcodes.removeWatches]: (context, reader) => {
    const { kinds, path } = namedWatches(context, reader);
    context.database.watches.remove(kinds, path, context.watcher);
    return undefined;
  },
  // GetEphemeralsRequest => prefixPath ustring; GetEphemeralsResponse => ephemerals vector of ustring
  [opcodes.getEphemerals]: ({ database, session }, reader) => {
    const prefix = reader.string();
    const isAll = prefix.trim() === '';
    const paths = database.tree.ephemeralsOf(session).filter((path) => isAll || path.startsWith(prefix));
    const reply = new JuteWriter();
    return reply.vector(paths, (path) => reply.string(path));
  },
  // GetAllChildrenNumberRequest => path ustring; response => totalNumber i32
  [opcodes.getAllChildrenNumber]: ({ database: { tree }, access }, reader) => {
    const path = reader.string();
    access.require(tree.acl(path), permissions.read, path);
    return new JuteWriter().i32(tree.countBelow(path));
  },
  // ReconfigRequest. `reconfigEnabled` is false unless somebody sets it.
  [opcodes.reconfig]: function* (context) {
    yield* context.database.write(context, () => {
      throw new ZooKeeperError('RECONFIGDISABLED');
    });
    return undefined;
  },
  // The server's own; who else sends it names no container.
  [opcodes.deleteContainer]: () => {
    throw new ZooKeeperError('BADARGUMENTS');
  },
};

/** CreateResponse => path ustring; of the others: path ustring, Stat */
function* create(context: RequestContext, type: CreateType, reader: JuteReader): Steps<Reply> {
  const request = yield* type === opcodes.createTTL
    ? readCreateTtlRequest(reader)
    : readCreateRequest(reader);
  const { database } = context;
  const { path } = yield* database.write(context, (zxid, now) =>
    createNode(context, type, request, zxid, now),
  );
  const reply = new JuteWriter().string(path);
  return type === opcodes.create ? reply : withStat(reply, database.tree.stat(path));
}

function listChildren(context: RequestContext, path: string, watch: boolean): JuteWriter {
  const reply = readChildren(context, path);
  if (watch) context.database.watches.add('children', path, context.watcher);
  return reply;
}

const kindsByType: Readonly<Record<number, readonly WatchKind[]>> = {
  1: ['children'],
  2: ['data'],
  3: ['data', 'children', 'persistent', 'recursive'],
};

function namedWatches({ database, watcher }: RequestContext, reader: JuteReader) {
  const [path, type] = [reader.string(), reader.i32()];
  const kinds = kindsByType[type];
  if (kinds === undefined) throw new ZooKeeperError('MARSHALLINGERROR', path, `watches of type ${type}`);
  if (!database.watches.has(kinds, path, watcher)) throw new ZooKeeperError('NOWATCHER', path);
  return { kinds, path };
}
