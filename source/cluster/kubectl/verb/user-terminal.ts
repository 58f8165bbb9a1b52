/** The terminal of the user, where a program in a pod is used by hand: `exec -it`. */
export interface UserTerminal {
  /** In characters. */
  size(): { readonly columns: number; readonly rows: number };
  /** From now on keys come as they are typed, Ctrl-C as well. Returns the undo. */
  takeKeys(): () => void;
  /** Returns the undo. */
  onResize(listener: () => void): () => void;
}
