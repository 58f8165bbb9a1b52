import { PassThrough } from 'node:stream';
import { PendingScript } from './pending-script.ts';
import type { ProgramContext } from './program.ts';
import type { Shell } from './shell.ts';
import { writeText } from './streams.ts';
import type { TerminalInput } from './terminal.ts';

/**
 * An interactive shell: it prompts, and passes input to the foreground command or, without one, to itself. Ctrl-C ends the command,
 * Ctrl-D its input; at the prompt, Ctrl-C discards the line and Ctrl-D exits.
 */
export async function runInteractive(
  context: ProgramContext,
  terminal: TerminalInput,
  shell: Shell,
): Promise<number> {
  const script = new PendingScript();
  const typed = new TypedLines();
  let job: { readonly input: PassThrough; readonly control: AbortController } | undefined;
  const prompt = () => writeText(context.stdout, script.begun ? '> ' : '$ ');
  const leave = () => {
    job?.input.end();
    typed.end();
  };
  terminal.on('data', (piece: Buffer) => {
    if (job && !job.input.writableEnded) job.input.write(piece);
    else typed.add(piece);
  });
  terminal.once('end', leave);
  context.killed.addEventListener('abort', leave, { once: true });
  terminal.jobs = {
    interrupt: () => {
      if (job) return job.control.abort();
      typed.take();
      script.drop();
      shell.status = 130;
      void prompt();
    },
    endOfInput: () => (job ? job.input.end() : typed.end()),
  };
  try {
    await prompt();
    for (let line = await typed.next(); line !== undefined; line = await typed.next()) {
      const read = script.add(line);
      if (read.kind === 'complete') {
        const input = new PassThrough();
        // Type-ahead goes to the command; whatever it does not read goes back to the shell.
        input.write(typed.take());
        const control = new AbortController();
        job = { input, control };
        const { stdout, stderr } = context;
        shell.status = await shell.runForeground(
          read.script,
          { stdin: input, stdout, stderr },
          control.signal,
        );
        job = undefined;
        const ahead = input.destroyed ? null : (input.read() as Buffer | null);
        if (ahead) typed.putBack(ahead);
        input.destroy();
      } else if (read.kind === 'wrong') {
        await writeText(context.stderr, `${shell.name}: ${read.message}\n`);
        shell.status = 2;
      }
      if (shell.exited || context.killed.aborted) break;
      await prompt();
    }
    return shell.status;
  } finally {
    context.killed.removeEventListener('abort', leave);
    delete terminal.jobs;
  }
}

/** Lines as a terminal delivers them, one at a time. */
class TypedLines {
  #text = '';
  #ended = false;
  #wake: () => void = () => {};

  add(piece: Buffer): void {
    this.#text += piece.toString();
    this.#wake();
  }

  putBack(piece: Buffer): void {
    this.#text = piece.toString() + this.#text;
  }

  /** All unread input. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  /** The next line without its newline; undefined after the last. */
  async next(): Promise<string | undefined> {
    for (;;) {
      const end = this.#text.indexOf('\n');
      if (end >= 0) {
        const line = this.#text.slice(0, end);
        this.#text = this.#text.slice(end + 1);
        return line;
      }
      if (this.#ended) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }
}
