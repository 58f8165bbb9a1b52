import type { Descriptors } from '../language/descriptors.ts';
import type { ShellCore } from '../language/shell-core.ts';
import type { Assignment } from '../syntax/syntax.ts';

/** `declared`: assignments among the words of `declare`, `local`, `export` and `readonly`. Resolves with the status. */
export type Builtin = (
  shell: ShellCore,
  argv: readonly string[],
  open: Descriptors,
  declared: readonly Assignment[],
) => Promise<number>;

export const variableName = /^[A-Za-z_]\w*$/;

/** A builtin's complaint, and its status. */
export async function fail(
  shell: ShellCore,
  open: Descriptors,
  argv: readonly string[],
  message: string,
  status = 1,
): Promise<number> {
  await shell.complain(open, `${argv[0]}: ${message}`);
  return status;
}

/** What bash says about an option that a builtin does not have. */
export async function wrongOption(
  shell: ShellCore,
  open: Descriptors,
  argv: readonly string[],
  option: string,
): Promise<number> {
  return await fail(shell, open, argv, `${option}: invalid option`, 2);
}
