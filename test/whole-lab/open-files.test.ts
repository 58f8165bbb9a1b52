import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { leastOpenFiles } from '../../source/files/open-file-limit.ts';

const program = join(import.meta.dirname, '../../dist/kafka-lab.js');
let home: string;
beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-limit-'));
});
afterAll(() => rmSync(home, { recursive: true, force: true }));

function run(limit: number, words: readonly string[]) {
  return spawnSync(
    'bash',
    ['-c', `ulimit -n ${limit}; exec "$0" "$@"`, process.execPath, program, ...words],
    { encoding: 'utf8', env: { ...process.env, KAFKA_LAB_HOME: home }, timeout: 60_000 },
  );
}

/** Below 20, Node itself does not start. Other systems than Linux use a different number. */
describe.skipIf(process.platform !== 'linux')('too few open files ended in an uncaught EMFILE', () => {
  it.each([
    [20, 'run', leastOpenFiles.lab],
    [24, 'up --detach', leastOpenFiles.lab],
    [32, '', leastOpenFiles.lab],
    [128, 'reset', leastOpenFiles.lab],
    [20, 'doctor', leastOpenFiles.light],
    [24, 'kubectl get pods', leastOpenFiles.light],
    [32, 'export', leastOpenFiles.light],
  ])('%i for `kafka-lab %s`', (limit, line, least) => {
    const { status, stderr, stdout } = run(limit, line.split(' ').filter(Boolean));
    expect(stderr).toBe(
      `kafka-lab: this process may open \`${limit}\` files, but needs ${least}: raise the limit with \`ulimit -n 1024\` in this shell, or start kafka-lab from another one\n`,
    );
    expect(stdout).toBe('');
    expect(status).toBe(3);
    expect(readdirSync(home)).toEqual([]);
  });

  it('is enough for the help', () => {
    expect(run(20, ['--help'])).toMatchObject({
      status: 0,
      stderr: '',
      stdout: expect.stringContaining('kafka-lab doctor'),
    });
  });

  it('is enough for a verb that starts no cluster', () => {
    expect(run(leastOpenFiles.light, ['down'])).toMatchObject({ status: 0, stderr: '' });
  });
});
