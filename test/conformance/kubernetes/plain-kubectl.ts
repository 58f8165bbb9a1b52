import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Some distributions put a dispatcher on PATH, with messages of its own, and the versions beside it. */
export function plainKubectl(): string {
  const found = spawnSync('sh', ['-c', 'readlink -f "$(command -v kubectl)"'], {
    encoding: 'utf8',
  }).stdout.trim();
  const beside = join(dirname(found), 'kubectl.1.32');
  return existsSync(beside) ? beside : found;
}
