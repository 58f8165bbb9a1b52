import { type Acl, openAcl } from '../protocol/messages.ts';
import { containerOwner, ownerOfTtl } from './node-owner.ts';

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

/** How long a node stays: until its session ends, until it has lost its last child, or until nobody changed it for `ttl` ms. */
export type Lifetime =
  | { readonly kind: 'persistent' }
  | { readonly kind: 'ephemeral'; readonly session: bigint }
  | { readonly kind: 'container' }
  | { readonly kind: 'ttl'; readonly ttl: bigint };

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
export function cversionOf(node: ZNode): number {
  return node.creates * 2 - node.children.size;
}

export function sizeOf(path: string, node: ZNode | undefined): number {
  return node === undefined ? 0 : path.length + (node.data?.length ?? 0) + lengthOf(node.acl);
}

const lengths = new WeakMap<readonly Acl[], number>([[openAcl, 0]]);

/** The bytes of an ACL; 0 for the one that nearly all nodes share. */
export function lengthOf(acl: readonly Acl[]): number {
  const known = lengths.get(acl);
  if (known !== undefined) return known;
  const length = acl.reduce((sum, entry) => sum + bytesOf(entry), 0);
  lengths.set(acl, length);
  return length;
}

/** The bytes of an entry, as a request has it if its characters have one each. */
export function bytesOf({ scheme, id }: Acl): number {
  return 12 + scheme.length + id.length;
}

/** An open ACL is one object for all nodes. */
export function kept(acl: readonly Acl[]): readonly Acl[] {
  const [only, another] = acl;
  const isOpen =
    only?.scheme === 'world' && only.id === 'anyone' && only.permissions === openAcl[0]!.permissions;
  return isOpen && another === undefined ? openAcl : acl;
}

export function ownerOf(lifetime: Lifetime): bigint {
  switch (lifetime.kind) {
    case 'persistent':
      return 0n;
    case 'ephemeral':
      return lifetime.session;
    case 'container':
      return containerOwner;
    case 'ttl':
      return ownerOfTtl(lifetime.ttl);
  }
}
