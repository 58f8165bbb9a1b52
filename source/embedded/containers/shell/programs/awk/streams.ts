import { PassThrough } from 'node:stream';
import { FileError } from '../../container-files.ts';
import { type ProgramContext, pathOf } from '../../program.ts';
import { LaunchError, runChild } from '../../run-child.ts';
import { fileReader, type Line, readPieces, splitLines, writeText } from '../../streams.ts';
import { piecesOf } from '../tool/input.ts';
import { complain, ToolError } from '../tool/tool.ts';

export interface Record {
  readonly text: string;
  /** The first of its file. */
  readonly isFirst: boolean;
}

const mostOpen = 100;

/** The input, files and commands of a program of awk. */
export class AwkStreams {
  hasFailed = false;
  readonly #context: ProgramContext;
  readonly #readers = new Map<string, AsyncIterator<Line>>();
  readonly #files = new Set<string>();
  readonly #pipes = new Map<string, { readonly input: PassThrough; readonly ended: Promise<number> }>();
  #names: string[] = [];
  #assign: (name: string, value: string) => void = () => {};
  #main: AsyncIterator<Line> | undefined;
  #isFirst = true;
  #hasRead = false;

  constructor(context: ProgramContext) {
    this.#context = context;
  }

  /** Operands are files, or assignments that are made when their turn comes. */
  readFrom(operands: readonly string[], assign: (name: string, value: string) => void): void {
    this.#names = [...operands];
    this.#assign = assign;
  }

  /** The next record of the main input. `onFile` learns about a new file. */
  async next(separator: string, onFile: (name: string) => void): Promise<Record | undefined> {
    for (;;) {
      if (this.#main === undefined) {
        const name = this.#nextName();
        if (name === undefined) return undefined;
        this.#main = this.#records(piecesOf(this.#context, name), separator);
        this.#isFirst = true;
        if (name !== '-') onFile(name);
        this.#hasRead = true;
        try {
          const record = await this.#take(this.#main);
          if (record) return record;
        } catch (error) {
          if (!(error instanceof FileError)) throw error;
          await complain(this.#context, `cannot open ${name} (${error.message})`);
          this.hasFailed = true;
        }
        this.#main = undefined;
        continue;
      }
      const record = await this.#take(this.#main);
      if (record) return record;
      this.#main = undefined;
    }
  }

  #nextName(): string | undefined {
    for (;;) {
      const name = this.#names.shift();
      if (name === undefined) {
        if (this.#hasRead) return undefined;
        this.#hasRead = true;
        return '-';
      }
      const assignment = /^([A-Za-z_]\w*)=(.*)$/s.exec(name);
      if (assignment === null) return name;
      this.#assign(assignment[1]!, assignment[2]!);
    }
  }

  skipFile(): void {
    this.#main = undefined;
  }

  async #take(reader: AsyncIterator<Line>): Promise<Record | undefined> {
    const next = await reader.next();
    if (next.done) return undefined;
    const { isFirst } = { isFirst: this.#isFirst };
    this.#isFirst = false;
    return { text: next.value.text, isFirst };
  }

  /** Records by RS: lines, texts up to a character, or paragraphs where it is empty. */
  #records(pieces: AsyncIterable<Buffer>, separator: string): AsyncIterator<Line> {
    return separator === '' ? paragraphs(pieces) : splitLines(pieces, separator)[Symbol.asyncIterator]();
  }

  /** A record of a file or of a command's output, which stay open until they are closed. */
  async read(
    kind: 'file' | 'command',
    name: string,
    separator: string,
  ): Promise<Record | undefined | 'failed'> {
    const key = `${kind}:${name}`;
    let reader = this.#readers.get(key);
    if (reader === undefined) {
      this.#limit();
      try {
        const pieces =
          kind === 'file'
            ? readPieces(
                name === '-'
                  ? this.#context.stdin
                  : fileReader(this.#context.container.files, pathOf(this.#context, name)),
                this.#context.killed,
              )
            : this.#output(name);
        reader = this.#records(pieces, separator);
        this.#readers.set(key, reader);
      } catch (error) {
        if (error instanceof FileError) return 'failed';
        throw error;
      }
    }
    const next = await reader.next();
    return next.done ? undefined : { text: next.value.text, isFirst: false };
  }

  #output(command: string): AsyncGenerator<Buffer> {
    const pipe = new PassThrough();
    pipe.on('error', () => undefined);
    void this.#run(command, { stdout: pipe }).then(() => pipe.end());
    return readPieces(pipe, this.#context.killed);
  }

  async #run(
    command: string,
    streams: { readonly stdin?: PassThrough; readonly stdout?: PassThrough },
  ): Promise<number> {
    try {
      return await runChild(this.#context, ['sh', '-c', command], streams);
    } catch (error) {
      if (!(error instanceof LaunchError)) throw error;
      await complain(this.#context, `sh: ${error.message}`);
      return error.status;
    }
  }

  #limit(): void {
    if (this.#readers.size + this.#pipes.size + this.#files.size >= mostOpen)
      throw new ToolError('too many open files', 2);
  }

  async print(text: string): Promise<void> {
    await writeText(this.#context.stdout, text, this.#context.killed);
  }

  async printTo(operator: '>' | '>>' | '|', name: string, text: string): Promise<void> {
    if (name === '/dev/stdout' || name === '-') return await this.print(text);
    if (name === '/dev/stderr') return await writeText(this.#context.stderr, text, this.#context.killed);
    if (operator === '|') {
      let pipe = this.#pipes.get(name);
      if (pipe === undefined) {
        this.#limit();
        const input = new PassThrough();
        input.on('error', () => undefined);
        pipe = { input, ended: this.#run(name, { stdin: input }) };
        this.#pipes.set(name, pipe);
      }
      return await writeText(pipe.input, text, this.#context.killed);
    }
    const isOpen = this.#files.has(name);
    if (!isOpen) this.#limit();
    this.#files.add(name);
    try {
      this.#context.container.files.write(pathOf(this.#context, name), text, isOpen || operator === '>>');
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      throw new ToolError(`cannot open "${name}" for output (${error.message})`, 2);
    }
  }

  /** Resolves with the status of a command, 0 for a file, -1 for what is not open. */
  async close(name: string): Promise<number> {
    const pipe = this.#pipes.get(name);
    if (pipe) {
      this.#pipes.delete(name);
      pipe.input.end();
      return await pipe.ended;
    }
    const wasRead = this.#readers.delete(`file:${name}`) || this.#readers.delete(`command:${name}`);
    return this.#files.delete(name) || wasRead ? 0 : -1;
  }

  async system(command: string): Promise<number> {
    return await this.#run(command, {});
  }

  async closeAll(): Promise<void> {
    for (const name of [...this.#pipes.keys()]) await this.close(name);
  }
}

/** Texts between empty lines. */
async function* paragraphs(pieces: AsyncIterable<Buffer>): AsyncGenerator<Line> {
  let lines: string[] = [];
  for await (const { text } of splitLines(pieces)) {
    if (text !== '') lines.push(text);
    else if (lines.length > 0) {
      yield { text: lines.join('\n'), isWhole: true };
      lines = [];
    }
  }
  if (lines.length > 0) yield { text: lines.join('\n'), isWhole: true };
}
