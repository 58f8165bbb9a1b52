import wrapAnsi from 'wrap-ansi';
import { takeCells, textWidth } from '../../text/width.ts';

const sgrSequence = /(\u001b\[[\d;]*m)/;

/**
 * Ink's `wrap-text.js`, which cuts or wraps a text that is too wide, without its cache of every such text, and without
 * `cli-truncate`, which segments and costs the first frame sixty milliseconds. Cuts only at the end: the screen needs nothing else. The
 * bundle replaces Ink's file with this one (scripts/bundle-plugins.js).
 */
export default function wrapText(text: string, maxWidth: number, wrapType: string): string {
  if (wrapType === 'wrap') return wrapAnsi(text, maxWidth, { trim: false, hard: true });
  return text
    .split('\n')
    .map((line) => cut(line, maxWidth))
    .join('\n');
}

/** At most so many cells, the last one a `…` in the style before it where something was cut. */
function cut(line: string, cells: number): string {
  const parts = line.split(sgrSequence);
  const width = parts.reduce((sum, part, index) => (index % 2 === 1 ? sum : sum + textWidth(part)), 0);
  if (width <= cells) return line;
  if (cells < 1) return '';
  let room = cells - 1;
  let isCut = false;
  return parts
    .map((part, index) => {
      if (index % 2 === 1) return part;
      if (isCut) return '';
      const kept = textWidth(part) < room ? part : takeCells(part, room);
      room -= textWidth(kept);
      isCut = kept.length < part.length || room === 0;
      return isCut ? `${kept}…` : kept;
    })
    .join('');
}
