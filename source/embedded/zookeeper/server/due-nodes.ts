import { ttlOf } from '../database/node-owner.ts';
import type { Tree } from '../database/tree.ts';

/** When the leader looks for them: `znode.container.*` of the JVM. */
export interface ContainerSettings {
  /** `checkIntervalMs`. */
  readonly checkIntervalMs: number;
  /** `maxNeverUsedIntervalMs`: how long a container may wait for its first child; 0 for ever. */
  readonly maxNeverUsedMs: number;
}

export const containerDefaults: ContainerSettings = { checkIntervalMs: 60_000, maxNeverUsedMs: 0 };

/**
 * The nodes to delete at `now` (ms since the epoch), as ContainerManager finds them: containers that have lost their last child, and nodes
 * without children that nobody changed for their time to live.
 */
export function dueNodes(tree: Tree, { maxNeverUsedMs }: ContainerSettings, now: number): string[] {
  const due: string[] = [];
  for (const path of tree.containers) {
    const node = tree.nodes.get(path);
    if (node === undefined || node.children.size > 0) continue;
    const isForgotten = maxNeverUsedMs > 0 && now - node.mtime > maxNeverUsedMs;
    if (node.creates > 0 || isForgotten) due.push(path);
  }
  for (const path of tree.ttls) {
    const node = tree.nodes.get(path);
    if (node === undefined || node.children.size > 0) continue;
    if (BigInt(now - node.mtime) > ttlOf(node.ephemeralOwner)) due.push(path);
  }
  return due;
}
