/*
 * The `ephemeralOwner` of a node also says what kind of node it is (org.apache.zookeeper.server.EphemeralType): 0 is a persistent node, the
 * smallest number a container, 0xff0000 and 40 bits of milliseconds a node with a time to live, anything else the session that owns it.
 */

export type NodeKind = 'persistent' | 'ephemeral' | 'container' | 'ttl';

export const containerOwner = -(1n << 63n);
const ttlMark = 0xff00_0000_0000_0000n;
const ttlMarkBits = 0xffff_ff00_0000_0000n;

/** The longest time to live, in ms: some 34 years. */
export const longestTtl = (1n << 40n) - 1n;

export function kindOfOwner(owner: bigint): NodeKind {
  if (owner === 0n) return 'persistent';
  if (owner === containerOwner) return 'container';
  return (BigInt.asUintN(64, owner) & ttlMarkBits) === ttlMark ? 'ttl' : 'ephemeral';
}

/** `ttl` in ms, 1 to {@link longestTtl}. */
export function ownerOfTtl(ttl: bigint): bigint {
  return BigInt.asIntN(64, ttlMark | ttl);
}

/** The ms of a node with a time to live. */
export function ttlOf(owner: bigint): bigint {
  return owner & longestTtl;
}
