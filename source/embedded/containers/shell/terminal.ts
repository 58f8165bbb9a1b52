import { PassThrough, type Readable, Writable } from 'node:stream';
import type { ExecStreams } from '../container.ts';

/** How a shell that reads a terminal handles Ctrl-C and Ctrl-D: they go to the foreground command. */
export interface JobControl {
  interrupt(): void;
  endOfInput(): void;
}

/** A program's input behind a terminal: `isTTY` tells the program that it is interactive. */
export type TerminalInput = Readable & { readonly isTTY: true; jobs?: JobControl };

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

/**
 * The pseudo-terminal between kubectl's raw terminal and a program: it echoes, buffers lines, handles backspace, Ctrl-U, Ctrl-C and
 * Ctrl-D, and ends output lines with CR LF.
 */
export function openTerminal(streams: ExecStreams): TerminalStreams {
  const interrupt = new AbortController();
  const input = new PassThrough();
  const stdin: TerminalInput = Object.assign(input, { isTTY: true as const });
  const show = (text: string) => void streams.stdout.write(text);
  let line = '';
  let sequence = '';
  const take = (char: string): void => {
    if (sequence !== '' || char === '\u001b') {
      // Cursor and function keys are ignored: there is no line editing.
      sequence = /^\u001b(?:[[O][0-9;]*)?$/.test(sequence + char) ? sequence + char : '';
    } else if (char === '\r' || char === '\n') {
      show('\r\n');
      input.write(`${line}\n`);
      line = '';
    } else if (char === '\u007f' || char === '\b') {
      if (line !== '') show('\b \b');
      line = [...line].slice(0, -1).join('');
    } else if (char === '\u0015') {
      show('\b \b'.repeat([...line].length));
      line = '';
    } else if (char === '\u0003') {
      show('^C\r\n');
      line = '';
      // As in a terminal, this discards type-ahead.
      input.read();
      if (stdin.jobs) stdin.jobs.interrupt();
      else {
        interrupt.abort();
        input.end();
      }
    } else if (char === '\u0004') {
      if (line !== '') return;
      if (stdin.jobs) stdin.jobs.endOfInput();
      else input.end();
    } else if (char >= ' ' && line.length < longestLine) {
      line += char;
      show(char);
    }
  };
  const decoder = new TextDecoder();
  streams.stdin?.on('data', (piece: Buffer) => {
    for (const char of decoder.decode(piece, { stream: true })) if (!input.writableEnded) take(char);
  });
  streams.stdin?.on('end', () => input.end());
  streams.stdin?.on('error', () => input.end());
  const output = () =>
    new Writable({
      decodeStrings: true,
      write(piece: Buffer, _encoding, done) {
        streams.stdout.write(piece.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1', () => done());
      },
    });
  const [stdout, stderr] = [output(), output()];
  const flush = async () => {
    await Promise.all(
      [stdout, stderr].map((stream) => new Promise<void>((resolve) => stream.end(() => resolve()))),
    );
  };
  return { stdin, stdout, stderr, signal: AbortSignal.any([streams.signal, interrupt.signal]), flush };
}

/** Whether a program's input is interactive. */
export function isTerminal(stdin: Readable | undefined): stdin is TerminalInput {
  return (stdin as { isTTY?: boolean } | undefined)?.isTTY === true;
}
