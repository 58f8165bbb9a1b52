import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  LineCounter,
  type Node,
  parseDocument,
  visit,
  type YAMLParseError,
  type YAMLWarning,
} from 'yaml';
import type { JsonValue } from '../../json/json-value.ts';
import { type Mistake, MistakeError } from './mistake.ts';

/** Where something is in a value: `['checks', 0, 'named']`. */
export type ValuePath = readonly (string | number)[];

/** A YAML text that was read, with the place of each of its values. */
export interface YamlText {
  readonly value: JsonValue;
  /** A mistake about the value at a path, or about its key, or `offset` characters into its text. */
  mistakeAt(path: ValuePath, message: string, offset?: number): Mistake;
}

const mostAliases = 50;

/**
 * Reads YAML 1.2 as a lab has it: one document, no key twice. (The reader of the manifests follows kubectl's YAML 1.1, where `no` is false.)
 * `firstLine`: the line of the file on which the text begins.
 * @throws MistakeError: it is malformed
 */
export function readYaml(file: string, text: string, firstLine = 1): YamlText {
  const lines = new LineCounter();
  const document = parseDocument(text, { version: '1.2', lineCounter: lines, prettyErrors: false });
  const placeOf = (offset: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(offset);
    return { line: line + firstLine - 1, column: col };
  };
  const [problem] = [...document.errors, ...document.warnings];
  if (problem !== undefined)
    throw new MistakeError({ file, ...placeOf(problem.pos[0]), message: explain(problem) });
  let value: JsonValue;
  try {
    const unquoted = mappingAsKey(document);
    if (unquoted !== undefined)
      throw new MistakeError({
        file,
        ...placeOf(unquoted),
        message: 'a text that begins with `{` or `[` is written in quotes: `"{{ … }}"`',
      });
    value = document.toJS({ maxAliasCount: mostAliases }) as JsonValue;
  } catch (error) {
    // Aliases that multiply, or that lead nowhere: ReferenceError; nesting that overflows: RangeError.
    if (!(error instanceof ReferenceError || error instanceof RangeError)) throw error;
    throw new MistakeError({ file, line: firstLine, column: 1, message: firstLineOf(error.message) });
  }
  return {
    value,
    mistakeAt: (path, message, offset) => ({ file, ...placeOf(offsetOf(document, path, offset)), message }),
  };
}

/** Of these errors the usual cause is a text in which a character means something to YAML. */
function explain({ code, message }: YAMLParseError | YAMLWarning): string {
  const isText =
    code === 'BLOCK_AS_IMPLICIT_KEY' ||
    code === 'BAD_SCALAR_START' ||
    (code === 'UNEXPECTED_TOKEN' && message.startsWith('Unexpected scalar at node end'));
  return `${firstLineOf(message)}${isText ? '; put the text in quotes' : ''}`;
}

/** Where a mapping or a list is the key of a mapping, as YAML reads `{{ facts.nodes }}`; undefined if none is. */
function mappingAsKey(document: Document.Parsed): number | undefined {
  let found: number | undefined;
  visit(document, {
    Map(_, map) {
      if (!map.items.some(({ key }) => isCollection(key))) return undefined;
      found = startOf(map as Node);
      return visit.BREAK;
    },
  });
  return found;
}

const firstLineOf = (message: string): string => {
  const line = message.split('\n', 1)[0] ?? message;
  return line.slice(0, 1).toLowerCase() + line.slice(1);
};

/** Where the value at this path begins, or its key if it is unknown; the nearest that there is. */
function offsetOf(document: Document.Parsed, path: ValuePath, within?: number): number {
  let node: unknown = document.contents;
  let at = 0;
  for (const [index, key] of path.entries()) {
    if (!isCollection(node)) break;
    const isLast = index === path.length - 1;
    if (isMap(node)) {
      const pair = node.items.find((each) => isScalar(each.key) && String(each.key.value) === String(key));
      if (pair === undefined) break;
      at = startOf(pair.key as Node) ?? at;
      node = pair.value;
      // A message about a whole field points at its key, one about a place in its text into the value.
      if (isLast && within === undefined) return at;
    } else node = node.get(key, true);
    at = startOf(node as Node) ?? at;
  }
  if (within === undefined || !isScalar(node)) return at;
  if (node.type === 'PLAIN') return at + within;
  return node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE' ? at + 1 + within : at;
}

const startOf = (node: Node | null | undefined): number | undefined => node?.range?.[0];
