import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Puts a program into `directory` that appends `{args, env}` to `NAME.calls` there, one JSON line a call, and then runs `body`
 * (CommonJS).
 */
export async function standIn(directory: string, name: string, body = ''): Promise<void> {
  const calls = JSON.stringify(join(directory, `${name}.calls`));
  const text = `#!${process.execPath}
const { KUBECONFIG, KIND_CLUSTER_NAME } = process.env;
const call = { args: process.argv.slice(2), env: { KUBECONFIG, KIND_CLUSTER_NAME } };
require('fs').appendFileSync(${calls}, JSON.stringify(call) + '\\n');
${body}
`;
  const path = join(directory, name);
  await writeFile(path, text);
  await chmod(path, 0o755);
}
