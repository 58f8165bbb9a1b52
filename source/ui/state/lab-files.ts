/** The files that the lab's texts and questions speak of. */
export interface LabFiles {
  /** In the order in which the screen goes through them. */
  list(): readonly ListedFile[];
  /** @throws LabError `path`: there is no such file in the list; `machine-lacks`: it cannot be read */
  read(name: string): OpenFile;
}

export interface ListedFile {
  /** Unique in the list, and short: `kafka.yml`, `clients/producer.ts`. */
  readonly name: string;
  readonly path: string;
  /** Why it is not to be changed, as a sentence; undefined if it may be. */
  readonly fixed?: string;
  /** What to know once it was changed, as a sentence. */
  readonly changed?: string;
}

/** A file, and what it held when it was read. */
export interface OpenFile extends ListedFile {
  readonly lines: readonly string[];
}

export const noLabFiles: LabFiles = {
  list: () => [],
  read(name) {
    throw new Error(`there is no file \`${name}\` without a session`);
  },
};
