import type { Stat, WatchedEvent } from '../client-api.ts';
import type { JuteReader, JuteWriter } from './bytes.ts';

/** Request types (org.apache.zookeeper.ZooDefs.OpCode). */
export const opcodes = {
  create: 1,
  delete: 2,
  exists: 3,
  getData: 4,
  setData: 5,
  getACL: 6,
  setACL: 7,
  getChildren: 8,
  sync: 9,
  ping: 11,
  getChildren2: 12,
  check: 13,
  multi: 14,
  create2: 15,
  reconfig: 16,
  checkWatches: 17,
  removeWatches: 18,
  createContainer: 19,
  deleteContainer: 20,
  createTTL: 21,
  multiRead: 22,
  auth: 100,
  setWatches: 101,
  sasl: 102,
  getEphemerals: 103,
  getAllChildrenNumber: 104,
  setWatches2: 105,
  addWatch: 106,
  closeSession: -11,
  error: -1,
} as const;

/** Reserved request ids. */
export const reservedXids = { watchEvent: -1, ping: -2, auth: -4, setWatches: -8 } as const;

/** The flags of a create request (org.apache.zookeeper.CreateMode). */
export const createFlags = {
  persistent: 0,
  ephemeral: 1,
  sequential: 2,
  ephemeralSequential: 3,
  container: 4,
  ttl: 5,
  sequentialTtl: 6,
} as const;

/** One frame, without xid and type: the first on every connection. Clients before 3.4 omit `readOnly`. */
export interface ConnectRequest {
  readonly protocolVersion: number;
  readonly lastZxidSeen: bigint;
  readonly timeoutMs: number;
  readonly sessionId: bigint;
  readonly password: Buffer;
  readonly readOnly: boolean | undefined;
}

// ConnectRequest => protocolVersion i32, lastZxidSeen i64, timeOut i32, sessionId i64, passwd buffer, readOnly bool
export function writeConnectRequest(writer: JuteWriter, request: ConnectRequest): void {
  writer.i32(request.protocolVersion).i64(request.lastZxidSeen).i32(request.timeoutMs);
  writer.i64(request.sessionId).buffer(request.password);
  if (request.readOnly !== undefined) writer.bool(request.readOnly);
}

export function readConnectRequest(reader: JuteReader): ConnectRequest {
  return {
    protocolVersion: reader.i32(),
    lastZxidSeen: reader.i64(),
    timeoutMs: reader.i32(),
    sessionId: reader.i64(),
    password: reader.buffer() ?? Buffer.alloc(0),
    readOnly: reader.remaining > 0 ? reader.bool() : undefined,
  };
}

/** A timeout of 0 means that the session is unknown. */
export interface ConnectResponse {
  readonly protocolVersion: number;
  readonly timeoutMs: number;
  readonly sessionId: bigint;
  readonly password: Buffer;
  readonly readOnly: boolean | undefined;
}

// ConnectResponse => protocolVersion i32, timeOut i32, sessionId i64, passwd buffer, readOnly bool
export function writeConnectResponse(writer: JuteWriter, response: ConnectResponse): void {
  writer.i32(response.protocolVersion).i32(response.timeoutMs);
  writer.i64(response.sessionId).buffer(response.password);
  if (response.readOnly !== undefined) writer.bool(response.readOnly);
}

export function readConnectResponse(reader: JuteReader): ConnectResponse {
  return {
    protocolVersion: reader.i32(),
    timeoutMs: reader.i32(),
    sessionId: reader.i64(),
    password: reader.buffer() ?? Buffer.alloc(0),
    readOnly: reader.remaining > 0 ? reader.bool() : undefined,
  };
}

/** RequestHeader => xid i32, type i32; ReplyHeader => xid i32, zxid i64, err i32. A reply with an error has no body. */
export interface ReplyHeader {
  readonly xid: number;
  readonly zxid: bigint;
  readonly error: number;
}

export function writeReplyHeader(writer: JuteWriter, header: ReplyHeader): void {
  writer.i32(header.xid).i64(header.zxid).i32(header.error);
}

export function readReplyHeader(reader: JuteReader): ReplyHeader {
  return { xid: reader.i32(), zxid: reader.i64(), error: reader.i32() };
}

// Stat => czxid i64, mzxid i64, ctime i64, mtime i64, version i32, cversion i32, aversion i32, ephemeralOwner i64,
//         dataLength i32, numChildren i32, pzxid i64
export function writeStat(writer: JuteWriter, stat: Stat): void {
  writer.i64(stat.czxid).i64(stat.mzxid).i64(stat.ctime).i64(stat.mtime);
  writer.i32(stat.version).i32(stat.cversion).i32(stat.aversion).i64(stat.ephemeralOwner);
  writer.i32(stat.dataLength).i32(stat.numChildren).i64(stat.pzxid);
}

export function readStat(reader: JuteReader): Stat {
  return {
    czxid: reader.i64(),
    mzxid: reader.i64(),
    ctime: reader.i64(),
    mtime: reader.i64(),
    version: reader.i32(),
    cversion: reader.i32(),
    aversion: reader.i32(),
    ephemeralOwner: reader.i64(),
    dataLength: reader.i32(),
    numChildren: reader.i32(),
    pzxid: reader.i64(),
  };
}

export interface Acl {
  /** read 1, write 2, create 4, delete 8, admin 16 */
  readonly permissions: number;
  readonly scheme: string;
  readonly id: string;
}

