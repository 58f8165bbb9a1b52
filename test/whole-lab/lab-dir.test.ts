import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runTool } from '../conformance/tools.ts';
import { cli } from '../serve-cluster.ts';
import { processesWith } from './processes.ts';

let home: string;
let directory: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-home-'));
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-learner-'));
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
  rmSync(directory, { recursive: true, force: true });
});
const own = (name: string, change: (text: string) => string) =>
  writeFileSync(join(directory, name), change(readFileSync(join('manifests', name), 'utf8')));

describe("the lab from a learner's own directory", () => {
  it('goes by what its manifests say', async () => {
    own('kafka.yml', (text) =>
      text
        .replace('replicas: 3', 'replicas: 2')
        .replace('value: "4"', 'value: "3"')
        .replace(
          'value: "3"\n          volumeMounts',
          'value: "2"\n            - name: KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR\n              value: "2"\n          volumeMounts',
        ),
    );
    own('clients.yml', (text) =>
      text.replaceAll('value: test', 'value: numbers').replaceAll('ece573-prj05-', 'my-'),
    );
    const args = ['run', '--home', home, '--lab-dir', directory, '--until', '2.8', '--messages', '1500'];
    const { code, stdout, stderr } = await runTool(process.execPath, [cli, ...args], { timeoutMs: 60_000 });
    expect(code, stdout + stderr).toBe(0);
    for (const line of [
      'brokers: 2 (the lab: 3)',
      'partitions: 3 (the lab: 4)',
      'topic: numbers (the lab: test)',
    ])
      expect(stdout).toContain(line);
    expect(stdout).toContain(
      'kubectl exec kafka-0 -- kafka-topics --bootstrap-server localhost:9092 --describe --topic numbers',
    );
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^lab: (\d+) of \1 checks passed$/);
  }, 60_000);

  it("runs a learner's own program as the client, and ends it with the lab, however that ends", async () => {
    own('kafka.yml', (text) => text);
    own('clients.yml', (text) =>
      text.replaceAll(
        '            - name: TOPIC\n',
        '            - name: METRICS_PORT\n              value: "0"\n            - name: TOPIC\n',
      ),
    );
    // A program that knows nothing of pods: a shell that starts the clients as a process of its own.
    copyFileSync(join('dist', 'clients.cjs'), join(directory, 'own-clients.cjs'));
    writeFileSync(
      join(directory, 'client.sh'),
      `#!/bin/sh\necho "role $ROLE, topic $TOPIC, broker $KAFKA_BROKER"\n"${process.execPath}" own-clients.cjs\n`,
    );
    chmodSync(join(directory, 'client.sh'), 0o755);
    const args = ['run', '--home', home, '--lab-dir', directory, '--client-command', './client.sh'];
    const child = spawn(process.execPath, [cli, ...args], { stdio: ['ignore', 'pipe', 'ignore'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
    });
    await expect.poll(() => text, { timeout: 40_000 }).toMatch(/test: \d+000 messages published/);
    expect(text).toMatch(/role producer, topic test, broker 127\.0\.0\.1:\d+/);
    expect(text).toContain('✔ the topic exists, with four partitions');
    expect(text).toContain('The clients are your own program: ./client.sh');
    expect(processesWith('own-clients.cjs').length).toBeGreaterThanOrEqual(1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect.poll(() => processesWith(directory), { timeout: 10_000 }).toEqual([]);
    await expect.poll(() => processesWith('own-clients.cjs'), { timeout: 10_000 }).toEqual([]);
  }, 60_000);

  it('refuses an image that the embedded cluster cannot run, with what to do', async () => {
    own('kafka.yml', (text) => text);
    own('clients.yml', (text) => text);
    writeFileSync(join(directory, 'Dockerfile'), 'FROM golang:1.21\nRUN go build\n');
    const { code, stderr } = await runTool(process.execPath, [
      cli,
      'run',
      '--home',
      home,
      '--lab-dir',
      directory,
    ]);
    expect(code).toBe(2);
    expect(stderr).toMatch(
      /^kafka-lab: the image that `.*` builds cannot run on the embedded cluster: .*--client-command.*\n$/,
    );
  });
});
