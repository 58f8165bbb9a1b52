import type { SafeText } from '../../text/safe-text.ts';
import { textWidth, wrapHard } from '../../text/width.ts';
import { neededShortening, type Shortening, shortenStamp } from '../logs/shorten-stamp.ts';
import { cleanText, cutText } from '../text/cut.ts';
import { wrapWords } from '../text/wrap.ts';
import { foldTable } from './fold-table.ts';
import {
  cutTable,
  losesCells,
  neededColumns,
  type OutputTable,
  squeezedTable,
  tableAt,
  wrapTable,
} from './output-table.ts';

/** A line of output as the rows that it takes. One that lost something to its room is wider than that, so that it shows as cut. */
export interface FittedLine {
  readonly rows: readonly SafeText[];
  /** It is the header of a table, or below one. */
  readonly of?: 'header' | 'table';
}

/**
 * What is shown whole, in several rows where one is too short: nothing, lines that are no table, also tables that would lose more than what no
 * check looks at, in the fewest rows, every table in the fewest rows, or everything.
 */
export type Whole = 'nothing' | 'lines' | 'needed' | 'tables' | 'all';

/** Of a line, no more is measured: a screen shows less. */
const mostCells = 8_192;

/** What a command printed, line by line. A line that is cut keeps what the lab is about. */
export function fitOutput(lines: readonly string[], columns: number, whole: Whole): FittedLine[] {
  const clean = lines.map((line) => cleanText(line.slice(0, mostCells)));
  const wide = clean.map((line) => textWidth(line) > columns);
  const shortening = whole === 'nothing' && wide.includes(true) ? neededShortening(clean, columns) : 'none';
  const fitted: FittedLine[] = [];
  for (let at = 0; at < clean.length; ) {
    const table = tableAt(clean, at);
    const end = at + (table?.lines ?? 1);
    const isWide = wide.slice(at, end).includes(true);
    if (table !== undefined) {
      const rows = isWide ? tableRows(table, columns, whole) : clean.slice(at, end).map((line) => [line]);
      fitted.push(...rows.map((some, index) => ({ rows: some, of: index === 0 ? asHeader : asRow })));
    } else {
      const line = clean[at]!;
      const isCut = whole === 'nothing' && (isWide || shortening !== 'none');
      fitted.push({ rows: isCut ? cutLine(line, columns, shortening) : wrapped(line, columns) });
    }
    at = end;
  }
  return fitted;
}

const [asHeader, asRow] = ['header', 'table'] as const;

function tableRows(table: OutputTable, columns: number, whole: Whole): (readonly SafeText[])[] {
  const squeezed = squeezedTable(table, columns);
  if (squeezed !== undefined) return squeezed.map((row) => [cleanText(row)]);
  if (whole === 'all' || whole === 'tables' || (whole === 'needed' && losesCells(table, columns - 2))) {
    const wrapped = wrapTable(table, columns);
    const folded = whole === 'all' ? undefined : foldedRows(table, columns, whole);
    return (folded && folded.flat().length <= wrapped.flat().length ? folded : wrapped).map((rows) =>
      rows.map(cleanText),
    );
  }
  // The header alone shows that something is cut, at the end of its row.
  const rows = cutTable(table, columns - 2);
  return rows.map((row, index) => [cleanText(index === 0 ? row.padEnd(columns + 1) : row)]);
}

/** Without the columns that no check looks at, the header shows that something is cut. */
function foldedRows(
  { columns: all }: OutputTable,
  columns: number,
  whole: 'needed' | 'tables',
): string[][] | undefined {
  if (whole === 'tables') return foldTable(all, columns);
  const needed = neededColumns(all, columns - 2);
  if (needed.length === all.length) return foldTable(all, columns);
  const ways = [columns, columns - 2].map((room) => foldTable(needed, room));
  const [[header = ''] = [], ...lines] =
    ways.find((rows) => (rows?.[0]?.[0]?.length ?? columns) <= columns - 2) ?? [];
  return lines.length === 0 ? undefined : [[header.padEnd(columns + 1)], ...lines];
}

function cutLine(line: string, columns: number, shortening: Shortening): readonly SafeText[] {
  const text = shortenStamp(line, shortening);
  if (textWidth(text) <= columns) return [cleanText(text)];
  const dense = text.trim().replaceAll(/ {2,}/g, ' ').replace(topicOfRow, '');
  const rows = wrapWords(dense, columns);
  const last = rowOfHost(rows, dense);
  // A little more than fits, so that it shows as cut.
  return [...rows.slice(0, last), cutText(rows.slice(last, last + 2).join(' '), columns + 2)];
}

/** At its blanks, where these are no columns. */
function wrapped(line: SafeText, columns: number): readonly SafeText[] {
  if (textWidth(line) <= columns) return [line];
  return / {2}|^ /.test(line) ? wrapHard(line, columns).map(cleanText) : wrapWords(line, columns);
}

/** Before a partition that Kafka’s tool describes: the same in every row. */
const topicOfRow = /^Topic: \S+ (?=Partition: \d)/;

const host = /\b[\w-]+(?:\.[\w-]+){2,}:\d{2,5}\b/;

/** In which of the rows of a text its first host with a port ends; 0 where there is none. */
function rowOfHost(rows: readonly string[], text: string): number {
  const found = host.exec(text);
  if (found === null) return 0;
  const lettersIn = (some: string): number => some.replaceAll(' ', '').length;
  let left = lettersIn(text.slice(0, found.index + found[0].length));
  return rows.findIndex((row) => {
    left -= lettersIn(row);
    return left <= 0;
  });
}
