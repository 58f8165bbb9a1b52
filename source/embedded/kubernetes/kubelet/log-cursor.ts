/** The log file and the position in it. */
export interface Cursor {
  generation: number;
  offset: number;
}
