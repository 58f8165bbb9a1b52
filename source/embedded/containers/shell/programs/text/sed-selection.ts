import type { Pattern } from '../../regular-expression/pattern.ts';
import type { Address, SedCommand } from './sed-command.ts';

/** The line that sed is at. */
export interface SedLine {
  readonly number: number;
  readonly isLast: boolean;
  readonly text: string;
  /** The pattern that is used where one is empty; the last one that was used is noted. */
  pattern(given: Pattern | undefined): Pattern;
}

/** Whether a command's addresses mean this line. A range remembers in the command whether it is open. Throws `ToolError`. */
export async function isSelected(command: SedCommand, line: SedLine): Promise<boolean> {
  const { from, to } = command;
  if (from === undefined) return true;
  if (to === undefined) return await matches(from, line);
  if (command.isOpen) {
    const isEnd =
      to.kind === 'line'
        ? line.number >= to.line
        : to.kind === 'plus' || to.kind === 'multiple'
          ? line.number >= command.lastLine
          : await matches(to, line);
    if (isEnd) command.isOpen = false;
    // A range whose end lies before this line is over already.
    return to.kind !== 'line' || line.number <= to.line;
  }
  const startsAtZero = from.kind === 'line' && from.line === 0;
  const begins = startsAtZero ? line.number === 1 : await matches(from, line);
  if (!begins) return false;
  if (startsAtZero) command.isOpen = !(await matches(to, line));
  else open(command, to, line);
  return true;
}

function open(command: SedCommand, to: Address, line: SedLine): void {
  command.lastLine =
    to.kind === 'plus'
      ? line.number + to.count
      : to.kind === 'multiple' && to.count > 0
        ? Math.ceil(line.number / to.count) * to.count
        : 0;
  command.isOpen =
    to.kind === 'line'
      ? to.line > line.number
      : to.kind === 'plus' || to.kind === 'multiple'
        ? command.lastLine > line.number
        : to.kind !== 'last' || !line.isLast;
}

async function matches(address: Address, line: SedLine): Promise<boolean> {
  switch (address.kind) {
    case 'line':
      return line.number === address.line;
    case 'step':
      return address.step === 0
        ? line.number === address.first
        : line.number >= address.first && (line.number - address.first) % address.step === 0;
    case 'last':
      return line.isLast;
    case 'pattern':
      return await line.pattern(address.pattern).test(line.text);
    default:
      return false;
  }
}
