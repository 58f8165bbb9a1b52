import { existsSync } from 'node:fs';
import { checkSum } from '../../../files/summed-json.ts';
import { inSlices, nextTurn } from '../../bounds/lanes/cluster.ts';
import { readPlain } from '../../paths/plain-file.ts';
import type { Database } from '../database/database.ts';
import { emptyNode, type ZNode } from '../database/znode.ts';
import { type Acl, aclEntriesInStep } from '../protocol/messages.ts';
import { checkPath } from '../protocol/path.ts';
import { SnapshotFile, snapshotPath } from './snapshot-file.ts';

const maxSnapshotLength = 256 * 1024 * 1024;
const format = 'kafka-lab zookeeper 2';

interface StoredNode {
  path: string;
  data: string | null;
  acl: Acl[];
  zxids: [created: string, modified: string, children: string];
  times: [created: number, modified: number];
  versions: [data: number, acl: number, creates: number];
  owner: string;
}

interface StoredSnapshot {
  format: typeof format;
  zxid: string;
  bootId?: string;
  passwordKey: string;
  sessions: { id: string; timeoutMs: number }[];
  nodes: StoredNode[];
}

/** How many nodes and bytes are written at once; larger trees in slices. */
const atOnce = { nodes: 2000, bytes: 256 * 1024 };

/** Whether the whole tree can be written at once. */
export function isSmall({ tree }: Database): boolean {
  return tree.nodes.size <= atOnce.nodes && tree.bytes <= atOnce.bytes;
}

/** Writes the whole tree and its sessions atomically: a reader finds the last snapshot or this one. Throws disk errors. */
export function writeSnapshot(dataDirectory: string, database: Database, bootId?: string): void {
  const file = new SnapshotFile(dataDirectory);
  try {
    for (const piece of piecesOf(database, bootId)) file.write(piece);
    file.takePlace();
  } finally {
    file.close();
  }
}

/** The same in steps, during which nobody may change the database. */
export function* snapshotSteps(
  dataDirectory: string,
  database: Database,
  bootId: string | undefined,
): Generator<undefined, void> {
  const file = new SnapshotFile(dataDirectory);
  try {
    for (const piece of piecesOf(database, bootId)) {
      file.write(piece);
      yield;
    }
    file.takePlace();
  } finally {
    file.close();
  }
}

/**
 * The same for a large tree, as of now, while others use the event loop and change it. After `signal` aborts, the file does not replace
 * the snapshot. Rejects with disk errors.
 */
export async function writeSnapshotInSlices(
  dataDirectory: string,
  database: Database,
  bootId: string | undefined,
  signal: AbortSignal,
): Promise<void> {
  const file = new SnapshotFile(dataDirectory);
  try {
    const pieces = piecesOf(database, bootId);
    const first = pieces.next();
    if (first.done !== true) file.write(first.value);
    // All servers of an ensemble begin after the same transaction: each continues in a turn of its own.
    await nextTurn();
    await inSlices(pieces, (piece) => {
      if (!signal.aborted) file.write(piece);
    });
    if (!signal.aborted) file.takePlace();
  } finally {
    file.close();
  }
}

/** The text of a snapshot without its last brace, node by node, as of the first piece. */
function* piecesOf(database: Database, bootId: string | undefined): Generator<string> {
  // Copies: nodes are changed in place, their data and lists are not.
  const nodes = Array.from(database.tree.nodes, ([path, node]) => ({ path, node: { ...node } }));
  const sessions = database.sessions.all().map(({ id, timeoutMs }) => ({ id: String(id), timeoutMs }));
  const head: Omit<StoredSnapshot, 'nodes'> = {
    format,
    zxid: String(database.zxid),
    ...(bootId === undefined ? {} : { bootId }),
    passwordKey: database.sessions.passwordKey.toString('base64'),
    sessions,
  };
  yield `${JSON.stringify(head).slice(0, -1)},"nodes":[`;
  let separator = '';
  for (const { path, node } of nodes) {
    yield* nodePieces(separator, path, node);
    separator = ',';
  }
  yield ']';
}

