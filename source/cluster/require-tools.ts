import { findTool } from './find-tool.ts';
import { missingTool } from './process-runner.ts';

/** @throws LabError `machine-lacks`: one of the programs is not on PATH */
export async function requireTools(
  names: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
): Promise<void> {
  for (const name of names) if ((await findTool(name, environment)) === undefined) throw missingTool(name);
}
