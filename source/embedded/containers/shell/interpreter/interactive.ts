import { PassThrough } from 'node:stream';
import { tellJobs } from '../builtins/job-control.ts';
import { Descriptors } from '../language/descriptors.ts';
import { remember } from '../line-editor/command-history.ts';
import { complete } from '../line-editor/completion.ts';
import { expandHistory, HistoryError } from '../line-editor/history-expansion.ts';
import { LineEditor } from '../line-editor/line-editor.ts';
import type { ProgramContext } from '../program.ts';
import { writeText } from '../streams.ts';
import type { TerminalInput } from '../terminal.ts';
import { readHistory, writeHistory } from './history-file.ts';
import { PendingScript } from './pending-script.ts';
import { promptOf } from './prompt.ts';
import type { Shell } from './shell.ts';

/**
 * An interactive shell: it prompts, edits lines, and passes input to the foreground command. Ctrl-C ends the command, Ctrl-D its input; at
 * the prompt, Ctrl-C discards the line and Ctrl-D exits.
 */
export async function runInteractive(
  context: ProgramContext,
  input: TerminalInput,
  shell: Shell,
): Promise<number> {
  const { terminal } = input;
  const outer = terminal.jobs;
  const open = Descriptors.of(context);
  const editor = new LineEditor({
    history: shell.history,
    write: (text) => void context.stdout.write(text),
    columns: () => terminal.columns,
    complete: (before) => complete(shell, before),
  });
  const commands = new ForegroundInput();
  const leave = () => {
    commands.end();
    editor.end();
  };
  input.on('data', (piece: Buffer) => commands.add(piece));
  input.once('end', leave);
  context.killed.addEventListener('abort', leave, { once: true });
  terminal.jobs = { interrupt: () => commands.interrupt(), endOfInput: () => commands.end() };
  const atTerminal = (on: boolean) => {
    terminal.takeOver(on ? (text) => editor.type(text) : undefined);
    terminal.onResize = on ? () => editor.resized() : undefined;
  };
  try {
    readHistory(shell);
    const script = new PendingScript();
    while (!shell.exited && !context.killed.aborted) {
      setSize(shell, terminal);
      editor.type(commands.takeUnread() + terminal.takeLine());
      atTerminal(true);
      const edited = await editor.read(promptOf(shell, script.begun));
      atTerminal(false);
      if (edited.kind === 'interrupted') {
        script.drop();
        shell.status = 130;
        continue;
      }
      if (edited.kind === 'end') break;
      const line = await expanded(shell, edited.text, open);
      if (line === undefined) continue;
      const isContinued = script.begun;
      const read = script.add(line, shell.aliases);
      remember(shell, line, isContinued);
      if (read.kind === 'wrong') {
        await writeText(context.stderr, `${shell.name}: ${read.message.replace(/^\d+: /, '')}\n`);
        shell.status = 2;
      }
      if (read.kind !== 'complete') continue;
      const { stream, signal } = commands.begin(terminal);
      // Type-ahead goes to the command; whatever it does not read goes back to the shell.
      terminal.isEchoing = false;
      terminal.type(editor.takeUnread());
      terminal.isEchoing = true;
      shell.status = await shell.runForeground(read.script, open.with(0, stream), signal);
      commands.finish();
      if (!shell.exited) await tellJobs(shell, open);
    }
    if (!shell.exited && !context.killed.aborted) await writeText(context.stdout, 'exit\n');
    writeHistory(shell);
    return await shell.finish(open);
  } finally {
    context.killed.removeEventListener('abort', leave);
    atTerminal(false);
    terminal.jobs = outer;
  }
}

/** `checkwinsize`: the variables of the terminal's size. */
function setSize(shell: Shell, { columns, rows }: TerminalInput['terminal']): void {
  shell.set('COLUMNS', String(columns));
  shell.set('LINES', String(rows));
}

/** The line after history expansion, which is shown where it changed something; undefined: there is nothing to run. */
async function expanded(shell: Shell, line: string, open: Descriptors): Promise<string | undefined> {
  if (!shell.options.has('H')) return line;
  try {
    const { text, isChanged, isOnlyShown } = expandHistory(line, shell.history);
    if (isChanged) await writeText(open.stderr, `${text}\n`);
    if (!isOnlyShown) return text;
    remember(shell, text, false);
    return undefined;
  } catch (error) {
    if (!(error instanceof HistoryError)) throw error;
    await writeText(open.stderr, `${shell.name}: ${error.message}\n`);
    return undefined;
  }
}

/** The input of the command in the foreground. */
class ForegroundInput {
  #job: { readonly stream: PassThrough; readonly control: AbortController } | undefined;
  #unread = '';
  #hasEnded = false;

  begin(terminal: TerminalInput['terminal']) {
    const stream = Object.assign(new PassThrough(), { terminal });
    const control = new AbortController();
    this.#job = { stream, control };
    this.#hasEnded = false;
    return { stream, signal: control.signal };
  }

  /** The command is over. What it left belongs to the shell. */
  finish(): void {
    const stream = this.#job?.stream;
    this.#job = undefined;
    const left = stream === undefined || stream.destroyed ? null : (stream.read() as Buffer | null);
    // A Ctrl-D that the command did not read either.
    const end = this.#hasEnded && stream?.readableEnded === false ? '\u0004' : '';
    this.#unread = (left?.toString() ?? '') + end + this.#unread;
    stream?.destroy();
  }

  add(piece: Buffer): void {
    if (this.#job && !this.#job.stream.writableEnded) this.#job.stream.write(piece);
    else this.#unread += piece.toString();
  }

  takeUnread(): string {
    const text = this.#unread;
    this.#unread = '';
    return text;
  }

  interrupt(): void {
    this.#unread = '';
    this.#job?.control.abort();
  }

  end(): void {
    this.#hasEnded = true;
    this.#job?.stream.end();
  }
}
