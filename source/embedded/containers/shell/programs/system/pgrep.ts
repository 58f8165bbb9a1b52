import { type Process, processesOf } from '../../processes.ts';
import type { ProgramContext } from '../../program.ts';
import { posixPattern } from '../../regular-expression/posix.ts';
import { signalNumber } from '../../signals.ts';
import { writeText } from '../../streams.ts';
import { ToolError, tool } from '../tool/tool.ts';
import { commandOf } from './command-of.ts';

async function matching(
  context: ProgramContext,
  source: string,
  { isFull = false, isExact = false, ignoresCase = false },
): Promise<Process[]> {
  const pattern = posixPattern(source, { isExtended: true, ignoresCase });
  const found: Process[] = [];
  for (const process of processesOf(context.container).all()) {
    if (process.pid === context.process?.pid) continue;
    const text = isFull ? process.argv.join(' ') : commandOf(process).slice(0, 15);
    if (isExact ? await pattern.matches(text) : await pattern.test(text)) found.push(process);
  }
  return found;
}

const table = {
  options: [
    'f|full',
    'x|exact',
    'i|ignore-case',
    'l|list-name',
    'a|list-full',
    'c|count',
    'o|oldest',
    'n|newest',
    'v|inverse',
    'u:',
    's|signal:',
    'e|echo',
    'd:|delimiter:',
  ],
  wrong: 2,
};

export const pgrep = tool(table, async (context, options, [source]) => {
  if (source === undefined) throw new ToolError('no matching criteria specified', 2);
  let found = await matching(context, source, {
    isFull: options.has('f'),
    isExact: options.has('x'),
    ignoresCase: options.has('i'),
  });
  if (options.has('o')) found = found.slice(0, 1);
  if (options.has('n')) found = found.slice(-1);
  if (options.has('c')) await writeText(context.stdout, `${found.length}\n`);
  else {
    const text = (process: Process): string =>
      `${process.pid}${options.has('a') ? ` ${process.argv.join(' ')}` : options.has('l') ? ` ${commandOf(process)}` : ''}`;
    await writeText(context.stdout, found.map((one) => `${text(one)}\n`).join(''));
  }
  return found.length > 0 ? 0 : 1;
});

export const pkill = tool(
  {
    ...table,
    old: (word: string) =>
      /^-(?:\d+|[A-Z]{2,})$/.test(word) && signalNumber(word.slice(1)) !== undefined
        ? ['--signal', word.slice(1)]
        : undefined,
  },
  async (context, options, [source]) => {
    if (source === undefined) throw new ToolError('no matching criteria specified', 2);
    const number = signalNumber(options.value('s') ?? 'TERM');
    if (number === undefined) throw new ToolError(`invalid signal ${options.value('s')}`, 2);
    const found = await matching(context, source, {
      isFull: options.has('f'),
      isExact: options.has('x'),
      ignoresCase: options.has('i'),
    });
    for (const process of found) process.deliver(number);
    return found.length > 0 ? 0 : 1;
  },
);

export const pidof = tool({ options: ['s', 'x', 'q'] }, async (context, options, operands) => {
  const found = processesOf(context.container)
    .all()
    .filter((one) => operands.includes(commandOf(one)))
    .map(({ pid }) => pid)
    .reverse();
  const shown = options.has('s') ? found.slice(0, 1) : found;
  if (shown.length > 0) await writeText(context.stdout, `${shown.join(' ')}\n`);
  return shown.length > 0 ? 0 : 1;
});
