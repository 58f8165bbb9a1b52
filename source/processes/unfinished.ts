const undos = new Set<() => void>();

/**
 * Says how to take back what is only half done, for when a signal ends the process in the middle. `undo` is synchronous and does not throw.
 * Returns a function to call when it is done, or was taken back.
 */
export function undoIfEnded(undo: () => void): () => void {
  undos.add(undo);
  return () => {
    undos.delete(undo);
  };
}

/** Takes back what is half done: the process is about to exit. */
export function undoUnfinished(): void {
  for (const undo of undos) undo();
  undos.clear();
}
