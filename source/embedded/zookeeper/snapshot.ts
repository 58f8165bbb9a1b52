import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from './database.ts';
import type { Acl } from './messages.ts';
import { emptyNode } from './tree.ts';

const maxSnapshotLength = 256 * 1024 * 1024;

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
  format: 'kafka-lab zookeeper 1';
  zxid: string;
  sessions: { id: string; password: string; timeoutMs: number }[];
  nodes: StoredNode[];
}

export function snapshotPath(dataDirectory: string): string {
  return join(dataDirectory, 'version-2', 'snapshot.json');
}

/** Writes the whole tree and its sessions, atomically: a reader finds the last snapshot or this one. Throws what the disk says. */
export function writeSnapshot(dataDirectory: string, database: Database): void {
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
  const sessions = database.sessions.all().map(({ id, password, timeoutMs }) => ({
    id: String(id),
    password: password.toString('base64'),
    timeoutMs,
  }));
  const snapshot: StoredSnapshot = {
    format: 'kafka-lab zookeeper 1',
    zxid: String(database.zxid),
    sessions,
    nodes,
  };
  const path = snapshotPath(dataDirectory);
  mkdirSync(join(dataDirectory, 'version-2'), { recursive: true });
  writeFileSync(`${path}.new`, JSON.stringify(snapshot), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Fills an empty database from the snapshot, if there is one. Throws if it is there and is not a snapshot. */
export function readSnapshot(dataDirectory: string, database: Database, now: number): boolean {
  const path = snapshotPath(dataDirectory);
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined) return false;
  if (size > maxSnapshotLength) throw new Error(`\`${path}\` has ${size} bytes: too long for a snapshot`);
  const snapshot = JSON.parse(readFileSync(path, 'utf8')) as StoredSnapshot;
  if (snapshot.format !== 'kafka-lab zookeeper 1') throw new Error(`\`${path}\` is not a snapshot`);
  for (const stored of snapshot.nodes) {
    const node = database.tree.nodes.get(stored.path) ?? emptyNode();
    node.data = stored.data === null ? null : Buffer.from(stored.data, 'base64');
    node.acl = stored.acl;
    [node.czxid, node.mzxid, node.pzxid] = stored.zxids.map(BigInt) as [bigint, bigint, bigint];
    [node.ctime, node.mtime] = stored.times;
    [node.version, node.aversion, node.creates] = stored.versions;
    node.ephemeralOwner = BigInt(stored.owner);
    database.tree.restore(stored.path, node);
  }
  for (const { id, password, timeoutMs } of snapshot.sessions) {
    database.sessions.restore(BigInt(id), Buffer.from(password, 'base64'), timeoutMs, now);
  }
  database.zxid = BigInt(snapshot.zxid);
  return true;
}
