import { parseScript } from '../parser.ts';
import type { Program } from '../program.ts';
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
    return await runLines(context, called, options);
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

/** A script from stdin, line by line as a terminal gives it; a command that needs more lines waits for them. */
async function runLines(
  context: Parameters<Program>[0],
  name: string,
  options: ReadonlySet<string>,
): Promise<number> {
  const streams = { stdin: undefined, stdout: context.stdout, stderr: context.stderr };
  const shell = new Shell({ ...context, stdin: undefined }, name, []);
  for (const option of options) shell.options.add(option);
  let line = 0;
  let pending = '';
  let firstLine = 1;
  const prompt = async () => {
    if (isTerminal(context.stdin)) await writeText(context.stdout, pending === '' ? '$ ' : '> ');
  };
  await prompt();
  for await (const text of readLines(context.stdin, context.killed)) {
    line++;
    if (pending === '') firstLine = line;
    pending += `${text.replace(/\r$/, '')}\n`;
    try {
      const script = parseScript(pending, firstLine);
      pending = '';
      shell.status = await shell.run(script, streams);
      if (shell.exited) return shell.status;
    } catch (error) {
      if (!(error instanceof ShellSyntaxError)) throw error;
      if (!/end of file|EOF|Unterminated/.test(error.message)) {
        await writeText(context.stderr, `${name}: ${error.line}: ${error.message}\n`);
        pending = '';
        shell.status = 2;
      }
    }
    await prompt();
  }
  return shell.status;
}
