import { custom, exactOptional as optional } from 'valibot';
import { type Colour, isColour } from '../text/looks.ts';
import { fields, flag, listOf } from './schema.ts';

/** Of one event: with its text, that many fit into a record. */
export const mostLooks = 256;
/** No text of an event is longer. */
const farthest = 64 * 1024;

const place = custom<number>(
  (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= farthest,
  `is not a whole number from 0 to ${farthest}`,
);
const colour = custom<Colour>(isColour, 'is neither a number from 0 to 255 nor `#` and six digits');

/**
 * How parts of a text looked: the program's own colours, which the text does not hold. `line` counts the lines of the text from 0, `from` and
 * `length` the UTF-16 units of the line; what lies outside of the line is not drawn.
 */
export const looksSchema = listOf(
  fields({
    line: place,
    from: place,
    length: place,
    colour: optional(colour),
    bold: optional(flag),
    dim: optional(flag),
    underline: optional(flag),
  }),
  mostLooks,
);
