import { joinSafe, type SafeText } from '../text/safe-text.ts';
import type { CommandRecord } from './session-record.ts';

export type OutputPiece = CommandRecord['output'][number];

/** Where a document has the output of a command, which is read when the document is written: it may have any length. */
export class OutputPart {
  readonly command: CommandRecord;
  /** A piece as the document has it; `index` counts from 0. */
  readonly encode: (piece: OutputPiece, index: number) => SafeText;

  constructor(command: CommandRecord, encode: (piece: OutputPiece, index: number) => SafeText) {
    this.command = command;
    this.encode = encode;
  }
}

/** A document in its parts, in order. */
export type Part = SafeText | OutputPart;

/** The whole document, of a record that holds the outputs. */
export function joinParts(parts: readonly Part[]): SafeText {
  return joinSafe(
    parts.flatMap((part) =>
      part instanceof OutputPart
        ? part.command.output.map((piece, index) => part.encode(piece, index))
        : [part],
    ),
  );
}

/** How many pieces of output a command has, held or in the journal. */
export function countPieces({ output, place }: CommandRecord): number {
  return place?.pieces ?? output.length;
}
