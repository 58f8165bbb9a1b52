import { runInteractive } from '../interactive.ts';
import { parseScript } from '../parser.ts';
import { PendingScript } from '../pending-script.ts';
import type { Program, ProgramContext } from '../program.ts';
import { Shell } from '../shell.ts';
import { readLines, writeText } from '../streams.ts';
import { ShellSyntaxError } from '../syntax.ts';
import { isTerminal } from '../terminal.ts';

/** `sh -c SCRIPT [NAME [ARGUMENT...]]`, `sh FILE`, or a script on stdin. Options before `-c` as in `set`. */
export const sh: Program = async (context) => {
  const words = context.argv.slice(1);
  const called = context.argv[0]!.slice(context.argv[0]!.lastIndexOf('/') + 1);
  const options = new Set<string>();
  let script: string | undefined;
  let name = called;
  while (words[0]?.startsWith('-') && words[0].length > 1) {
    const word = words.shift()!;
    if (word === '--' || word === '--login') continue;
    for (const letter of word.slice(1))
      if ('aeuxcl'.includes(letter)) options.add(letter);
      else {
        await writeText(context.stderr, `${called}: 0: Illegal option -${letter}\n`);
        return 2;
      }
  }
  if (options.delete('c')) {
    script = words.shift();
    if (script === undefined) {
      await writeText(context.stderr, `${called}: 0: -c requires an argument\n`);
      return 2;
    }
    name = words.shift() ?? called;
  } else if (words.length > 0) {
    name = words.shift()!;
    if (!context.container.files.isFile(name)) {
      await writeText(context.stderr, `${called}: 0: cannot open ${name}: No such file\n`);
      return 2;
    }
    script = context.container.files.read(name);
  } else {
    const shell = new Shell({ ...context, stdin: undefined }, called, []);
    for (const option of options) shell.options.add(option);
    return isTerminal(context.stdin)
      ? await runInteractive(context, context.stdin, shell)
      : await runLines(context, shell);
  }
  try {
    const shell = new Shell(context, name, words);
    for (const option of options) shell.options.add(option);
    return await shell.run(parseScript(script), context);
  } catch (error) {
    if (!(error instanceof ShellSyntaxError)) throw error;
    await writeText(context.stderr, `${name}: ${error.line}: ${error.message}\n`);
    return 2;
  }
};

/** A script from stdin, line by line; an incomplete command waits for more lines. */
async function runLines(context: ProgramContext, shell: Shell): Promise<number> {
  const streams = { stdin: undefined, stdout: context.stdout, stderr: context.stderr };
  const script = new PendingScript();
  for await (const line of readLines(context.stdin, context.killed)) {
    const read = script.add(line);
    if (read.kind === 'complete') shell.status = await shell.run(read.script, streams);
    else if (read.kind === 'wrong') {
      await writeText(context.stderr, `${shell.name}: ${read.message}\n`);
      shell.status = 2;
    }
    if (shell.exited) break;
  }
  return shell.status;
}
