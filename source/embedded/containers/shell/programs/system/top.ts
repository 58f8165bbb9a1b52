import { freemem, totalmem } from 'node:os';
import { appuser } from '../../image-user.ts';
import { processesOf } from '../../processes.ts';
import { writeText } from '../../streams.ts';
import { pause } from '../tool/pause.ts';
import { ToolError, tool, wholeNumber } from '../tool/tool.ts';
import { uptimeText } from './about.ts';
import { commandOf } from './command-of.ts';

/** `top -b [-n COUNT] [-d SECONDS] [-p PID] [-c]`: the processes of the container, as text. */
export const top = tool(
  { options: ['b', 'n:', 'd:', 'p:', 'c', 'i', 'H', 'w:', 'u:', 'o:'] },
  async (context, options) => {
    if (!options.has('b')) throw new ToolError('only batch mode is in the embedded image: top -b -n 1');
    const count = options.has('n') ? wholeNumber(options.value('n')!, 'bad iterations argument') : undefined;
    if (count === 0) throw new ToolError(`bad iterations argument '0'`);
    const seconds = Number(options.value('d') ?? 3);
    if (!(seconds >= 0)) throw new ToolError(`bad delay interval '${options.value('d')}'`);
    const wanted = options.value('p')?.split(',').map(Number);
    for (let round = 1; !context.killed.aborted && !context.stdout.destroyed; round++) {
      const all = processesOf(context.container)
        .all()
        .filter(({ pid }) => wanted === undefined || wanted.includes(pid));
      const user = (context.container.user ?? appuser).name;
      const rows = all.map((process) => {
        const command = options.has('c') ? process.argv.join(' ') : commandOf(process);
        const state = process === context.process ? 'R' : 'S';
        return `${String(process.pid).padStart(7)} ${user.slice(0, 8).padEnd(8)}  20   0       0      0      0 ${state}   0.0   0.0   0:00.00 ${command}`;
      });
      await writeText(context.stdout, `${round > 1 ? '\n' : ''}${head(all.length)}${rows.join('\n')}\n`);
      if (round === count) return 0;
      await pause(seconds * 1000, context.killed);
    }
    return 0;
  },
);

function head(tasks: number): string {
  const mib = (bytes: number): string => (bytes / 1024 ** 2).toFixed(1).padStart(8);
  const [total, free] = [totalmem(), freemem()];
  const count = (value: number): string => String(value).padStart(3);
  return [
    `top - ${uptimeText()}`,
    `Tasks: ${count(tasks)} total, ${count(1)} running, ${count(tasks - 1)} sleeping, ${count(0)} stopped, ${count(0)} zombie`,
    '%Cpu(s):  0.0 us,  0.0 sy,  0.0 ni,100.0 id,  0.0 wa,  0.0 hi,  0.0 si,  0.0 st',
    `MiB Mem : ${mib(total)} total, ${mib(free)} free, ${mib(total - free)} used, ${mib(0)} buff/cache`,
    `MiB Swap: ${mib(0)} total, ${mib(0)} free, ${mib(0)} used. ${mib(free)} avail Mem `,
    '',
    '    PID USER      PR  NI    VIRT    RES    SHR S  %CPU  %MEM     TIME+ COMMAND',
    '',
  ].join('\n');
}
