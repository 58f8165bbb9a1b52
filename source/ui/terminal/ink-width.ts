import stringWidth, { type Options } from 'string-width';
import { isSingleCells } from '../../text/width.ts';

const sgrSequence = /\u001b\[[\d;]*m/g;

/**
 * `string-width` as Ink calls it for every text of every frame, without segmenting text that takes one cell per unit. The first text
 * that it does segment costs a tenth of a second. The bundle replaces the package with this (scripts/bundle-plugins.js).
 */
export default function inkWidth(text: string, options?: Options): number {
  const shown = text.includes('\u001b') ? text.replaceAll(sgrSequence, '') : text;
  return options === undefined && isSingleCells(shown) ? shown.length : stringWidth(text, options);
}
