/**
 * Does the work of each item, at most `lanes` at a time, and yields what came of it as it is done.
 * @throws the signal's reason, as soon as it is aborted; `act` then has to end what it started by itself.
 */
export async function* inLanes<Item, Result>(
  items: Iterable<Item>,
  lanes: number,
  signal: AbortSignal,
  act: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const waiting = items[Symbol.iterator]();
  const running = new Set<Promise<{ readonly result: Result; readonly self: () => void }>>();
  let stop: () => void = () => {};
  const stopped = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
  });
  stopped.catch(() => {});
  const start = (): boolean => {
    const next = waiting.next();
    if (next.done) return false;
    const work = act(next.value).then((result) => ({ result, self: () => running.delete(work) }));
    running.add(work);
    return true;
  };
  try {
    signal.throwIfAborted();
    while (running.size < lanes && start());
    while (running.size > 0) {
      const { result, self } = await Promise.race([...running, stopped]);
      self();
      yield result;
      start();
    }
  } finally {
    signal.removeEventListener('abort', stop);
    // What still runs ends with its processes.
    for (const work of running) work.catch(() => {});
  }
}
