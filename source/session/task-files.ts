/** The files of the working directory that tasks are about. Names are plain file names. */
export interface TaskFiles {
  /** Where a file is on this machine. */
  path(name: string): string;
  /** Creates it with this content, unless it exists. @throws LabError `machine-lacks` */
  prepare(name: string, text: string): void;
  /** Replaces its content; what it held before stays beside it, as `NAME~`. @throws LabError `machine-lacks` */
  replace(name: string, text: string): void;
  /** Its text as it is now. @throws LabError `machine-lacks`: it is missing, too large or no regular file */
  read(name: string): string;
  /** Calls `onSaved` within a second of each change of its content. Returns a function that stops that. */
  watch(name: string, onSaved: () => void): () => void;
}
