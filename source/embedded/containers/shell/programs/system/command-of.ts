import type { Process } from '../../processes.ts';

/** The name of a process, as `ps -o comm` prints it. */
export function commandOf({ argv }: Process): string {
  return (argv[0] ?? '').split('/').at(-1)!.replace(/^-/, '');
}
