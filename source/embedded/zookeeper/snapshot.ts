import { existsSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { replaceFile } from '../../files/replace-file.ts';
import { checkSum, withSum } from '../../files/summed-json.ts';
import { pathInside } from '../paths/path-inside.ts';
import { readPlain } from '../paths/plain-file.ts';
import type { Database } from './database.ts';
import type { Acl } from './messages.ts';
import { checkPath } from './path.ts';
import { emptyNode } from './tree.ts';

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

/** Throws `PathError` where a link in the directory leads out of it. */
export function snapshotPath(dataDirectory: string): string {
  return join(pathInside(dataDirectory, 'version-2'), 'snapshot.json');
}

/** Writes the whole tree and its sessions, atomically: a reader finds the last snapshot or this one. Throws what the disk says. */
export function writeSnapshot(dataDirectory: string, database: Database, bootId?: string): void {
  const nodes = [...database.tree.nodes].map(
    ([path, node]): StoredNode => ({
      path,
      data: node.data?.toString('base64') ?? null,
      acl: [...node.acl],
      zxids: [String(node.czxid), String(node.mzxid), String(node.pzxid)],
      times: [node.ctime, node.mtime],
      versions: [node.version, node.aversion, node.creates],
      owner: String(node.ephemeralOwner),
    }),
  );
  const sessions = database.sessions.all().map(({ id, timeoutMs }) => ({ id: String(id), timeoutMs }));
  const snapshot: StoredSnapshot = {
    format,
    zxid: String(database.zxid),
    ...(bootId === undefined ? {} : { bootId }),
    passwordKey: database.sessions.passwordKey.toString('base64'),
    sessions,
    nodes,
  };
  const path = snapshotPath(dataDirectory);
  mkdirSync(dirname(path), { recursive: true });
  replaceFile(path, withSum(JSON.stringify(snapshot)));
}

/** Fills an empty database from the snapshot; undefined if there is none. Throws if it is there and is not a snapshot. */
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
  if (checkSum(text) === 'wrong') throw new Error(`\`${path}\` has another checksum than it says`);
  const snapshot = JSON.parse(text) as StoredSnapshot;
  if (snapshot?.format !== format) throw new Error(`\`${path}\` is not a snapshot`);
  if (!isWhole(snapshot)) throw new Error(`\`${path}\` is not a whole snapshot`);
  for (const stored of snapshot.nodes) {
    checkPath(stored.path);
    // A node that is there from the start keeps its children.
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

/** A snapshot from before there were sums, or from anybody, may have any shape. */
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
        Array.isArray(node.zxids) &&
        node.zxids.length === 3 &&
        node.zxids.every(isId) &&
        areNumbers(node.times) &&
        areNumbers(node.versions) &&
        isId(node.owner),
    )
  );
}
