import type { Stat } from '../client-api.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import { type Acl, openAcl } from '../protocol/messages.ts';
import { checkPath, childOf, nameOf, parentOf } from '../protocol/path.ts';
import type { TransactionBody, TreeTransaction } from './transaction.ts';

/** A stored node. `creates` counts the children ever created: sequence numbers and `cversion` derive from it. */
export interface ZNode {
  data: Buffer | null;
  acl: readonly Acl[];
  czxid: bigint;
  mzxid: bigint;
  pzxid: bigint;
  ctime: number;
  mtime: number;
  version: number;
  aversion: number;
  creates: number;
  ephemeralOwner: bigint;
  readonly children: Set<string>;
}

/** A write's effects on the tree, for watches; in the order in which watchers are notified. */
export interface Change {
  readonly kind: 'created' | 'deleted' | 'data' | 'children';
  readonly path: string;
}

/** A completed write, its log entry, and how to undo it if a later part of the same transaction fails. */
export interface Write<Body extends TransactionBody = TransactionBody> {
  readonly changes: readonly Change[];
  readonly transaction: Body;
  readonly undo: () => void;
}

type TreeWrite = Write<TreeTransaction>;

export interface CreateOptions {
  readonly data: Buffer | null;
  readonly acl: readonly Acl[];
  readonly sequential: boolean;
  /** The session that owns an ephemeral node; 0n for a persistent one. */
  readonly ephemeralOwner: bigint;
}

/**
 * The limits of one tree. A real server has none and runs out of heap; here a snapshot writes the whole tree at once. Kafka needs about
 * three nodes per partition.
 */
export const treeLimits = {
  nodes: 20_000,
  /** Of all paths and data. */
  bytes: 16 * 1024 * 1024,
} as const;

const builtIn = ['/', '/zookeeper', '/zookeeper/quota', '/zookeeper/config'];

/** The znodes. Writes take the zxid and time of their transaction; errors are ZooKeeperError. */
export class Tree {
  readonly nodes = new Map<string, ZNode>();
  readonly #ephemerals = new Map<bigint, Set<string>>();
  #bytes = 0;

  constructor() {
    for (const path of builtIn) {
      this.nodes.set(path, emptyNode());
      if (path !== '/') this.#node(parentOf(path)).children.add(nameOf(path));
    }
  }

  create(
    path: string,
    options: CreateOptions,
    zxid: bigint,
    now: number,
  ): TreeWrite & { readonly path: string } {
    if (options.sequential && path.endsWith('/')) checkPath(`${path}0`);
    else checkPath(path);
    const parentPath = parentOf(path);
    const parent = this.#node(parentPath, path);
    const created = options.sequential ? path + String(parent.creates).padStart(10, '0') : path;
    if (this.nodes.has(created)) throw new ZooKeeperError('NODEEXISTS', created);
    if (parent.ephemeralOwner !== 0n) throw new ZooKeeperError('NOCHILDRENFOREPHEMERALS', path);
    this.#checkRoom(path, 1, created.length + (options.data?.length ?? 0));
    const before = { creates: parent.creates, pzxid: parent.pzxid };
    const node: ZNode = {
      ...emptyNode(),
      data: options.data,
      acl: options.acl,
      czxid: zxid,
      mzxid: zxid,
      pzxid: zxid,
      ctime: now,
      mtime: now,
      ephemeralOwner: options.ephemeralOwner,
    };
    this.restore(created, node);
    parent.creates++;
    parent.pzxid = zxid;
    const changes: Change[] = [
      { kind: 'created', path: created },
      { kind: 'children', path: parentPath },
    ];
    const undo = () => {
      this.#unlink(created, node);
      Object.assign(parent, before);
    };
    const { data, acl, ephemeralOwner } = options;
    const transaction: TreeTransaction = {
      kind: 'create',
      path: created,
      data,
      acl,
      ephemeral: ephemeralOwner !== 0n,
      parentCversion: cversionOf(parent),
    };
    return { path: created, changes, transaction, undo };
  }

  delete(path: string, version: number, zxid: bigint): TreeWrite {
    if (builtIn.includes(path)) throw new ZooKeeperError('BADARGUMENTS', path);
    checkPath(path);
    const node = this.#node(path);
    checkVersion(version, node.version, path);
    if (node.children.size > 0) throw new ZooKeeperError('NOTEMPTY', path);
    const parentPath = parentOf(path);
    const parent = this.#node(parentPath);
    const before = { pzxid: parent.pzxid };
    this.#unlink(path, node);
    if (zxid > parent.pzxid) parent.pzxid = zxid;
    const changes: Change[] = [
      { kind: 'deleted', path },
      { kind: 'children', path: parentPath },
    ];
    const undo = () => {
      this.restore(path, node);
      Object.assign(parent, before);
    };
    return { changes, transaction: { kind: 'delete', path }, undo };
  }

  setData(path: string, data: Buffer | null, version: number, zxid: bigint, now: number): TreeWrite {
    checkPath(path);
    const node = this.#node(path);
    checkVersion(version, node.version, path);
    const grown = (data?.length ?? 0) - (node.data?.length ?? 0);
    this.#checkRoom(path, 0, grown);
    const before = { data: node.data, version: node.version, mzxid: node.mzxid, mtime: node.mtime };
    this.#bytes += grown;
    Object.assign(node, { data, version: node.version + 1, mzxid: zxid, mtime: now });
    return {
      changes: [{ kind: 'data', path }],
      transaction: { kind: 'setData', path, data, version: node.version },
      undo: () => {
        this.#bytes -= grown;
        Object.assign(node, before);
      },
    };
  }

