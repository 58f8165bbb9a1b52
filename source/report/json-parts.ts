import { type SafeText, safe, safeJson, visible } from '../text/safe-text.ts';
import { countPieces, OutputPart, type OutputPiece, type Part } from './output-part.ts';
import type { CommandRecord } from './session-record.ts';

/** A value as JSON, indented by two, in parts. The commands in it are at most `depth` levels down. */
export function* jsonParts(value: unknown, depth: number, margin = ''): Generator<Part, void, undefined> {
  if (isCommand(value)) yield* commandParts(value, margin);
  else if (depth === 0 || typeof value !== 'object' || value === null) yield indented(value, margin);
  else {
    const isList = Array.isArray(value);
    const entries = Object.entries(value).filter(([, item]) => item !== undefined);
    if (entries.length === 0) {
      yield safe`${isList ? '[]' : '{}'}`;
      return;
    }
    for (const [index, [key, item]] of entries.entries()) {
      const start = index > 0 ? ',' : isList ? '[' : '{';
      yield safe`${start}\n${margin}  `;
      if (!isList) yield named(key);
      yield* jsonParts(item, depth - 1, `${margin}  `);
    }
    yield safe`\n${margin}${isList ? ']' : '}'}`;
  }
}

function isCommand(value: unknown): value is CommandRecord {
  return typeof value === 'object' && value !== null && 'output' in value && 'attempts' in value;
}

function* commandParts(
  { place, ...command }: CommandRecord,
  margin: string,
): Generator<Part, void, undefined> {
  const inner = `${margin}  `;
  const fields = Object.entries(command).filter(([, item]) => item !== undefined);
  for (const [index, [key, item]] of fields.entries()) {
    yield safe`${index > 0 ? ',' : '{'}\n${inner}`;
    yield named(key);
    if (key !== 'output') yield indented(item, inner);
    else yield* outputParts({ ...command, ...(place === undefined ? {} : { place }) }, inner);
  }
  yield safe`\n${margin}}`;
}

function* outputParts(command: CommandRecord, margin: string): Generator<Part, void, undefined> {
  if (countPieces(command) === 0) {
    yield safe`[]`;
    return;
  }
  const inner = `${margin}  `;
  yield safe`[`;
  yield new OutputPart(command, (piece: OutputPiece, index) =>
    visible(`${index > 0 ? ',' : ''}\n${inner}${indented(piece, inner)}`),
  );
  yield safe`\n${margin}]`;
}

const named = (key: string): SafeText => visible(`${safeJson(key)}: `);

/** The line ends of JSON are all between values: within a text they are escaped. */
function indented(value: unknown, margin: string): SafeText {
  return visible(safeJson(value, 2).replaceAll('\n', `\n${margin}`));
}
