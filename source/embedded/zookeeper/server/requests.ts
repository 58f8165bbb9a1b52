import type { Stat } from '../client-api.ts';
import type { Database } from '../database/database.ts';
import type { Steps } from '../database/exclusive-work.ts';
import type { Watcher, WatchKind } from '../database/watches.ts';
import { type JuteReader, JuteWriter } from '../protocol/bytes.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import { opcodes, readAcl, readCreateRequest, writeAcl, writeStat } from '../protocol/messages.ts';
import { checkPath } from '../protocol/path.ts';
import { checkAcl, createNode } from './create-node.ts';
import { runMulti } from './multi.ts';
import { setWatches } from './set-watches.ts';

/** The context of a request: its session, connection and xid. */
export interface RequestContext {
  readonly session: bigint;
  readonly xid: number;
  readonly watcher: Watcher;
}

/** A reply's body; undefined: none. */
export type Reply = JuteWriter | undefined;

type Handler = (database: Database, context: RequestContext, reader: JuteReader) => Reply | Steps<Reply>;

/**
 * Handles one request and returns its reply, or the steps to it. Throws ZooKeeperError for an error in the reply header. A malformed body
 * is MARSHALLINGERROR.
 */
export function handleRequest(
  database: Database,
  context: RequestContext,
  type: number,
  reader: JuteReader,
): Reply | Steps<Reply> {
  const handler = handlers[type];
  if (handler === undefined) throw new ZooKeeperError('UNIMPLEMENTED', undefined, `request type ${type}`);
  return handler(database, context, reader);
}

