import { nextTurn } from '../../bounds/slices.ts';

/** How many writes are on their way to ZooKeeper together. */
const writesAtOnce = 100;

/**
 * Starts a write for each item that asks for one, some at a time, so that thousands of partitions do not fill one turn of the event
 * loop. Resolves when all are done.
 */
export async function inBatches<T>(
  items: Iterable<T>,
  write: (item: T) => Promise<void> | undefined,
): Promise<void> {
  let writes: Promise<void>[] = [];
  for (const item of items) {
    const started = write(item);
    if (!started) continue;
    writes.push(started);
    if (writes.length < writesAtOnce) continue;
    await Promise.all(writes);
    await nextTurn();
    writes = [];
  }
  await Promise.all(writes);
}
