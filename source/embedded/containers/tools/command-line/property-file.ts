import { FileError } from '../../shell/container-files.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { JavaError } from './java-main.ts';

/** A file of the container as a Java tool reads it. Throws JavaError. */
export function readFile(context: ProgramContext, path: string): string {
  try {
    return context.container.files.read(path);
  } catch (error) {
    if (!(error instanceof FileError)) throw error;
    throw new JavaError('java.nio.file.NoSuchFileException', path);
  }
}

/** A properties file of the container; nothing without a path. Throws JavaError. */
export function propertyFile(
  context: ProgramContext,
  path: string | undefined,
): Readonly<Record<string, string>> {
  return path === undefined ? {} : parseProperties(readFile(context, path));
}

/**
 * The format of java.util.Properties: `key=value`, `key: value` or `key value`, comments with `#` or `!`, a backslash before a line end
 * continues the line, and `\t`, `\n`, `\r`, `\f`, `\uXXXX` and `\` before any other character.
 */
export function parseProperties(text: string): Record<string, string> {
  const result: Record<string, string> = {};
  for (const line of logicalLines(text)) {
    const match = /^((?:\\.|[^\\=:\s])*)\s*[=:]?\s*(.*)$/s.exec(line);
    if (match !== null && match[1] !== '') result[unescaped(match[1]!)] = unescaped(match[2]!);
  }
  return result;
}

function* logicalLines(text: string): Generator<string> {
  let begun = '';
  for (const line of text.split(/\r\n|\r|\n/)) {
    const trimmed = line.replace(/^[ \t\f]+/, '');
    if (begun === '' && (trimmed === '' || /^[#!]/.test(trimmed))) continue;
    const slashes = /\\*$/.exec(trimmed)![0].length;
    if (slashes % 2 === 1) {
      begun += trimmed.slice(0, -1);
      continue;
    }
    yield begun + trimmed;
    begun = '';
  }
  if (begun !== '') yield begun;
}

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, letter: string) =>
    code === undefined ? (escapes[letter] ?? letter) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
