import type { Source } from './source.ts';
import type { DefaultOperator, Operation, Parameter, TrimOperator, Word, WordPart } from './syntax.ts';

const parameterName = /[A-Za-z_]\w*|\d+|[?#@*$!-]/y;
const operator = /:?[-=?+]|##|#|%%|%|\/\/|\/#|\/%|\/|\^\^|\^|,,|,|@[A-Za-z]|:/y;

/** How words are read: a parameter has words in it, and they have parameters. */
export interface WordReaders {
  readWord(source: Source, ends: (char: string) => boolean): Word;
  readDoubleQuoted(source: Source, closes: (char: string) => boolean, closer: string | undefined): Word;
}

/** The contents of `${…}`, after its opening, and its brace. A part that makes no sense is an error when it is expanded. */
export function readBraced(source: Source, quoted: boolean, readers: WordReaders): WordPart {
  const start = source.at;
  const { line } = source;
  const parameter = readParameter(source, quoted, readers);
  if (parameter === undefined) {
    const end = source.text.indexOf('}', start);
    if (end < 0) throw source.incomplete(line, '}');
    source.skip(end + 1 - source.at);
    const text = `\${${source.text.slice(start, end)}}`;
    return {
      kind: 'parameter',
      parameter: { name: text, operation: { kind: 'transform', letter: '' } },
      quoted,
    };
  }
  return { kind: 'parameter', parameter, quoted };
}

function readParameter(source: Source, quoted: boolean, readers: WordReaders): Parameter | undefined {
  const { line } = source;
  if (
    source.startsWith('#') &&
    !/^#(?:\}|[-=?+:%/^,]|##|#[^}])/.test(source.text.slice(source.at, source.at + 3))
  ) {
    source.skip(1);
    const head = readName(source, line, readers);
    if (head === undefined || !source.startsWith('}')) return undefined;
    source.skip(1);
    return { ...head, operation: { kind: 'length' } };
  }
  let isIndirect = false;
  if (source.startsWith('!') && !/^![}:=?+-]/.test(source.text.slice(source.at, source.at + 2))) {
    source.skip(1);
    isIndirect = true;
    const prefix = /[A-Za-z_]\w*(?=[*@]\})/y;
    prefix.lastIndex = source.at;
    const found = prefix.exec(source.text)?.[0];
    if (found !== undefined) {
      source.skip(found.length + 2);
      return { name: found, operation: { kind: 'names' } };
    }
  }
  const head = readName(source, line, readers);
  if (head === undefined) return undefined;
  if (isIndirect && head.index !== undefined && isWhole(head.index) && source.startsWith('}')) {
    source.skip(1);
    return { ...head, operation: { kind: 'keys' } };
  }
  const base = isIndirect ? { ...head, isIndirect } : head;
  if (source.startsWith('}')) {
    source.skip(1);
    return base;
  }
  const operation = readOperation(source, quoted, readers);
  if (operation === undefined) return undefined;
  if (!source.startsWith('}')) throw source.incomplete(line, '}');
  source.skip(1);
  return { ...base, operation };
}

function readName(
  source: Source,
  line: number,
  readers: WordReaders,
): { name: string; index?: Word } | undefined {
  parameterName.lastIndex = source.at;
  const name = parameterName.exec(source.text)?.[0];
  if (name === undefined) return undefined;
  source.skip(name.length);
  if (!source.startsWith('[') || !/^[A-Za-z_]/.test(name)) return { name };
  source.skip(1);
  const index = readIndex(source, line, readers);
  return { name, index };
}

/** The subscript of an array, and its bracket. */
export function readIndex(source: Source, line: number, readers: Pick<WordReaders, 'readWord'>): Word {
  const index = readers.readWord(source, (char) => char === ']' || char === '\n');
  if (!source.startsWith(']')) throw source.incomplete(line, ']');
  source.skip(1);
  return index;
}

/** `[@]` or `[*]` */
export function isWhole(index: Word): boolean {
  const [part] = index;
  return (
    index.length === 1 && part?.kind === 'text' && !part.quoted && (part.text === '@' || part.text === '*')
  );
}

function readOperation(source: Source, quoted: boolean, readers: WordReaders): Operation | undefined {
  operator.lastIndex = source.at;
  const found = operator.exec(source.text)?.[0];
  if (found === undefined) return undefined;
  source.skip(found.length);
  const { readWord, readDoubleQuoted } = readers;
  const closes = (char: string): boolean => char === '}';
  const pattern = (): Word => readWord(source, closes);
  // In double quotes, single quotes in the word are plain characters.
  const plain = (): Word => (quoted ? readDoubleQuoted(source, closes, '"}') : readWord(source, closes));
  if (/^:?[-=?+]$/.test(found)) return { kind: 'default', operator: found as DefaultOperator, word: plain() };
  if (/^[#%]/.test(found)) return { kind: 'trim', operator: found as TrimOperator, pattern: pattern() };
  if (found.startsWith('/')) {
    const where = ({ '/': 'first', '//': 'all', '/#': 'start', '/%': 'end' } as const)[found as '/'];
    const searched = readWord(source, (char) => char === '}' || char === '/');
    if (!source.startsWith('/')) return { kind: 'replace', where, pattern: searched, replacement: [] };
    source.skip(1);
    return { kind: 'replace', where, pattern: searched, replacement: pattern() };
  }
  if (/^[\^,]/.test(found))
    return { kind: 'case', operator: found as '^' | '^^' | ',' | ',,', pattern: pattern() };
  if (found.startsWith('@')) return { kind: 'transform', letter: found[1]! };
  const offset = readSlicePart(source, readers);
  if (!source.startsWith(':')) return { kind: 'slice', offset };
  source.skip(1);
  return { kind: 'slice', offset, length: readSlicePart(source, readers) };
}

/** An arithmetic expression up to `:` or `}`; a colon of `?:` belongs to it. */
function readSlicePart(source: Source, { readDoubleQuoted }: WordReaders): Word {
  let questions = 0;
  let depth = 0;
  return readDoubleQuoted(
    source,
    (char) => {
      if (char === '?') questions++;
      if (char === '(') depth++;
      if (char === ')') depth--;
      if (char === ':' && questions > 0) {
        questions--;
        return false;
      }
      return depth === 0 && (char === ':' || char === '}');
    },
    undefined,
  );
}