const handlers: Readonly<Record<number, Handler>> = {
  // CreateResponse => path ustring
  [opcodes.create]: function* (database, context, reader) {
    const request = readCreateRequest(reader);
    const { path } = yield* database.write(context, (zxid, now) =>
      createNode(database, request, context.session, zxid, now),
    );
    return new JuteWriter().string(path);
  },
  // Create2Response => path ustring, Stat
  [opcodes.create2]: function* (database, context, reader) {
    const request = readCreateRequest(reader);
    const { path } = yield* database.write(context, (zxid, now) =>
      createNode(database, request, context.session, zxid, now),
    );
    return withStat(new JuteWriter().string(path), database.tree.stat(path));
  },
  // DeleteRequest => path ustring, version i32 (-1: any)
  [opcodes.delete]: function* (database, context, reader) {
    const [path, version] = [reader.string(), reader.i32()];
    yield* database.write(context, (zxid) => database.tree.delete(path, version, zxid));
    return undefined;
  },
  // ExistsRequest => path ustring, watch bool; ExistsResponse => Stat
  [opcodes.exists]: (database, context, reader) => {
    const [path, watch] = [reader.string(), reader.bool()];
    checkPath(path);
    if (watch) database.watches.add('data', path, context.watcher);
    return withStat(new JuteWriter(), database.tree.stat(path));
  },
  // GetDataRequest => path ustring, watch bool; GetDataResponse => data buffer, Stat
  [opcodes.getData]: (database, context, reader) => {
    const [path, watch] = [reader.string(), reader.bool()];
    const reply = withStat(new JuteWriter().buffer(database.tree.data(path)), database.tree.stat(path));
    if (watch) database.watches.add('data', path, context.watcher);
    return reply;
  },
  // SetDataRequest => path ustring, data buffer, version i32; SetDataResponse => Stat
  [opcodes.setData]: function* (database, context, reader) {
    const [path, data, version] = [reader.string(), reader.buffer(), reader.i32()];
    yield* database.write(context, (zxid, now) => database.tree.setData(path, data, version, zxid, now));
    return withStat(new JuteWriter(), database.tree.stat(path));
  },
  // GetACLRequest => path ustring; GetACLResponse => acl, Stat
  [opcodes.getACL]: (database, _asker, reader) => {
    const path = reader.string();
    const reply = new JuteWriter();
    writeAcl(reply, database.tree.acl(path));
    return withStat(reply, database.tree.stat(path));
  },
  // SetACLRequest => path ustring, acl, version i32; SetACLResponse => Stat
  [opcodes.setACL]: function* (database, context, reader) {
    const [path, acl, version] = [reader.string(), readAcl(reader), reader.i32()];
    checkAcl(acl, path);
    yield* database.write(context, () => database.tree.setAcl(path, acl, version));
    return withStat(new JuteWriter(), database.tree.stat(path));
  },
  // GetChildrenRequest => path ustring, watch bool; GetChildrenResponse => children vector of ustring
  [opcodes.getChildren]: (database, context, reader) => listChildren(database, context, reader),
  // GetChildren2Response => children vector of ustring, Stat
  [opcodes.getChildren2]: (database, context, reader) => {
    const path = peekPath(reader);
    return withStat(listChildren(database, context, path.reader), database.tree.stat(path.value));
  },
  // SyncRequest => path ustring; SyncResponse => path ustring. There is one server, so it is always in sync.
  [opcodes.sync]: (_database, _asker, reader) => new JuteWriter().string(reader.string()),
  [opcodes.ping]: () => undefined,
  // CheckVersionRequest => path ustring, version i32
  [opcodes.check]: (database, _asker, reader) => {
    database.tree.check(reader.string(), reader.i32());
    return undefined;
  },
  [opcodes.multi]: (database, context, reader) => runMulti(database, context, reader),
  // AuthPacket => type i32, scheme ustring, auth buffer. Accepted and ignored: ACLs are not enforced.
  [opcodes.auth]: (_database, _asker, reader) => {
    reader.i32();
    reader.string();
    reader.buffer();
    return undefined;
  },
  [opcodes.setWatches]: (database, context, reader) =>
    setWatches(database, context.watcher, opcodes.setWatches, reader),
  [opcodes.setWatches2]: (database, context, reader) =>
    setWatches(database, context.watcher, opcodes.setWatches2, reader),
  // AddWatchRequest => path ustring, mode i32 (0 persistent, 1 persistent recursive); ErrorResponse => err i32
  [opcodes.addWatch]: (database, context, reader) => {
    const [path, mode] = [reader.string(), reader.i32()];
    checkPath(path);
    if (mode !== 0 && mode !== 1) throw new ZooKeeperError('BADARGUMENTS', path);
    database.watches.add(mode === 0 ? 'persistent' : 'recursive', path, context.watcher);
    return new JuteWriter().i32(0);
  },
  // CheckWatchesRequest, RemoveWatchesRequest => path ustring, type i32 (1 children, 2 data, 3 any)
  [opcodes.checkWatches]: (database, context, reader) => {
    namedWatches(database, context, reader);
    return undefined;
  },
  [opcodes.removeWatches]: (database, context, reader) => {
    const { kinds, path } = namedWatches(database, context, reader);
    database.watches.remove(kinds, path, context.watcher);
    return undefined;
  },
  // GetEphemeralsRequest => prefixPath ustring; GetEphemeralsResponse => ephemerals vector of ustring
  [opcodes.getEphemerals]: (database, context, reader) => {
    const prefix = reader.string();
    const paths = database.tree.ephemeralsOf(context.session).filter((path) => path.startsWith(prefix));
    const reply = new JuteWriter();
    return reply.vector(paths, (path) => reply.string(path));
  },
  // GetAllChildrenNumberRequest => path ustring; response => totalNumber i32
  [opcodes.getAllChildrenNumber]: (database, _asker, reader) => {
    const path = reader.string();
    checkPath(path);
    return new JuteWriter().i32(database.tree.countBelow(path));
  },
};

function listChildren(
  database: Database,
  context: RequestContext,
  reader: Pick<JuteReader, 'string' | 'bool'>,
): JuteWriter {
  const [path, watch] = [reader.string(), reader.bool()];
  const children = database.tree.children(path);
  if (watch) database.watches.add('children', path, context.watcher);
  const reply = new JuteWriter();
  return reply.vector(children, (name) => reply.string(name));
}

function peekPath(reader: JuteReader) {
  const [value, watch] = [reader.string(), reader.bool()];
  return { value, reader: { string: () => value, bool: () => watch } };
}

function withStat(reply: JuteWriter, stat: Stat): JuteWriter {
  writeStat(reply, stat);
  return reply;
}

const kindsByType: Readonly<Record<number, readonly WatchKind[]>> = {
  1: ['children'],
  2: ['data'],
  3: ['data', 'children', 'persistent', 'recursive'],
};

function namedWatches(database: Database, context: RequestContext, reader: JuteReader) {
  const [path, type] = [reader.string(), reader.i32()];
  const kinds = kindsByType[type];
  if (kinds === undefined) throw new ZooKeeperError('BADARGUMENTS', path);
  if (!database.watches.has(kinds, path, context.watcher)) throw new ZooKeeperError('NOWATCHER', path);
  return { kinds, path };
}
