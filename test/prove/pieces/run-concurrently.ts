/**
 * Processes the items, at most `concurrency` at a time, and yields each result as it is done. After an abort, `act` must clean up and
 * reject, which is awaited.
 * @throws the signal's reason after an abort; errors of `act`
 */
export async function* runConcurrently<Item, Result>(
  items: Iterable<Item>,
  concurrency: number,
  signal: AbortSignal,
  act: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const waiting = items[Symbol.iterator]();
  const running = new Set<Promise<{ readonly result: Result; readonly self: () => void }>>();
  const start = (): boolean => {
    const next = signal.aborted ? { done: true as const } : waiting.next();
    if (next.done) return false;
    const work = act(next.value).then((result) => ({ result, self: () => running.delete(work) }));
    running.add(work);
    return true;
  };
  try {
    while (running.size < concurrency && start());
    while (running.size > 0) {
      const { result, self } = await Promise.race(running);
      self();
      yield result;
      start();
    }
    signal.throwIfAborted();
  } finally {
    await Promise.allSettled(running);
  }
}
