import { appuser } from '../../image-user.ts';
import type { Process } from '../../processes.ts';
import type { ProgramContext } from '../../program.ts';
import { strftime } from '../tool/strftime.ts';
import { ToolError } from '../tool/tool.ts';
import { commandOf } from './command-of.ts';

function elapsed(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(seconds / 3600);
  const clock = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  return hours >= 24
    ? `${Math.floor(hours / 24)}-${two(hours % 24)}:${clock}`
    : hours > 0
      ? `${two(hours)}:${clock}`
      : clock;
}

/** A column of `ps`. */
export interface Column {
  readonly title: string;
  readonly isRight?: boolean;
  readonly value: (process: Process, context: ProgramContext) => string;
}

const userOf = (context: ProgramContext): string => (context.container.user ?? appuser).name;
const startedAt = (process: Process): string =>
  strftime(Date.now() - process.started > 86_400_000 ? '%b%d' : '%H:%M', process.started);
const line = (process: Process): string => process.argv.join(' ');
const columns: Readonly<Record<string, Column>> = {
  user: { title: 'USER', value: (_, context) => userOf(context) },
  euser: { title: 'EUSER', value: (_, context) => userOf(context) },
  uid: {
    title: 'UID',
    isRight: true,
    value: (_, context) => String((context.container.user ?? appuser).uid),
  },
  pid: { title: 'PID', isRight: true, value: ({ pid }) => String(pid) },
  ppid: { title: 'PPID', isRight: true, value: ({ parent }) => String(parent) },
  pcpu: { title: '%CPU', isRight: true, value: () => '0.0' },
  pmem: { title: '%MEM', isRight: true, value: () => '0.0' },
  c: { title: 'C', isRight: true, value: () => '0' },
  vsz: { title: 'VSZ', isRight: true, value: () => '0' },
  rss: { title: 'RSS', isRight: true, value: () => '0' },
  tty: { title: 'TT', value: ({ terminal }) => terminal ?? '?' },
  stat: { title: 'STAT', value: ({ pid }) => (pid === 1 ? 'Ss' : 'S') },
  s: { title: 'S', value: () => 'S' },
  start: { title: 'STARTED', isRight: true, value: startedAt },
  stime: { title: 'STIME', value: startedAt },
  lstart: { title: 'STARTED', value: ({ started }) => strftime('%a %b %e %H:%M:%S %Y', started) },
  etime: { title: 'ELAPSED', isRight: true, value: ({ started }) => elapsed(Date.now() - started) },
  etimes: {
    title: 'ELAPSED',
    isRight: true,
    value: ({ started }) => String(Math.floor((Date.now() - started) / 1000)),
  },
  time: { title: 'TIME', value: () => '00:00:00' },
  comm: { title: 'COMMAND', value: commandOf },
  args: { title: 'COMMAND', value: line },
};
const aliases: Readonly<Record<string, string>> = {
  cmd: 'args',
  command: 'args',
  '%cpu': 'pcpu',
  '%mem': 'pmem',
  tt: 'tty',
  tname: 'tty',
  state: 's',
  ucmd: 'comm',
  uname: 'user',
  rssize: 'rss',
  vsize: 'vsz',
};

/** The columns of `-o NAME[=TITLE],…`. Throws {@link ToolError}. */
export function chosenColumns(text: string): Column[] {
  return text
    .split(/[, ]/)
    .filter((one) => one !== '')
    .map((one) => {
      const [name = '', title] = one.split('=', 2);
      const column = columns[aliases[name] ?? name];
      if (column === undefined) throw new ToolError(`error: unknown user-defined format specifier "${name}"`);
      return title === undefined ? column : { ...column, title };
    });
}
