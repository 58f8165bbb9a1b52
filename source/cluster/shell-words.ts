import { LabError } from '../errors/lab-error.ts';

/*
 * The words of one command line, split as a POSIX shell does, without expansion:
 *   'single quotes' keep all;  "double quotes" know \" \\ \$ \` ;  \c outside quotes is c;  # starts a comment where a word would.
 * Refuses everything that needs a shell: pipes, redirects, several commands, variables, substitutions.
 */
const operators = new Set(['|', '&', ';', '<', '>', '(', ')', '\n']);

/** `literally`: outside double quotes a backslash is itself, as in the paths of Windows. */
export function splitShellWords(line: string, backslash: 'escapes' | 'literally' = 'escapes'): string[] {
  const words: string[] = [];
  let word: string | undefined;
  for (let at = 0; at < line.length; at++) {
    const char = line[at]!;
    if (char === ' ' || char === '\t') {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else if (char === '#' && word === undefined) break;
    else if (operators.has(char)) throw refused(line, char);
    else if (char === "'") {
      const end = line.indexOf("'", at + 1);
      if (end < 0) throw unclosed(line, "'");
      word = (word ?? '') + line.slice(at + 1, end);
      at = end;
    } else if (char === '"') {
      const quoted = doubleQuoted(line, at + 1);
      word = (word ?? '') + quoted.text;
      at = quoted.end;
    } else if (char === '\\' && backslash === 'escapes') {
      const next = line[++at];
      if (next === undefined) throw endsWithBackslash(line);
      word = (word ?? '') + next;
    } else {
      if (expands(line, at)) throw refused(line, char);
      word = (word ?? '') + char;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

function doubleQuoted(line: string, from: number): { text: string; end: number } {
  let text = '';
  for (let at = from; at < line.length; at++) {
    const char = line[at]!;
    if (char === '"') return { text, end: at };
    if (char === '\\' && '"\\$`'.includes(line[at + 1] ?? ' ')) text += line[++at];
    else if (expands(line, at)) throw refused(line, char);
    else text += char;
  }
  throw unclosed(line, '"');
}

function expands(line: string, at: number): boolean {
  return line[at] === '`' || (line[at] === '$' && /[A-Za-z_{(0-9@*#?!$-]/.test(line[at + 1] ?? ''));
}

function refused(line: string, what: string): LabError {
  const shown = what === '\n' ? 'a line end' : `\`${what}\``;
  return new LabError('command', `${shown} in \`${line.replaceAll('\n', '⏎')}\` needs a shell`, {
    hint: 'run one command at a time, or put the text in single quotes',
  });
}

function endsWithBackslash(line: string): LabError {
  return new LabError('command', `a backslash ends the command line \`${line}\``, {
    hint: 'remove it, or write two',
  });
}

function unclosed(line: string, quote: string): LabError {
  return new LabError('command', `the quote \`${quote}\` is not closed in \`${line}\``, {
    hint: 'close it',
  });
}
