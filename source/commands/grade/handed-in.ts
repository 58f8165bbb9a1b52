/** A file that was handed in. */
export interface HandedIn {
  /** How it is named in what is printed: its path from what was given. */
  readonly source: string;
  /** The same by its parts. They come from outside. */
  readonly path: readonly string[];
  readonly chunks: AsyncIterable<Buffer>;
}

/** What cannot be read at all; `wrong` ends a sentence that `source` begins. */
export interface Unreadable {
  readonly source: string;
  readonly wrong: string;
}

export const handedIn = (path: readonly string[], chunks: AsyncIterable<Buffer>): HandedIn => ({
  source: path.join('/'),
  path,
  chunks,
});