/** The ACL that allows everyone everything, with which Kafka creates its nodes when ACLs are off. */
export const openAcl: readonly Acl[] = [{ permissions: 31, scheme: 'world', id: 'anyone' }];

// acl => vector of (perms i32, scheme ustring, id ustring)
export function writeAcl(writer: JuteWriter, acl: readonly Acl[]): void {
  writer.vector(acl, (entry) => writeAclEntry(writer, entry));
}

/** The same in steps, of entries as `shown` makes them. */
export function* writeAclInSteps(
  writer: JuteWriter,
  acl: readonly Acl[],
  shown: (entry: Acl) => Acl,
): Generator<undefined, void> {
  writer.i32(acl.length);
  for (const [index, entry] of acl.entries()) {
    writeAclEntry(writer, shown(entry));
    if ((index + 1) % aclEntriesInStep === 0) yield;
  }
}

function writeAclEntry(writer: JuteWriter, { permissions, scheme, id }: Acl): void {
  writer.i32(permissions).string(scheme).string(id);
}

export function readAcl(reader: JuteReader): Acl[] {
  return reader.vector(12, () => readAclEntry(reader));
}

/** The entries of an ACL that are read, checked or written in one step. */
export const aclEntriesInStep = 500;

/** The same in steps. */
export function* readAclInSteps(reader: JuteReader): Generator<undefined, Acl[]> {
  const result: Acl[] = [];
  for (const entry of reader.elements(12, () => readAclEntry(reader)))
    if (result.push(entry) % aclEntriesInStep === 0) yield;
  return result;
}

const schemes: ReadonlyMap<string, string> = new Map(
  ['world', 'auth', 'digest', 'ip'].map((name) => [name, name]),
);

function readAclEntry(reader: JuteReader): Acl {
  const [permissions, scheme] = [reader.i32(), reader.string()];
  // One string for all entries: they stay in memory.
  return { permissions, scheme: schemes.get(scheme) ?? scheme, id: reader.string() };
}

export interface CreateRequest {
  readonly path: string;
  readonly data: Buffer | null;
  readonly acl: readonly Acl[];
  readonly flags: number;
  /** Ms; -1n if the request has none. */
  readonly ttl?: bigint;
}

// CreateRequest => path ustring, data buffer, acl, flags i32
export function writeCreateRequest(writer: JuteWriter, request: CreateRequest): void {
  writer.string(request.path).buffer(request.data);
  writeAcl(writer, request.acl);
  writer.i32(request.flags);
}

export function* readCreateRequest(reader: JuteReader): Generator<undefined, CreateRequest> {
  const [path, data] = [reader.string(), reader.buffer()];
  const acl = yield* readAclInSteps(reader);
  return { path, data, acl, flags: reader.i32() };
}

// CreateTTLRequest => path ustring, data buffer, acl, flags i32, ttl i64
export function writeCreateTtlRequest(writer: JuteWriter, request: CreateRequest): void {
  writeCreateRequest(writer, request);
  writer.i64(request.ttl ?? -1n);
}

export function* readCreateTtlRequest(reader: JuteReader): Generator<undefined, CreateRequest> {
  return { ...(yield* readCreateRequest(reader)), ttl: reader.i64() };
}

const eventTypes: Readonly<Record<WatchedEvent['type'], number>> = {
  None: -1,
  NodeCreated: 1,
  NodeDeleted: 2,
  NodeDataChanged: 3,
  NodeChildrenChanged: 4,
};
const eventStates: Readonly<Record<WatchedEvent['state'], number>> = {
  Disconnected: 0,
  SyncConnected: 3,
  Expired: -112,
};

// WatcherEvent => type i32, state i32, path ustring; its ReplyHeader has xid -1, zxid -1
export function writeWatchedEvent(writer: JuteWriter, event: WatchedEvent): void {
  writer.i32(eventTypes[event.type]).i32(eventStates[event.state]).string(event.path);
}

export function readWatchedEvent(reader: JuteReader): WatchedEvent | undefined {
  const type = keyOf(eventTypes, reader.i32());
  const state = keyOf(eventStates, reader.i32());
  const path = reader.nullableString();
  return type === undefined || state === undefined ? undefined : { type, state, path };
}

function keyOf<Key extends string>(table: Readonly<Record<Key, number>>, value: number): Key | undefined {
  return (Object.keys(table) as Key[]).find((key) => table[key] === value);
}

export interface SetWatches {
  readonly relativeZxid: bigint;
  readonly data: readonly string[];
  readonly exists: readonly string[];
  readonly children: readonly string[];
  readonly persistent: readonly string[];
  readonly recursive: readonly string[];
}

// SetWatches => relativeZxid i64, dataWatches, existWatches, childWatches: vectors of ustring
// SetWatches2 adds persistentWatches, persistentRecursiveWatches
export function writeSetWatches(writer: JuteWriter, watches: SetWatches): void {
  writer.i64(watches.relativeZxid);
  for (const paths of [watches.data, watches.exists, watches.children]) {
    writer.vector(paths, (path) => writer.string(path));
  }
}

// MultiHeader => type i32, done bool, err i32. Before each part of a multi request and reply; the last has type -1, done.
export function writeMultiHeader(writer: JuteWriter, type: number, done: boolean, error: number): void {
  writer.i32(type).bool(done).i32(error);
}

export function readMultiHeader(reader: JuteReader): { type: number; done: boolean; error: number } {
  return { type: reader.i32(), done: reader.bool(), error: reader.i32() };
}
