import type { ProgramContext } from '../../program.ts';
import { LaunchError, runChild } from '../../run-child.ts';
import { complain } from '../tool/tool.ts';

/** Runs the command of `-exec`. */
export async function execute(context: ProgramContext, argv: readonly string[]): Promise<number> {
  try {
    return await runChild(context, argv, {
      ...(context.stdin === undefined ? {} : { stdin: context.stdin }),
    });
  } catch (error) {
    if (!(error instanceof LaunchError)) throw error;
    await complain(
      context,
      `'${argv[0]}': ${error.message === 'command not found' ? 'No such file or directory' : error.message}`,
    );
    return 1;
  }
}
