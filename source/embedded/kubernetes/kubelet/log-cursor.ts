/** Which of the log's files, and where in it. */
export interface Cursor {
  generation: number;
  offset: number;
}
