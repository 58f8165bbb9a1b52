import { nextTurn } from '../../../bounds/lanes/pods.ts';
import { sharedSlice } from '../../../bounds/slices.ts';
import { FileError } from '../container-files.ts';
import { runInteractive } from '../interpreter/interactive.ts';
import { PendingScript } from '../interpreter/pending-script.ts';
import { Shell } from '../interpreter/shell.ts';
import { Descriptors } from '../language/descriptors.ts';
import { ShellExit } from '../language/shell-exit.ts';
import { type Program, type ProgramContext, pathOf } from '../program.ts';
import { takeLine, writeText } from '../streams.ts';
import { parseScript, parseSteps } from '../syntax/parser.ts';
import { type Script, ShellSyntaxError } from '../syntax/syntax.ts';
import { isTerminal } from '../terminal.ts';

interface Called {
  readonly name: string;
  readonly options: ReadonlySet<string>;
  readonly words: readonly string[];
}

const longOptions = new Set(['--login', '--norc', '--noprofile', '--posix', '--noediting', '--restricted']);
const namedOptions: Readonly<Record<string, string>> = {
  errexit: 'e',
  nounset: 'u',
  xtrace: 'x',
  pipefail: 'pipefail',
  allexport: 'a',
  noglob: 'f',
  posix: 'posix',
};

/** `bash -c SCRIPT [NAME [ARGUMENT...]]`, `bash FILE`, or a script on stdin; options before it as in `set`. */
export const sh: Program = async (context) => {
  const called = context.argv[0]!.slice(context.argv[0]!.lastIndexOf('/') + 1).replace(/^-/, '');
  const words = context.argv.slice(1);
  const options = new Set<string>();
  while (/^[-+]./.test(words[0] ?? '')) {
    const word = words.shift()!;
    if (word === '--') break;
    if (word === '--version') {
      await writeText(
        context.stdout,
        'GNU bash, version 4.4.20(1)-release: the shell of the embedded image has its language\n',
      );
      return 0;
    }
    if (longOptions.has(word)) continue;
    const unknown = [...word.slice(1)].find((letter) => !'aeufxvnhBCclsio'.includes(letter));
    if (word.startsWith('--') || unknown !== undefined) {
      await writeText(
        context.stderr,
        `${called}: ${word.startsWith('--') ? word : `-${unknown}`}: invalid option\n`,
      );
      return 2;
    }
    for (const letter of word.slice(1)) {
      if (letter !== 'o') {
        options.add(letter);
        continue;
      }
      const name = words.shift() ?? '';
      const key = namedOptions[name];
      if (key === undefined) {
        await writeText(context.stderr, `${called}: ${name}: invalid option name\n`);
        return 2;
      }
      options.add(key);
    }
  }
  try {
    return await start(context, { name: called, options, words });
  } catch (error) {
    // Too many shells within shells, or too many processes.
    if (!(error instanceof ShellExit)) throw error;
    await writeText(context.stderr, `${called}: fork: retry: Resource temporarily unavailable\n`);
    return error.status;
  }
};

async function start(context: ProgramContext, { name, options, words }: Called): Promise<number> {
  if (options.has('c')) {
    const [script, calledAs = name, ...rest] = words;
    if (script === undefined) {
      await writeText(context.stderr, `${name}: -c: option requires an argument\n`);
      return 2;
    }
    return await runText(shellFor(context, calledAs, rest, options), script, `${calledAs}: -c`, context);
  }
  const [file, ...rest] = words;
  if (file !== undefined && !options.has('s')) {
    try {
      const path = pathOf(context, file);
      const text = context.container.files.read(path);
      return await runText(shellFor(context, file, rest, options), text, file, context);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await writeText(context.stderr, `${name}: ${file}: ${error.message}\n`);
      return error.code === 'ENOENT' ? 127 : 126;
    }
  }
  if (isTerminal(context.stdin)) {
    const shell = shellFor(context, name, words, options, true);
    return await runInteractive(context, context.stdin, shell);
  }
  return await runLines(context, shellFor(context, name, words, options, options.has('i')));
}

function shellFor(
  context: ProgramContext,
  name: string,
  positional: readonly string[],
  options: ReadonlySet<string>,
  isInteractive = false,
): Shell {
  const shell = new Shell(context, name, positional, undefined, isInteractive);
  for (const option of options) if (option !== 'l' && option !== 'i') shell.options.add(option);
  return shell;
}

/** Runs a whole script. What stands before a syntax error is run, as bash reads a script line by line. */
async function runText(shell: Shell, text: string, name: string, context: ProgramContext): Promise<number> {
  const open = Descriptors.of(context);
  try {
    return await shell.run(await parsed(text), open);
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    const before = linesBefore(text, error.line);
    if (before !== undefined) {
      const status = await shell.run(before, open);
      if (shell.exited) return status;
    }
    const source = text.split('\n')[error.line - 1] ?? '';
    const quoted = /unexpected token/.test(error.message)
      ? `${name}: line ${error.line}: \`${source}'\n`
      : '';
    await writeText(context.stderr, `${name}: line ${error.line}: ${error.message}\n${quoted}`);
    return 2;
  }
}

/** Parses in slices: a long script must not keep the event loop. */
async function parsed(text: string): Promise<Script> {
  const steps = parseSteps(text);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
    if (sharedSlice.isOver()) await nextTurn();
  }
}

const mostTries = 50;

/** The script up to the command with the error; undefined if that is the first. */
function linesBefore(text: string, line: number): Script | undefined {
  const lines = text.split('\n');
  for (
    let count = Math.min(line - 1, lines.length - 1), tries = 0;
    count > 0 && tries < mostTries;
    count--, tries++
  ) {
    try {
      return parseScript(lines.slice(0, count).join('\n'));
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
    }
  }
  return undefined;
}

/** A script from stdin, line by line; an incomplete command waits for more lines, and commands read what follows. */
async function runLines(context: ProgramContext, shell: Shell): Promise<number> {
  const open = Descriptors.of(context);
  const script = new PendingScript();
  for (;;) {
    const line = await takeLine(context.stdin, context.killed);
    if (!line.isWhole && line.text === '') break;
    const read = script.add(line.text, shell.aliases);
    if (read.kind === 'complete') shell.status = await shell.runPart(read.script, open);
    else if (read.kind === 'wrong') {
      await writeText(context.stderr, `${shell.name}: line ${read.message}\n`);
      shell.status = 2;
    }
    if (shell.exited) break;
  }
  if (script.begun) {
    await writeText(context.stderr, `${shell.name}: syntax error: unexpected end of file\n`);
    return 2;
  }
  return await shell.finish(open);
}
