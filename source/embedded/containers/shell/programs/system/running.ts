import type { Process } from '../../processes.ts';
import type { Program, ProgramContext } from '../../program.ts';
import { LaunchError, runChild } from '../../run-child.ts';
import { signalNumber } from '../../signals.ts';
import { readPieces, splitLines, writeText } from '../../streams.ts';
import { pause } from '../tool/pause.ts';
import { complain, ToolError, tool, wholeNumber } from '../tool/tool.ts';

/** Programs that run others, or wait. */

/** Runs a command for `env`, `nice` and the like: what cannot be run is reported in coreutils' words. */
async function runFor(
  context: ProgramContext,
  argv: readonly string[],
  options: Parameters<typeof runChild>[2] = {},
): Promise<number> {
  try {
    return await runChild(context, argv, options);
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    const reason = error.message === 'command not found' ? 'No such file or directory' : error.message;
    const verb =
      context.argv[0]?.endsWith('timeout') || context.argv[0]?.endsWith('nohup')
        ? 'failed to run command '
        : '';
    await complain(context, `${verb}'${argv[0]}': ${reason}`);
    return error.status;
  }
}

export const env = tool(
  {
    options: ['i|ignore-environment', 'u:|unset:', '0|null', 'C:|chdir:', 'S:|split-string:'],
    stopsAtOperand: true,
    wrong: 125,
  },
  async (context, options, operands) => {
    const words = [...(options.value('S')?.split(/\s+/) ?? []), ...operands];
    const changed: Record<string, string> = options.has('i') ? {} : { ...context.env };
    if (words[0] === '-') words.shift();
    for (const name of options.all('u')) delete changed[name];
    while (/^[^=]+=/.test(words[0] ?? '')) {
      const word = words.shift()!;
      changed[word.slice(0, word.indexOf('='))] = word.slice(word.indexOf('=') + 1);
    }
    const end = options.has('0') ? '\0' : '\n';
    if (words.length === 0) {
      await writeText(
        context.stdout,
        Object.entries(changed)
          .map(([key, value]) => `${key}=${value}${end}`)
          .join(''),
      );
      return 0;
    }
    return await runFor(context, words, { env: changed, process: context.process });
  },
);

export const printenv = tool({ options: ['0|null'], wrong: 2 }, async (context, options, operands) => {
  const end = options.has('0') ? '\0' : '\n';
  if (operands.length === 0) {
    await writeText(
      context.stdout,
      Object.entries(context.env)
        .map(([key, value]) => `${key}=${value}${end}`)
        .join(''),
    );
    return 0;
  }
  const values = operands.flatMap((name) => context.env[name] ?? []);
  await writeText(context.stdout, values.map((value) => `${value}${end}`).join(''));
  return values.length === operands.length ? 0 : 1;
});

/** `5`, `0.5`, `2m`, `1h`, `1d`, `infinity`: milliseconds; undefined for anything else. */
function durationOf(text: string): number | undefined {
  if (/^inf(inity)?$/i.test(text)) return Number.POSITIVE_INFINITY;
  const match = /^(\d+(?:\.\d*)?|\.\d+)([smhd]?)$/.exec(text);
  if (match === null) return undefined;
  return Number(match[1]) * ({ m: 60, h: 3600, d: 86_400 }[match[2]!] ?? 1) * 1000;
}

/** `sleep DURATION...` */
export const sleep: Program = async (context) => {
  const words = context.argv.slice(1).filter((word) => word !== '--');
  if (words.length === 0) {
    await complain(context, 'missing operand');
    return 1;
  }
  let total = 0;
  for (const word of words) {
    const duration = durationOf(word);
    if (duration === undefined) {
      await complain(
        context,
        word.startsWith('-') ? `invalid option -- '${word[1]}'` : `invalid time interval '${word}'`,
      );
      return 1;
    }
    total += duration;
  }
  await pause(total, context.killed);
  return context.killed.aborted ? 137 : 0;
};

export const timeout = tool(
  {
    options: ['s:|signal:', 'k:|kill-after:', 'v|verbose', '|preserve-status', '|foreground'],
    stopsAtOperand: true,
    wrong: 125,
  },
  async (context, options, operands) => {
    const [text, ...words] = operands;
    if (text === undefined || words.length === 0) throw new ToolError('missing operand', 125);
    const duration = durationOf(text);
    if (duration === undefined) throw new ToolError(`invalid time interval '${text}'`, 125);
    const number = signalNumber(options.value('s') ?? 'TERM');
    if (number === undefined) throw new ToolError(`${options.value('s')}: invalid signal`, 125);
    const later = options.has('k') ? durationOf(options.value('k')!) : undefined;
    let started: Process | undefined;
    let hasTimedOut = false;
    const over = new AbortController();
    const watch = (async () => {
      if (duration === 0) return;
      await pause(duration, over.signal);
      if (over.signal.aborted) return;
      hasTimedOut = true;
      if (options.has('v'))
        await complain(context, `sending signal ${options.value('s') ?? 'TERM'} to command '${words[0]}'`);
      started?.deliver(number);
      if (later === undefined) return;
      await pause(later, over.signal);
      if (!over.signal.aborted) started?.deliver(9);
    })();
    const code = await runFor(context, words, {
      onStart: (process) => {
        started = process;
      },
    });
    over.abort();
    await watch;
    if (!hasTimedOut) return code;
    return number === 9 ? 137 : options.has('preserve-status') ? code : 124;
  },
);

