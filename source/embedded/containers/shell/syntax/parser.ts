import { CompoundParser, closers } from './compound-parser.ts';
import { Source } from './source.ts';
import {
  type AndOr,
  type Assignment,
  type Command,
  type Pipeline,
  type Redirection,
  type Script,
  ShellSyntaxError,
  type Word,
} from './syntax.ts';

export const maxScriptLength = 256 * 1024;
const declaring = new Set(['declare', 'typeset', 'local', 'export', 'readonly']);

/**
 * Parses a script in the language of bash. Throws ShellSyntaxError. `isInteractive`: a here-document without its end is incomplete,
 * instead of ending with the text.
 */
export function parseScript(text: string, firstLine = 1, isInteractive = false): Script {
  const steps = parseSteps(text, firstLine, isInteractive);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** The same for a long script: pauses after each command of the outermost list. */
export function* parseSteps(
  text: string,
  firstLine = 1,
  isInteractive = false,
): Generator<void, Script, void> {
  if (text.length > maxScriptLength) throw new ShellSyntaxError(firstLine, 'the script is too long');
  const source = new Source(text, firstLine, (inner) => new Parser(inner).list());
  const script: AndOr[] = [];
  for (const item of new Parser(source).items()) {
    script.push(item);
    yield;
  }
  if (source.at < text.length) throw source.unexpected();
  for (const read of source.documents.splice(0)) {
    source.isOpen = true;
    read(source);
  }
  if (isInteractive && source.isOpen) throw source.incomplete(source.line, 'EOF');
  return script;
}

class Parser extends CompoundParser {
  /** Commands up to a closing keyword or operator, or the end. */
  list(): Script {
    const result: AndOr[] = [];
    for (const item of this.items()) result.push(item);
    return result;
  }

  /** The same, one at a time. */
  *items(): Generator<AndOr, void, void> {
    for (;;) {
      this.skipNewlines();
      if (this.isOver()) return;
      const from = this.source.at;
      const { first, rest } = this.andOr();
      const source = this.source.text.slice(from, this.source.at).trim();
      this.blanks();
      const isBackground =
        this.source.startsWith('&') &&
        !/^&[&>]/.test(this.source.text.slice(this.source.at, this.source.at + 2));
      const item = { first, rest, isBackground, source };
      if (isBackground) this.source.skip(1);
      else if (
        this.source.startsWith(';') &&
        !/^;[;&]/.test(this.source.text.slice(this.source.at, this.source.at + 2))
      )
        this.source.skip(1);
      else if (!this.isOver() && !this.source.startsWith('\n')) throw this.source.unexpected();
      yield item;
    }
  }

  /** Whether the list ends here. */
  protected isOver(): boolean {
    this.blanks();
    const char = this.source.peek();
    if (char === '' || char === ')') return true;
    if (char === ';') return /^;[;&]/.test(this.source.text.slice(this.source.at, this.source.at + 2));
    return closers.has(this.bareWord() ?? '');
  }

  protected andOr(): Pick<AndOr, 'first' | 'rest'> {
    const first = this.pipeline();
    const rest: { operator: '&&' | '||'; pipeline: Pipeline }[] = [];
    for (;;) {
      this.blanks();
      const operator = this.source.startsWith('&&') ? '&&' : this.source.startsWith('||') ? '||' : undefined;
      if (operator === undefined) return { first, rest };
      this.source.skip(2);
      this.skipNewlines();
      rest.push({ operator, pipeline: this.pipeline() });
    }
  }

  protected pipeline(): Pipeline {
    let negated = false;
    let isTimed = false;
    for (;;) {
      if (this.keyword('!')) negated = !negated;
      else if (this.keyword('time')) {
        isTimed = true;
        this.keyword('-p');
      } else break;
    }
    const commands: Command[] = [];
    const withErrors: number[] = [];
    if (isTimed && (this.isOver() || this.source.startsWith('\n') || this.source.startsWith(';')))
      return { negated, isTimed, commands, withErrors };
    for (;;) {
      commands.push(this.command());
      this.blanks();
      if (!this.source.startsWith('|') || this.source.startsWith('||'))
        return { negated, isTimed, commands, withErrors };
      if (this.source.startsWith('|&')) {
        withErrors.push(commands.length - 1);
        this.source.skip(1);
      }
      this.source.skip(1);
      this.skipNewlines();
    }
  }

  protected command(): Command {
    this.blanks();
    const { line } = this.source;
    this.source.enter();
    try {
      const compound = this.compound();
      if (compound === undefined) return this.simple(line);
      return { ...compound, redirections: this.redirections(), line };
    } finally {
      this.source.leave();
    }
  }

  protected simple(line: number): Command {
    const assignments: Assignment[] = [];
    const declared: Assignment[] = [];
    const words: Word[] = [];
    const redirections: Redirection[] = [];
    let declares = false;
    for (;;) {
      this.blanks();
      const redirection = this.redirection();
      if (redirection !== undefined) {
        redirections.push(redirection);
        continue;
      }
      const assignment = words.length === 0 || declares ? this.assignment() : undefined;
      if (assignment !== undefined) {
        (words.length === 0 ? assignments : declared).push(assignment);
        continue;
      }
      const bare = words.length === 0 ? this.bareWord() : undefined;
      const word = this.word();
      if (word === undefined) break;
      if (bare !== undefined && declaring.has(bare)) declares = true;
      words.push(word);
    }
    if (words.length === 0 && assignments.length === 0 && redirections.length === 0)
      throw this.source.unexpected(line);
    return { kind: 'simple', assignments, words, declared, redirections, line };
  }
}
