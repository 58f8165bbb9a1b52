import type { Source } from './source.ts';
import type { Redirection, Word, WordPart } from './syntax.ts';
import { readDoubleQuoted } from './word-reader.ts';

/** A here-document: its contents are read when the line is over. */
export function readDocument(
  source: Source,
  delimiter: Word,
  stripsTabs: boolean,
  descriptor: Redirection['descriptor'],
): Redirection {
  const isQuoted = delimiter.some((part) => part.kind === 'text' && part.quoted);
  const end = delimiter.map((part) => (part.kind === 'text' ? part.text : '')).join('');
  const target: WordPart[] = [];
  source.documents.push((from) => {
    const { line } = from;
    const text = readLines(from, end, stripsTabs);
    if (isQuoted) target.push({ kind: 'text', text, quoted: true });
    else target.push(...readDoubleQuoted(source.within(text, line), () => false, undefined));
  });
  return { descriptor, operator: '<<', target };
}

/** The lines up to the delimiter; a document that is not closed ends with the script, as in bash. */
function readLines(source: Source, end: string, stripsTabs: boolean): string {
  const lines: string[] = [];
  while (source.at < source.text.length) {
    const newline = source.text.indexOf('\n', source.at);
    const whole = source.text.slice(source.at, newline < 0 ? undefined : newline);
    source.skip(whole.length + 1);
    const line = stripsTabs ? whole.replace(/^\t+/, '') : whole;
    if (line === end) return lines.map((one) => `${one}\n`).join('');
    lines.push(line);
  }
  source.isOpen = true;
  return lines.map((one) => `${one}\n`).join('');
}
