import { processesOf } from '../../processes.ts';
import type { Program } from '../../program.ts';
import { writeText } from '../../streams.ts';
import { ToolError } from '../tool/tool.ts';
import { commandOf } from './command-of.ts';
import { chosenColumns } from './ps-columns.ts';

const full = 'user=UID,pid,ppid,c,stime,tty=TTY,time,args=CMD';
const wide = 'user,pid,pcpu,pmem,vsz,rss,tty=TTY,stat,stime=START,time,args';
const short = 'pid,tty=TTY,time,comm=CMD';

/** `ps`, `ps aux`, `ps -ef`, `ps -o FORMAT -p PID` */
export const ps: Program = async (context) => {
  const words = context.argv.slice(1);
  let format: string | undefined;
  let isAll = false;
  let pids: Set<number> | undefined;
  let noTitle = false;
  const formats: string[] = [];
  try {
    while (words.length > 0) {
      const word = words.shift()!;
      if (word === '--no-headers' || word === '--no-heading') noTitle = true;
      else if (word === '--help' || word === '--version') {
        await writeText(
          context.stdout,
          'ps of the embedded image: ps, ps aux, ps -ef, ps -o FORMAT, ps -p PID\n',
        );
        return 0;
      } else if (/^-?(?:o|-format=?)/.test(word))
        formats.push(word.replace(/^-?(?:o|-format=?)/, '') || (words.shift() ?? ''));
      else if (/^-?p|^--pid/.test(word)) {
        const text = word.replace(/^(?:-?p|--pid=?)/, '') || (words.shift() ?? '');
        pids = new Set(text.split(/[, ]/).map(Number));
      } else if (/^\d+$/.test(word)) pids = new Set([Number(word)]);
      else if (/^-C/.test(word)) {
        const name = word.slice(2) || (words.shift() ?? '');
        pids = new Set(
          processesOf(context.container)
            .all()
            .filter((one) => commandOf(one) === name)
            .map(({ pid }) => pid),
        );
      } else if (/^-[AaefFjlNHuxwTL]+$/.test(word)) {
        if (/[AeauxT]/.test(word)) isAll = true;
        if (/[fFl]/.test(word)) format = full;
        if (/u/.test(word)) format = wide;
      } else if (/^[aAuxewfljTr]+$/.test(word)) {
        if (/[aAxT]/.test(word)) isAll = true;
        if (/u/.test(word)) format = wide;
      } else throw new ToolError(`error: unsupported option in the embedded image: ${word}`);
    }
    const shown = formats.length > 0 ? formats.flatMap(chosenColumns) : chosenColumns(format ?? short);
    const own = context.process?.terminal;
    const all = processesOf(context.container).all();
    const rows = all.filter((one) =>
      pids ? pids.has(one.pid) : isAll || own === undefined || one.terminal === own,
    );
    const table = rows.map((one) => shown.map(({ value }) => value(one, context)));
    const titles = shown.map(({ title }) => title);
    const hasTitles = !noTitle && titles.some((title) => title !== '');
    const widths = shown.map((_, index) =>
      Math.max(titles[index]!.length, ...table.map((row) => row[index]!.length)),
    );
    const render = (row: readonly string[]): string =>
      row
        .map((cell, index) =>
          shown[index]!.isRight
            ? cell.padStart(widths[index]!)
            : index === row.length - 1
              ? cell
              : cell.padEnd(widths[index]!),
        )
        .join(' ')
        .trimEnd();
    const lines = hasTitles ? [titles, ...table] : table;
    await writeText(context.stdout, lines.map((row) => `${render(row)}\n`).join(''));
    return rows.length > 0 ? 0 : 1;
  } catch (error) {
    if (!(error instanceof ToolError)) throw error;
    await writeText(context.stderr, `${error.message}\n`);
    return error.code;
  }
};
