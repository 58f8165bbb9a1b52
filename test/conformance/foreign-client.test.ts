import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from '../serve-cluster.ts';
import { runTool } from './tools.ts';

/** Two programs of a learner: neither exports metrics that the cluster can reach, and both are `consumer` by ROLE. */
describe('the learner’s own client, and a second one that replaces it', () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), 'kafka-lab-foreign-'));
    copyFileSync(join('dist', 'clients.cjs'), join(directory, 'program.cjs'));
    copyFileSync(join('manifests', 'kafka.yml'), join(directory, 'kafka.yml'));
    const clients = readFileSync(join('manifests', 'clients.yml'), 'utf8');
    writeFileSync(
      join(directory, 'clients.yml'),
      clients.replace(/ {10}ports:\n {12}- name: metrics\n.*\n/g, ''),
    );
    program('first.sh', 'export METRICS_PORT=0');
    program(
      'better.sh',
      'export METRICS_PORT=0; if [ "$ROLE" = consumer ]; then export ROLE=group-consumer; fi',
    );
  });
  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  function program(name: string, prepares: string): void {
    const path = join(directory, name);
    writeFileSync(path, `#!/bin/sh\n${prepares}\nexec "${process.execPath}" program.cjs\n`);
    chmodSync(path, 0o755);
  }

  it('passes the lab up to the count of the group, judged by what is known', async () => {
    const clients = ['--client-command', './first.sh', '--better-client', './better.sh'];
    const { code, stdout, stderr } = await runTool(
      process.execPath,
      [
        cli,
        'run',
        '--home',
        join(directory, 'home'),
        '--lab-dir',
        directory,
        ...clients,
        '--until',
        '3.3',
        '--messages',
        '2000',
      ],
      { timeoutMs: 110_000 },
    );
    expect(code, stdout.slice(-4000) + stderr).toBe(0);
    expect(stdout).toContain('The swap key replaces it with your better consumer: ./better.sh');
    expect(stdout).toContain('their counts come from their log lines');
    expect(stdout).toMatch(/\$ kafka-lab build --better.*\nClient program: .*better\.sh\n/);
    expect(stdout).not.toContain('ROLE=group-consumer');
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^lab: (\d+) of \1 checks passed$/);
  }, 120_000);
});
