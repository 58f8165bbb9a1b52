import { closeSync } from 'node:fs';
import { openRegularFile } from '../../files/regular-file.ts';
import { readRecords } from '../../journal/read-journal.ts';
import { OutputPart, type OutputPiece, type Part } from '../../report/output-part.ts';
import type { CommandRecord } from '../../report/session-record.ts';
import { joinSafe, type SafeText } from '../../text/safe-text.ts';

/** What is written at once, in characters. */
const chunkSize = 64 * 1024;

/** A document's text in chunks; the output of each command is read from the journal at `path`, which is opened once, when its turn comes. */
export async function* fillParts(
  parts: Iterable<Part>,
  path: string,
  onPlace: (byte: number) => void = () => {},
): AsyncGenerator<SafeText, void, undefined> {
  let waiting: SafeText[] = [];
  let size = 0;
  const take = (text: SafeText): SafeText | undefined => {
    waiting.push(text);
    size += text.length;
    if (size < chunkSize) return undefined;
    const chunk = joinSafe(waiting);
    waiting = [];
    size = 0;
    return chunk;
  };
  let file: number | undefined;
  try {
    for (const part of parts) {
      if (!(part instanceof OutputPart)) {
        const chunk = take(part);
        if (chunk !== undefined) yield chunk;
        continue;
      }
      if (part.command.place !== undefined) onPlace(part.command.place.from);
      let index = 0;
      file ??= openRegularFile(path);
      for await (const piece of outputOf(part.command, path, file)) {
        const chunk = take(part.encode(piece, index));
        index += 1;
        if (chunk !== undefined) yield chunk;
      }
    }
    if (waiting.length > 0) yield joinSafe(waiting);
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

async function* outputOf(
  { output, place }: CommandRecord,
  path: string,
  file: number,
): AsyncGenerator<OutputPiece, void, undefined> {
  yield* output;
  if (place === undefined) return;
  for await (const { event } of readRecords(path, { range: place, open: file }))
    if (event.type === 'command-output' && event.command === place.command && event.elided === undefined)
      yield { stream: event.stream, text: event.text };
}
