import { lstatSync, opendirSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { quantityValue } from '../../../kubernetes-values/quantity.ts';
import { pathInside } from '../../paths/path-inside.ts';

/** How often a node looks at what its pods use: kubelet's `evictionMonitoringPeriod`. */
const lookEveryMs = 10_000;
/** A file takes whole blocks of a disk, and a directory takes one. */
const block = 4096;

interface LimitedVolume {
  readonly name: string;
  readonly limit: string;
}

/**
 * Finds the `emptyDir` of a pod that holds more than its `sizeLimit`, for which its node evicts the pod. A volume in memory is never one:
 * a write beyond its size fails on a real node, and succeeds here. The records of brokers are not in their volumes and do not count.
 * Reference: emptyDirLimitEviction in pkg/kubelet/eviction/eviction_manager.go
 */
export class EmptyDirLimits {
  readonly #limited: readonly LimitedVolume[];
  #lookedAt: number | undefined;

  constructor({ spec }: Stored<'pods'>) {
    this.#limited = (spec.volumes ?? []).flatMap(({ name, emptyDir }) => {
      const limit = emptyDir?.sizeLimit;
      const isLimited = limit !== undefined && quantityValue(limit) > 0 && emptyDir?.medium !== 'Memory';
      return isLimited ? [{ name, limit }] : [];
    });
  }

  /** When to look next, in ms; undefined: never. */
  dueIn(now: number): number | undefined {
    if (this.#limited.length === 0) return undefined;
    this.#lookedAt ??= now;
    return Math.max(0, this.#lookedAt + lookEveryMs - now);
  }

  /** Why the pod is to be evicted, in kubelet's words; looks at one entry of a volume per step. */
  *look(volumes: ReadonlyMap<string, string>, now: number): Generator<void, string | undefined, void> {
    if (this.dueIn(now) !== 0) return undefined;
    this.#lookedAt = now;
    for (const { name, limit } of this.#limited) {
      const directory = volumes.get(name);
      if (directory === undefined) continue;
      const used = yield* usageOf(directory, quantityValue(limit));
      // The space at the end is kubelet's.
      if (used > quantityValue(limit))
        return `Usage of EmptyDir volume "${name}" exceeds the limit "${limit}". `;
    }
    return undefined;
  }
}

/** The bytes below a directory, up to the first that are more than `limit`; links are not followed. */
function* usageOf(directory: string, limit: number): Generator<void, number, void> {
  let used = 0;
  const folders = [''];
  for (let at = folders.pop(); at !== undefined; at = folders.pop()) {
    const here = join(directory, at);
    // A program may have replaced it by a link since it was listed.
    if (!statusOf(here)?.isDirectory() || pathInside(directory, at || '/') !== here) continue;
    const entries = opendirSync(here);
    try {
      for (let entry = entries.readSync(); entry !== null; entry = entries.readSync()) {
        const status = statusOf(join(here, entry.name));
        if (status?.isDirectory()) folders.push(`${at}/${entry.name}`);
        used += status?.isFile() ? Math.ceil(status.size / block) * block : block;
        if (used > limit) return used;
        yield;
      }
    } finally {
      entries.closeSync();
    }
  }
  return used;
}

const statusOf = (path: string): Stats | undefined => lstatSync(path, { throwIfNoEntry: false });
