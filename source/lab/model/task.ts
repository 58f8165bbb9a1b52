/**
 * What makes a step a task: the learner changes a file until the step's checks hold. Whenever the file was saved, the session runs the
 * step: its commands, then its checks, which may look at the file itself (`file`) and at the cluster.
 */
export interface Task {
  /** The name of a file in the working directory, without a folder: `orders.yml`. */
  readonly file: string;
  /** What is to be reached, in a sentence or two of plain text. */
  readonly goal: string;
  /** What the file holds at first; undefined: it is one of the lab's own files and stays as it is. */
  readonly starts?: string;
  /** What the file holds once the task is solved: one solution of perhaps many. */
  readonly solution: string;
}