export const nice = tool(
  {
    options: ['n:|adjustment:'],
    stopsAtOperand: true,
    wrong: 125,
    old: (word) => (/^-\d+$/.test(word) ? ['-n', word.slice(1)] : undefined),
  },
  async (context, _options, operands) => {
    if (operands.length > 0) return await runFor(context, operands, { process: context.process });
    await writeText(context.stdout, '0\n');
    return 0;
  },
);

/** `nohup COMMAND`: there is no terminal that could hang up on it, but HUP is ignored. */
export const nohup = tool(
  { options: [], stopsAtOperand: true, wrong: 125 },
  async (context, _options, operands) => {
    if (operands.length === 0) throw new ToolError('missing operand', 125);
    return await runFor(context, operands, {
      onStart: (process) => process.handlers.push((number) => number === 1),
    });
  },
);

/** `exec`s a command in a session of its own. */
export const setsid = tool(
  { options: ['c', 'f', 'w'], stopsAtOperand: true },
  async (context, _options, operands) => {
    if (operands.length === 0) throw new ToolError('no command specified');
    return await runFor(context, operands);
  },
);

const mostWords = 5000;

export const xargs = tool(
  {
    options: [
      '0|null',
      'a:|arg-file:',
      'd:|delimiter:',
      'E:',
      'I:|replace:',
      'i?',
      'L:|max-lines:',
      'n:|max-args:',
      'P:|max-procs:',
      'r|no-run-if-empty',
      's:|max-chars:',
      't|verbose',
      'x|exit',
    ],
    stopsAtOperand: true,
  },
  async (context, options, operands) => {
    const command = operands.length === 0 ? ['echo'] : operands;
    const replaced = options.value('I') ?? (options.has('i') ? options.value('i') || '{}' : undefined);
    const each = options.has('n')
      ? wholeNumber(options.value('n')!, 'invalid number for -n option')
      : mostWords;
    const lines = options.has('L')
      ? wholeNumber(options.value('L')!, 'invalid number for -L option')
      : undefined;
    const parallel = Math.min(
      8,
      options.has('P') ? wholeNumber(options.value('P')!, 'invalid number for -P option') || 8 : 1,
    );
    const delimiter = options.has('0') ? '\0' : options.value('d')?.replace('\\n', '\n').replace('\\t', '\t');
    if (each === 0) throw new ToolError('value 0 for -n option should be >= 1');
    let code = 0;
    const running = new Set<Promise<void>>();
    let stops = false;
    const run = async (words: readonly string[]): Promise<void> => {
      if (options.has('t')) await writeText(context.stderr, `${words.join(' ')}\n`);
      const status = await runFor({ ...context, stdin: undefined }, words);
      if (status === 127 || status === 126) code = status;
      else if (status === 255) {
        code = 124;
        stops = true;
      } else if (status !== 0 && code === 0) code = status > 128 ? 125 : 123;
      if (status === 126 || status === 127) stops = true;
    };
    const start = async (words: readonly string[]): Promise<void> => {
      if (running.size >= parallel) await Promise.race(running);
      const one: Promise<void> = run(words).finally(() => running.delete(one));
      running.add(one);
      if (parallel === 1) await one;
    };
    let waiting: string[] = [];
    let count = 0;
    let hasRun = false;
    const flush = async (): Promise<void> => {
      hasRun = true;
      await start([...command, ...waiting]);
      waiting = [];
      count = 0;
    };
    const input = readPieces(context.stdin, context.killed);
    for await (const { text } of splitLines(input, delimiter ?? '\n')) {
      if (stops || context.killed.aborted) break;
      if (replaced !== undefined) {
        const line = delimiter === undefined ? text.trimStart() : text;
        if (line === '') continue;
        hasRun = true;
        await start(command.map((word) => word.replaceAll(replaced, line)));
        continue;
      }
      const words = delimiter === undefined ? wordsOf(text) : [text];
      if (words.length === 0) continue;
      for (const word of words) {
        waiting.push(word);
        if (waiting.length >= each) await flush();
        if (stops) break;
      }
      count++;
      if (lines !== undefined && count >= lines && waiting.length > 0) await flush();
    }
    if (!stops && (waiting.length > 0 || (!hasRun && replaced === undefined && !options.has('r'))))
      await flush();
    await Promise.all(running);
    return code;
  },
);

/** Words of a line, with quotes and backslashes. */
function wordsOf(line: string): string[] {
  const words: string[] = [];
  for (const [, text = ''] of line.matchAll(/((?:"[^"]*"|'[^']*'|\\.|[^\s"'\\])+)/gs))
    words.push(
      text.replace(
        /"([^"]*)"|'([^']*)'|\\(.)/gs,
        (_, double: string | undefined, single: string | undefined, char: string | undefined) =>
          double ?? single ?? char ?? '',
      ),
    );
  return words;
}
