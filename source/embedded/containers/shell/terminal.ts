import { PassThrough, type Readable, Writable } from 'node:stream';
import type { ExecStreams } from '../container.ts';

/** How a shell that reads a terminal handles Ctrl-C and Ctrl-D: they go to the foreground command. */
export interface JobControl {
  interrupt(): void;
  endOfInput(): void;
}

/** A program's input behind a terminal: `terminal` tells the program that it is interactive. */
export type TerminalInput = Readable & { readonly terminal: Terminal };

/** A program's streams behind a terminal. */
export interface TerminalStreams {
  readonly stdin: TerminalInput;
  readonly stdout: Writable;
  readonly stderr: Writable;
  /** Ctrl-C, or the end of the exec. */
  readonly signal: AbortSignal;
  /** Resolves when all output is passed on. */
  flush(): Promise<void>;
}

const longestLine = 4096;
const clears: Readonly<Record<string, RegExp>> = { '\u0015': /[\s\S]*$/, '\u0017': /\S*\s*$/ };

/**
 * The pseudo-terminal between kubectl's raw terminal and a program: it echoes, buffers lines, and handles backspace, Ctrl-U, Ctrl-W,
 * Ctrl-C and Ctrl-D. A line editor takes the keys as they are typed instead.
 */
export class Terminal {
  columns = 80;
  rows = 24;
  isEchoing = true;
  /** The innermost shell that reads this terminal. */
  jobs: JobControl | undefined;
  /** Learns about another size. */
  onResize: (() => void) | undefined;
  readonly #input: PassThrough;
  readonly #show: (text: string) => void;
  readonly #interrupt: () => void;
  #keys: ((text: string) => void) | undefined;
  #line = '';

  constructor(input: PassThrough, show: (text: string) => void, interrupt: () => void) {
    this.#input = input;
    this.#show = show;
    this.#interrupt = interrupt;
  }

  /** What is typed from now on goes to `keys` as it is; undefined: it is read by the line again. */
  takeOver(keys: ((text: string) => void) | undefined): void {
    this.#keys = keys;
  }

  /** The line that is not complete. */
  takeLine(): string {
    const line = this.#line;
    this.#line = '';
    return line;
  }

  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.onResize?.();
  }

  type(text: string): void {
    // A line may wake who takes over.
    for (let rest = text; rest !== '' && !this.#input.writableEnded; ) {
      if (this.#keys !== undefined) {
        this.#keys(rest);
        return;
      }
      const [char = ''] = rest;
      this.#take(char);
      rest = rest.slice(char.length);
    }
  }

  #take(char: string): void {
    if (char === '\r' || char === '\n') {
      this.#echo('\r\n');
      this.#input.write(`${this.#line}\n`);
      this.#line = '';
    } else if (char === '\u007f' || char === '\b') this.#erase(/[\s\S]$/u);
    else if (clears[char] !== undefined) this.#erase(clears[char]);
    else if (char === '\u0003' || char === '\u001c') {
      this.#echo(char === '\u0003' ? '^C\r\n' : '^\\\r\n');
      this.#line = '';
      // As in a terminal, this discards type-ahead.
      this.#input.read();
      if (this.jobs) this.jobs.interrupt();
      else this.#interrupt();
    } else if (char === '\u0004') {
      if (this.#line !== '') return;
      if (this.jobs) this.jobs.endOfInput();
      else this.#input.end();
    } else if (this.#line.length < longestLine) {
      this.#line += char;
      this.#echo(shown(char));
    }
  }

  #erase(what: RegExp): void {
    const kept = this.#line.replace(what, '');
    const cells = [...this.#line.slice(kept.length)].map(shown).join('').length;
    this.#line = kept;
    this.#echo('\b \b'.repeat(cells));
  }

  #echo(text: string): void {
    if (this.isEchoing) this.#show(text);
  }
}

/** A control character is echoed as `^A`. */
function shown(char: string): string {
  return char < ' ' && char !== '\t' ? `^${String.fromCharCode(char.charCodeAt(0) + 0x40)}` : char;
}

const terminals = new WeakMap<Writable, Terminal>();

/** The terminal that an output is shown on; undefined where it goes elsewhere. */
export function terminalOf(output: Writable): Terminal | undefined {
  return terminals.get(output);
}

/** Wires the streams of an exec to a terminal. */
export function openTerminal(streams: ExecStreams): TerminalStreams {
  const interrupt = new AbortController();
  const input = new PassThrough();
  const terminal = new Terminal(
    input,
    (text) => void streams.stdout.write(text),
    () => {
      interrupt.abort();
      input.end();
    },
  );
  const stdin: TerminalInput = Object.assign(input, { terminal });
  streams.onResize?.(({ columns, rows }) => terminal.resize(columns, rows));
  const decoder = new TextDecoder();
  streams.stdin?.on('data', (piece: Buffer) => terminal.type(decoder.decode(piece, { stream: true })));
  streams.stdin?.on('end', () => input.end());
  streams.stdin?.on('error', () => input.end());
  // One stream for both, so that what is written first is shown first.
  const output = new Writable({
    decodeStrings: true,
    write(piece: Buffer, _encoding, done) {
      streams.stdout.write(piece.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1', () => done());
    },
  });
  terminals.set(output, terminal);
  const flush = () => new Promise<void>((resolve) => output.end(() => resolve()));
  const signal = AbortSignal.any([streams.signal, interrupt.signal]);
  return { stdin, stdout: output, stderr: output, signal, flush };
}

/** Whether a program's input is interactive. */
export function isTerminal(stdin: Readable | undefined): stdin is TerminalInput {
  return (stdin as { terminal?: unknown } | undefined)?.terminal instanceof Terminal;
}
