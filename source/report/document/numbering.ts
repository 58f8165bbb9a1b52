/** Counts the figures, tables and listings of one document. */
export class Numbering {
  #figure: number;
  #table = 0;
  #code = 0;

  /** `labelled`: the highest number that the lab itself gives to a figure. */
  constructor(labelled: number) {
    this.#figure = labelled;
  }

  readonly figure = (): number => ++this.#figure;
  readonly table = (): number => ++this.#table;
  readonly code = (): number => ++this.#code;
}
