/**
 * Does the work of each item, at most `lanes` at a time, and yields what came of it as it is done. Once the signal is aborted, `act` has to
 * end what it started and to reject: that is waited for.
 * @throws the signal's reason where it is aborted; what `act` throws
 */
export async function* inLanes<Item, Result>(
  items: Iterable<Item>,
  lanes: number,
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
    while (running.size < lanes && start());
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