  setAcl(path: string, acl: readonly Acl[], version: number): TreeWrite {
    checkPath(path);
    const node = this.#node(path);
    checkVersion(version, node.aversion, path);
    const before = { acl: node.acl, aversion: node.aversion };
    Object.assign(node, { acl, aversion: node.aversion + 1 });
    return {
      changes: [],
      transaction: { kind: 'setAcl', path, acl, version: node.aversion },
      undo: () => Object.assign(node, before),
    };
  }

  /** The part of a transaction that only checks a version. */
  check(path: string, version: number): TreeWrite {
    checkPath(path);
    checkVersion(version, this.#node(path).version, path);
    return { changes: [], transaction: { kind: 'check', path, version }, undo: () => undefined };
  }

  has(path: string): boolean {
    return this.nodes.has(path);
  }

  stat(path: string): Stat {
    checkPath(path);
    const node = this.#node(path);
    return {
      czxid: node.czxid,
      mzxid: node.mzxid,
      ctime: BigInt(node.ctime),
      mtime: BigInt(node.mtime),
      version: node.version,
      cversion: cversionOf(node),
      aversion: node.aversion,
      ephemeralOwner: node.ephemeralOwner,
      dataLength: node.data?.length ?? 0,
      numChildren: node.children.size,
      pzxid: node.pzxid,
    };
  }

  data(path: string): Buffer | null {
    checkPath(path);
    return this.#node(path).data;
  }

  acl(path: string): readonly Acl[] {
    checkPath(path);
    return this.#node(path).acl;
  }

  aclVersion(path: string): number {
    return this.#node(path).aversion;
  }

  children(path: string): string[] {
    checkPath(path);
    return [...this.#node(path).children];
  }

  /** All nodes below a path, excluding the path itself. */
  countBelow(path: string): number {
    let count = 0;
    for (const name of this.#node(path).children) count += 1 + this.countBelow(childOf(path, name));
    return count;
  }

  ephemeralsOf(session: bigint): string[] {
    return [...(this.#ephemerals.get(session) ?? [])].sort();
  }

  get ephemeralCount(): number {
    let count = 0;
    for (const paths of this.#ephemerals.values()) count += paths.size;
    return count;
  }

  /** The length of all paths and data. */
  get bytes(): number {
    return this.#bytes;
  }

  /** The bytes of all paths and data, as in `mntr`. */
  get approximateSize(): number {
    let size = 0;
    for (const [path, node] of this.nodes) size += Buffer.byteLength(path) + (node.data?.length ?? 0);
    return size;
  }

  #checkRoom(path: string, nodes: number, bytes: number): void {
    if (nodes > 0 && this.nodes.size + nodes > treeLimits.nodes)
      throw new ZooKeeperError('QUOTAEXCEEDED', path, `a tree has at most ${treeLimits.nodes} nodes here`);
    if (bytes > 0 && this.#bytes + bytes > treeLimits.bytes)
      throw new ZooKeeperError('QUOTAEXCEEDED', path, `a tree has at most ${treeLimits.bytes} bytes here`);
  }

  /** Links a node as it was: from a snapshot, or to undo a deletion. */
  restore(path: string, node: ZNode): void {
    this.#bytes += sizeOf(path, node) - sizeOf(path, this.nodes.get(path));
    this.nodes.set(path, node);
    if (path !== '/') this.nodes.get(parentOf(path))?.children.add(nameOf(path));
    if (node.ephemeralOwner === 0n) return;
    const owned = this.#ephemerals.get(node.ephemeralOwner) ?? new Set();
    this.#ephemerals.set(node.ephemeralOwner, owned.add(path));
  }

  #unlink(path: string, node: ZNode): void {
    this.#bytes -= sizeOf(path, node);
    this.nodes.delete(path);
    this.nodes.get(parentOf(path))?.children.delete(nameOf(path));
    const owned = this.#ephemerals.get(node.ephemeralOwner);
    owned?.delete(path);
    if (owned?.size === 0) this.#ephemerals.delete(node.ephemeralOwner);
  }

  #node(path: string, asked = path): ZNode {
    const node = this.nodes.get(path);
    if (node === undefined) throw new ZooKeeperError('NONODE', asked);
    return node;
  }
}

function sizeOf(path: string, node: ZNode | undefined): number {
  return node === undefined ? 0 : path.length + (node.data?.length ?? 0);
}

export function emptyNode(): ZNode {
  return {
    data: Buffer.alloc(0),
    acl: openAcl,
    czxid: 0n,
    mzxid: 0n,
    pzxid: 0n,
    ctime: 0,
    mtime: 0,
    version: 0,
    aversion: 0,
    creates: 0,
    ephemeralOwner: 0n,
    children: new Set(),
  };
}

/** Creations and deletions both count: each deleted child counted twice. */
function cversionOf(node: ZNode): number {
  return node.creates * 2 - node.children.size;
}

function checkVersion(expected: number, actual: number, path: string): void {
  if (expected !== -1 && expected !== actual) throw new ZooKeeperError('BADVERSION', path);
}
