import type { Stat } from '../client-api.ts';
import { ZooKeeperError } from '../protocol/error.ts';
import type { Acl } from '../protocol/messages.ts';
import { checkPath, childOf, nameOf, parentOf } from '../protocol/path.ts';
import { type Access, permissions } from './access.ts';
import { kindOfOwner } from './node-owner.ts';
import { OwnedNodes } from './owned-nodes.ts';
import { checkRoom } from './tree-limits.ts';
import { type Change, type CreateOptions, creationOf, type TreeWrite } from './tree-write.ts';
import { cversionOf, emptyNode, kept, lengthOf, ownerOf, sizeOf, type ZNode } from './znode.ts';

const configPath = '/zookeeper/config';
const builtIn = ['/', '/zookeeper', '/zookeeper/quota', configPath];
/** Reading is allowed to everyone, changing to nobody but the super user. */
const readOnlyAcl: readonly Acl[] = [{ permissions: permissions.read, scheme: 'world', id: 'anyone' }];

/** The znodes. Writes take the zxid and time of their transaction; errors are ZooKeeperError. */
export class Tree {
  readonly nodes = new Map<string, ZNode>();
  readonly #owned = new OwnedNodes();
  #bytes = 0;

  constructor() {
    for (const path of builtIn) {
      this.nodes.set(path, emptyNode());
      if (path !== '/') this.#node(parentOf(path)).children.add(nameOf(path));
    }
    Object.assign(this.#node(configPath), { acl: readOnlyAcl, aversion: -1 });
  }

  create(
    path: string,
    options: CreateOptions,
    zxid: bigint,
    now: number,
    access: Access,
  ): TreeWrite & { readonly path: string } {
    if (!path.includes('/')) throw new ZooKeeperError('BADARGUMENTS', path);
    const parentPath = parentOf(path);
    const parent = this.#node(parentPath, path);
    access.require(parent.acl, permissions.create, path);
    const created = options.sequential ? path + String(parent.creates).padStart(10, '0') : path;
    checkPath(created);
    if (this.nodes.has(created)) throw new ZooKeeperError('NODEEXISTS', created);
    if (kindOfOwner(parent.ephemeralOwner) === 'ephemeral')
      throw new ZooKeeperError('NOCHILDRENFOREPHEMERALS', path);
    const acl = kept(options.acl);
    const before = { creates: parent.creates, pzxid: parent.pzxid };
    const node: ZNode = {
      ...emptyNode(),
      data: options.data,
      acl,
      czxid: zxid,
      mzxid: zxid,
      pzxid: zxid,
      ctime: now,
      mtime: now,
      ephemeralOwner: ownerOf(options.lifetime),
    };
    this.#checkRoom(path, 1, sizeOf(created, node));
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
    const { data, lifetime } = options;
    const transaction = creationOf(lifetime, {
      path: created,
      data,
      acl,
      parentCversion: parent.creates,
    });
    return { path: created, changes, transaction, undo };
  }

  delete(path: string, version: number, zxid: bigint, access: Access): TreeWrite {
    if (builtIn.includes(path)) throw new ZooKeeperError('BADARGUMENTS', path);
    checkPath(path);
    const parent = this.#node(parentOf(path), path);
    access.require(parent.acl, permissions.delete, path);
    const node = this.#node(path);
    checkVersion(version, node.version, path);
    if (node.children.size > 0) throw new ZooKeeperError('NOTEMPTY', path);
    return this.#remove(path, node, zxid, 'delete');
  }

  /** The server's own: a container or a node with a time to live whose time has come, unless it has children by now. */
  deleteContainer(path: string, zxid: bigint): TreeWrite {
    const node = this.#node(path);
    if (node.children.size > 0) throw new ZooKeeperError('NOTEMPTY', path);
    if (!['container', 'ttl'].includes(kindOfOwner(node.ephemeralOwner)))
      throw new ZooKeeperError('BADVERSION', path);
    return this.#remove(path, node, zxid, 'deleteContainer');
  }

  #remove(path: string, node: ZNode, zxid: bigint, kind: 'delete' | 'deleteContainer'): TreeWrite {
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
    return { changes, transaction: { kind, path }, undo };
  }

  setData(
    path: string,
    data: Buffer | null,
    version: number,
    zxid: bigint,
    now: number,
    access: Access,
  ): TreeWrite {
    checkPath(path);
    const node = this.#node(path);
    access.require(node.acl, permissions.write, path);
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

  setAcl(path: string, newAcl: readonly Acl[], version: number, access: Access): TreeWrite {
    checkPath(path);
    const node = this.#node(path);
    access.require(node.acl, permissions.admin, path);
    checkVersion(version, node.aversion, path);
    const acl = kept(newAcl);
    const grown = lengthOf(acl) - lengthOf(node.acl);
    this.#checkRoom(path, 0, grown);
    const before = { acl: node.acl, aversion: node.aversion };
    this.#bytes += grown;
    Object.assign(node, { acl, aversion: node.aversion + 1 });
    return {
      changes: [],
      transaction: { kind: 'setAcl', path, acl, version: node.aversion },
      undo: () => {
        this.#bytes -= grown;
        Object.assign(node, before);
      },
    };
  }

  /** The part of a transaction that only checks a version. */
  check(path: string, version: number, access: Access): TreeWrite {
    checkPath(path);
    const node = this.#node(path);
    access.require(node.acl, permissions.read, path);
    checkVersion(version, node.version, path);
    return { changes: [], transaction: { kind: 'check', path, version }, undo: () => undefined };
  }

  /** What servers of an ensemble have in /zookeeper/config. */
  describeEnsemble(text: string, now: number): void {
    const node = this.#node(configPath);
    this.restore(configPath, { ...node, data: Buffer.from(text), version: -1, mtime: now });
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
      // That of a container or of a node with a time to live says what it is, and is nobody's.
      ephemeralOwner: kindOfOwner(node.ephemeralOwner) === 'ephemeral' ? node.ephemeralOwner : 0n,
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
    return this.#owned.ephemeralsOf(session);
  }

  get ephemerals(): ReadonlyMap<bigint, ReadonlySet<string>> {
    return this.#owned.ephemerals;
  }

  get ephemeralCount(): number {
    return this.#owned.ephemeralCount;
  }

  get containers(): ReadonlySet<string> {
    return this.#owned.containers;
  }

  /** The nodes with a time to live. */
  get ttls(): ReadonlySet<string> {
    return this.#owned.ttls;
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
    checkRoom(path, { nodes: this.nodes.size, bytes: this.#bytes }, { nodes, bytes });
  }

  /** Links a node as it was: from a snapshot, or to undo a deletion. */
  restore(path: string, node: ZNode): void {
    node.acl = kept(node.acl);
    this.#bytes += sizeOf(path, node) - sizeOf(path, this.nodes.get(path));
    this.nodes.set(path, node);
    if (path !== '/') this.nodes.get(parentOf(path))?.children.add(nameOf(path));
    this.#owned.add(path, node.ephemeralOwner);
  }

  #unlink(path: string, node: ZNode): void {
    this.#bytes -= sizeOf(path, node);
    this.nodes.delete(path);
    this.nodes.get(parentOf(path))?.children.delete(nameOf(path));
    this.#owned.remove(path, node.ephemeralOwner);
  }

  #node(path: string, asked = path): ZNode {
    const node = this.nodes.get(path);
    if (node === undefined) throw new ZooKeeperError('NONODE', asked);
    return node;
  }
}

function checkVersion(expected: number, actual: number, path: string): void {
  if (expected !== -1 && expected !== actual) throw new ZooKeeperError('BADVERSION', path);
}
