import { writeText } from '../streams.ts';
import { type Builtin, fail, wrongOption } from './builtin.ts';

/** `history [COUNT]`, `history -c`, `history -d NUMBER`, `history -s WORD...` */
export const history: Builtin = async (shell, argv, open) => {
  const [, option, value] = argv;
  const { history: all } = shell;
  if (option === '-c') {
    all.clear();
    return 0;
  }
  if (option === '-d') {
    if (value === undefined) return await fail(shell, open, argv, '-d: option requires an argument', 2);
    const number = Number(value) < 0 ? all.next + Number(value) : Number(value);
    if (all.delete(number)) return 0;
    return await fail(shell, open, argv, `${value}: history position out of range`);
  }
  if (option === '-s') {
    all.delete(all.next - 1);
    all.add(argv.slice(2).join(' '));
    return 0;
  }
  if (option !== undefined && /^-[A-Za-z]/.test(option)) return await wrongOption(shell, open, argv, option);
  if (option !== undefined && !/^\d+$/.test(option))
    return await fail(shell, open, argv, `${option}: numeric argument required`);
  const from = option === undefined ? 0 : Math.max(0, all.lines.length - Number(option));
  const format = shell.variables.text('HISTTIMEFORMAT');
  if (format !== undefined && format !== '')
    return await fail(
      shell,
      open,
      argv,
      'HISTTIMEFORMAT is not supported by the shell of the embedded image',
    );
  for (const [index, line] of all.lines.slice(from).entries())
    await writeText(open.stdout, `${String(all.first + from + index).padStart(5)}  ${line}\n`);
  return 0;
};
