import { Paragraph } from 'docx';

/**
 * What follows a table, or Word would make one of it and the next one. It is left out at the end of a part: after a table that ends with its page,
 * it would take a page of its own.
 */
export class Filler extends Paragraph {
  /** `height`: in twentieths of a point. */
  constructor(height: number) {
    super({ spacing: { before: 0, after: 0, line: height, lineRule: 'exact' } });
  }
}
