import { ZooKeeperError } from '../protocol/error.ts';

/**
 * The limits of one tree. A real server has none and runs out of heap; here a snapshot writes the whole tree at once. Kafka needs about
 * three nodes per partition.
 */
export const treeLimits = {
  nodes: 20_000,
  /** Of all paths and data. */
  bytes: 16 * 1024 * 1024,
} as const;

interface Size {
  readonly nodes: number;
  readonly bytes: number;
}

/** Throws QUOTAEXCEEDED where a tree of this size cannot grow by so much. */
export function checkRoom(path: string, present: Size, added: Size): void {
  if (added.nodes > 0 && present.nodes + added.nodes > treeLimits.nodes)
    throw new ZooKeeperError('QUOTAEXCEEDED', path, `a tree has at most ${treeLimits.nodes} nodes here`);
  if (added.bytes > 0 && present.bytes + added.bytes > treeLimits.bytes)
    throw new ZooKeeperError('QUOTAEXCEEDED', path, `a tree has at most ${treeLimits.bytes} bytes here`);
}