/** The text of a node, in several pieces if its ACL is long. */
function* nodePieces(before: string, path: string, node: ZNode): Generator<string> {
  const { acl } = node;
  const head = `${before}${JSON.stringify(storedNode(path, node)).slice(0, -1)},"acl":`;
  if (acl.length <= aclEntriesInStep) {
    yield `${head}${JSON.stringify(acl)}}`;
    return;
  }
  yield `${head}[${JSON.stringify(acl[0])}`;
  for (let from = 1; from < acl.length; from += aclEntriesInStep)
    yield `,${JSON.stringify(acl.slice(from, from + aclEntriesInStep)).slice(1, -1)}`;
  yield ']}';
}

function storedNode(path: string, node: ZNode): Omit<StoredNode, 'acl'> {
  return {
    path,
    data: node.data?.toString('base64') ?? null,
    zxids: [String(node.czxid), String(node.mzxid), String(node.pzxid)],
    times: [node.ctime, node.mtime],
    versions: [node.version, node.aversion, node.creates],
    owner: String(node.ephemeralOwner),
  };
}

/** Loads the snapshot into an empty database; undefined if there is none. Throws if it is invalid. */
export function readSnapshot(
  dataDirectory: string,
  database: Database,
  now: number,
): { readonly bootId: string | undefined } | undefined {
  const path = snapshotPath(dataDirectory);
  if (!existsSync(path)) return undefined;
  const bytes = readPlain(path, maxSnapshotLength + 1);
  if (bytes.length > maxSnapshotLength) throw new Error(`\`${path}\` is too long for a snapshot`);
  const text = bytes.toString('utf8');
  if (checkSum(text) === 'wrong') throw new Error(`\`${path}\` has a wrong checksum`);
  const snapshot = JSON.parse(text) as StoredSnapshot;
  if (snapshot?.format !== format) throw new Error(`\`${path}\` is not a snapshot`);
  if (!isWhole(snapshot)) throw new Error(`\`${path}\` is not a whole snapshot`);
  for (const stored of snapshot.nodes) {
    checkPath(stored.path);
    // A node that exists from the start keeps its children.
    const node = { ...(database.tree.nodes.get(stored.path) ?? emptyNode()) };
    node.data = stored.data === null ? null : Buffer.from(stored.data, 'base64');
    node.acl = stored.acl;
    [node.czxid, node.mzxid, node.pzxid] = stored.zxids.map(BigInt) as [bigint, bigint, bigint];
    [node.ctime, node.mtime] = stored.times;
    [node.version, node.aversion, node.creates] = stored.versions;
    node.ephemeralOwner = BigInt(stored.owner);
    database.tree.restore(stored.path, node);
  }
  database.sessions.passwordKey = Buffer.from(snapshot.passwordKey, 'base64');
  for (const { id, timeoutMs } of snapshot.sessions) database.sessions.restore(BigInt(id), timeoutMs, now);
  database.zxid = BigInt(snapshot.zxid);
  return { bootId: snapshot.bootId };
}

/** A snapshot without a checksum, from an older version or from anybody, may have any shape. */
function isWhole({ zxid, passwordKey, sessions, nodes }: Partial<StoredSnapshot>): boolean {
  const isId = (value: unknown) => typeof value === 'string' && /^-?\d{1,20}$/.test(value);
  const areNumbers = (values: unknown) =>
    Array.isArray(values) && values.every((value) => Number.isSafeInteger(value));
  return (
    isId(zxid) &&
    typeof passwordKey === 'string' &&
    Array.isArray(sessions) &&
    sessions.every((session) => isId(session?.id) && Number.isSafeInteger(session.timeoutMs)) &&
    Array.isArray(nodes) &&
    nodes.every(
      (node) =>
        typeof node?.path === 'string' &&
        (node.data === null || typeof node.data === 'string') &&
        Array.isArray(node.acl) &&
        node.acl.every(isAclEntry) &&
        Array.isArray(node.zxids) &&
        node.zxids.length === 3 &&
        node.zxids.every(isId) &&
        areNumbers(node.times) &&
        areNumbers(node.versions) &&
        isId(node.owner),
    )
  );
}

function isAclEntry(entry: Partial<Acl> | null): boolean {
  return (
    typeof entry?.scheme === 'string' && typeof entry.id === 'string' && Number.isInteger(entry.permissions)
  );
}
