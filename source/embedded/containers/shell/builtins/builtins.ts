import { writeText } from '../streams.ts';
import type { Builtin } from './builtin.ts';
import { control } from './control.ts';
import { declaring } from './declaring.ts';
import { directories } from './directories.ts';
import { history } from './history.ts';
import { jobControl } from './job-control.ts';
import { lookingUp } from './looking-up.ts';
import { reading } from './reading.ts';
import { settings } from './settings.ts';

/** Programs that the shell runs itself, without a process. */
const inShell = ['echo', 'test', '[', 'true', 'false'];

/** Builtins of bash that make no sense without job control by a terminal, or line editing. */
const absent = [
  'bind',
  'caller',
  'compgen',
  'complete',
  'compopt',
  'enable',
  'fc',
  'logout',
  'suspend',
  'bg',
];

/** The shell's builtins. Those that are not supported are refused by name. */
export const builtins: ReadonlyMap<string, Builtin> = new Map<string, Builtin>([
  ...control,
  ...declaring,
  ...directories,
  ...jobControl,
  ...lookingUp,
  ...reading,
  ...settings,
  ['history', history],
  ...inShell.map((name): [string, Builtin] => [
    name,
    async (shell, argv, open) => {
      const program = shell.container.programs.get(name);
      if (program === undefined) return await shell.runProgram(argv, open);
      return await program({ ...shell.context(open), argv });
    },
  ]),
  ...absent.map((name): [string, Builtin] => [
    name,
    async (shell, _argv, open) => {
      await shell.complain(open, `${name}: not supported by the shell of the embedded image`);
      return 2;
    },
  ]),
  [
    'help',
    async (_shell, _argv, open) => {
      await writeText(
        open.stdout,
        `The shell of the embedded image. Its builtins:\n${[...builtins.keys()].sort().join(' ')}\n`,
      );
      return 0;
    },
  ],
]);
