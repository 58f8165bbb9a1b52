import { findTool } from './find-tool.ts';
import { missingTool } from './process-runner.ts';

/** Throws LabError('machine-lacks') naming the first of the programs that PATH does not have. */
export async function requireTools(
  names: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  for (const name of names) if ((await findTool(name, environment)) === undefined) throw missingTool(name);
}
