import { readIndex } from './braced-parameter.ts';
import { readDocument } from './here-document.ts';
import type { Source } from './source.ts';
import type { Assignment, Element, Redirection, RedirectionOperator, Word } from './syntax.ts';
import { readWord } from './word-reader.ts';

const redirectionOperator = /&>>|&>|<<<|<<-|<<|<&|<>|>>|>&|>\||<(?!\()|>(?!\()/y;

/** Reads the parts of simple commands: words, assignments, redirections, and what stands between them. */
export class WordParser {
  protected readonly source: Source;

  constructor(source: Source) {
    this.source = source;
  }

  /** `NAME=…`, `NAME+=…`, `NAME[INDEX]=…`, `NAME=(…)`; undefined, and nothing read, for anything else. */
  protected assignment(): Assignment | undefined {
    const head = /^([A-Za-z_]\w*)(\[|\+?=)/.exec(
      this.source.text.slice(this.source.at, this.source.at + 260),
    );
    if (head === null) return undefined;
    const [, name = '', operator] = head;
    const { at, line } = this.source;
    let index: Word | undefined;
    if (operator === '[') {
      if (
        !/^[^\s]*?\]\+?=/.test(this.source.text.slice(at, at + 1000)) &&
        !/^\w+\[[^\]]*\]\+?=/.test(this.source.text.slice(at, at + 1000))
      )
        return undefined;
      this.source.skip(name.length + 1);
      index = readIndex(this.source, line, { readWord });
    } else this.source.skip(name.length);
    const appends = this.source.startsWith('+=');
    if (!appends && !this.source.startsWith('=')) {
      this.source.at = at;
      this.source.line = line;
      return undefined;
    }
    this.source.skip(appends ? 2 : 1);
    const base = { name, appends, ...(index === undefined ? {} : { index }) };
    if (!this.source.startsWith('(')) return { ...base, value: readWord(this.source), isArray: false };
    this.source.skip(1);
    return { ...base, value: this.elements(line), isArray: true };
  }

  protected elements(line: number): Element[] {
    const elements: Element[] = [];
    for (;;) {
      this.skipNewlines();
      if (this.source.startsWith(')')) break;
      if (
        this.source.startsWith('[') &&
        /^\[[^\]]*\]\+?=/.test(this.source.text.slice(this.source.at, this.source.at + 1000))
      ) {
        this.source.skip(1);
        const index = readIndex(this.source, line, { readWord });
        this.source.skip(this.source.startsWith('+') ? 2 : 1);
        elements.push({ index, value: readWord(this.source) });
        continue;
      }
      const word = this.word();
      if (word === undefined)
        throw this.source.at >= this.source.text.length
          ? this.source.incomplete(line, ')')
          : this.source.unexpected();
      elements.push({ value: word });
    }
    this.source.skip(1);
    return elements;
  }

  protected redirections(): Redirection[] {
    const result: Redirection[] = [];
    for (;;) {
      this.blanks();
      const next = this.redirection();
      if (next === undefined) return result;
      result.push(next);
    }
  }

  protected redirection(): Redirection | undefined {
    const head = /^(?:(\d{1,3})|\{([A-Za-z_]\w*)\})(?=[<>])/.exec(
      this.source.text.slice(this.source.at, this.source.at + 100),
    );
    redirectionOperator.lastIndex = this.source.at + (head?.[0].length ?? 0);
    const operator = redirectionOperator.exec(this.source.text)?.[0];
    if (operator === undefined) return undefined;
    this.source.skip((head?.[0].length ?? 0) + operator.length);
    const descriptor =
      head === null ? undefined : head[1] === undefined ? { variable: head[2]! } : Number(head[1]);
    this.blanks();
    if (operator === '<<' || operator === '<<-') {
      return readDocument(this.source, this.required(), operator === '<<-', descriptor);
    }
    return { descriptor, operator: operator as RedirectionOperator, target: this.required() };
  }

  protected required(): Word {
    const word = this.word();
    if (word === undefined) throw this.source.unexpected();
    return word;
  }

  protected word(): Word | undefined {
    this.blanks();
    const from = this.source.at;
    const word = readWord(this.source);
    return this.source.at === from ? undefined : word;
  }

  /** The next word's text, if nothing in it is quoted or expanded; it stays unread. */
  protected bareWord(): string | undefined {
    const bare = /[^\s|&;<>()'"\\$`]+(?=$|[\s|&;<>()])/y;
    bare.lastIndex = this.source.at;
    return bare.exec(this.source.text)?.[0];
  }

  protected takeBare(): string {
    const word = this.bareWord();
    if (word === undefined) throw this.source.unexpected();
    this.source.skip(word.length);
    return word;
  }

  /** Takes a keyword if it is next. */
  protected keyword(text: string): boolean {
    this.blanks();
    if (this.bareWord() !== text) return false;
    this.source.skip(text.length);
    return true;
  }

  protected expect(text: string): void {
    if (!this.keyword(text)) throw this.source.unexpected();
  }

  /** Skips blanks, comments and joined lines. */
  protected blanks(): void {
    for (;;) {
      const char = this.source.peek();
      if (char === ' ' || char === '\t' || char === '\r') this.source.skip(1);
      else if (this.source.startsWith('\\\n')) this.source.skip(2);
      else if (char === '#') {
        const end = this.source.text.indexOf('\n', this.source.at);
        this.source.skip((end < 0 ? this.source.text.length : end) - this.source.at);
      } else return;
    }
  }

  protected skipNewlines(): void {
    for (this.blanks(); this.source.startsWith('\n'); this.blanks()) this.newline();
  }

  protected newline(): void {
    this.source.skip(1);
    for (const read of this.source.documents.splice(0)) read(this.source);
  }
}
