import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { findOwnHosts } from '../../source/processes/own-hosts.ts';
import { runTool } from '../conformance/tools.ts';
import { ensembleInDeployments } from '../manifests/ensemble-in-deployments.ts';
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
  it('follows its manifests', async () => {
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

  it('finds brokers in Deployments, by the Services that lead to their pods', async () => {
    const broker = (name: string) => `---
apiVersion: v1
kind: Service
metadata: {name: ${name}}
spec: {selector: {app: ${name}}, ports: [{port: 9092}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {app: ${name}}}
  template:
    metadata: {labels: {app: ${name}}}
    spec:
      containers:
        - name: kafka
          image: confluentinc/cp-kafka:7.3.5
          env:
            - {name: KAFKA_ZOOKEEPER_CONNECT, value: "zookeeper-service:2181"}
            - {name: KAFKA_ADVERTISED_LISTENERS, value: "PLAINTEXT://${name}:9092"}
`;
    own('kafka.yml', (text) => {
      const zookeeper = text.split(/^---$/m).filter((each) => each.includes('name: zookeeper'));
      return `${zookeeper.join('---')}${broker('first')}${broker('second')}`;
    });
    const args = ['run', '--home', home, '--lab-dir', directory, '--until', '1.8'];
    const { code, stdout, stderr } = await runTool(process.execPath, [cli, ...args], { timeoutMs: 60_000 });
    expect(code, stdout + stderr).toBe(0);
    // Kafka generated their ids.
    for (const id of [1001, 1002]) expect(stdout).toContain(`get /brokers/ids/${id}\n`);
    for (const name of ['first', 'second']) expect(stdout).toContain(`$ kubectl logs deploy/${name}\n`);
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^lab: (\d+) of \1 checks passed$/);
  }, 60_000);

  it('finds an ensemble with a Deployment for each server, and a StatefulSet for each broker', async () => {
    const broker = (id: number) => `---
apiVersion: v1
kind: Service
metadata: {name: kafka-${id}}
spec: {selector: {app: kafka, id: "${id}"}, ports: [{port: 9092}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: broker-${id}}
spec:
  serviceName: kafka-${id}
  selector: {matchLabels: {app: kafka, id: "${id}"}}
  template:
    metadata: {labels: {app: kafka, id: "${id}"}}
    spec:
      containers:
        - name: kafka
          image: confluentinc/cp-kafka:7.3.5
          env:
            - {name: KAFKA_BROKER_ID, value: "${id}"}
            - {name: KAFKA_ZOOKEEPER_CONNECT, value: "zoo1:2181,zoo2:2181,zoo3:2181"}
            - {name: KAFKA_ADVERTISED_LISTENERS, value: "PLAINTEXT://kafka-${id}:9092"}
            - {name: KAFKA_NUM_PARTITIONS, value: "4"}
            - {name: KAFKA_DEFAULT_REPLICATION_FACTOR, value: "3"}
`;
    own('kafka.yml', () => `${ensembleInDeployments(3)}${[1, 2, 3].map(broker).join('')}`);
    const args = ['run', '--home', home, '--lab-dir', directory, '--until', '2.1', '--messages', '1500'];
    const { code, stdout, stderr } = await runTool(process.execPath, [cli, ...args], { timeoutMs: 90_000 });
    expect(code, stdout + stderr).toBe(0);
    expect(stdout).toContain('three ZooKeeper servers and three brokers');
    expect(stdout).toContain(
      '$ kubectl exec deploy/zookeeper-deployment-1 -- zookeeper-shell localhost:2181 ls /brokers/ids\n',
    );
    for (const id of [1, 2, 3]) {
      expect(stdout).toContain(`get /brokers/ids/${id}\n`);
      expect(stdout).toContain(`$ kubectl logs deploy/zookeeper-deployment-${id}\n`);
    }
    expect(stdout.trimEnd().split('\n').at(-1)).toMatch(/^lab: (\d+) of \1 checks passed$/);
  }, 90_000);

  it("runs a learner's own program as the client, and ends it with the lab, however that ends", async () => {
    own('kafka.yml', (text) => text);
    own('clients.yml', (text) =>
      text.replaceAll(
        '            - name: TOPIC\n',
        '            - name: METRICS_PORT\n              value: "0"\n            - name: TOPIC\n',
      ),
    );
    // A program that knows nothing of pods: a shell that starts the clients as a child process.
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
    const broker = (await findOwnHosts()) ? /kafka-0\.kafka-service\S*:9092/ : /127\.0\.0\.1:\d+/;
    expect(text).toMatch(new RegExp(`role producer, topic test, broker ${broker.source}`));
    expect(text).toContain('✔ the topic exists, with four partitions');
    expect(text).toContain('The clients are your own program: ./client.sh');
    expect(processesWith('own-clients.cjs').length).toBeGreaterThanOrEqual(1);
    child.kill('SIGKILL');
    await once(child, 'exit');
    await expect.poll(() => processesWith(directory), { timeout: 10_000 }).toEqual([]);
    await expect.poll(() => processesWith('own-clients.cjs'), { timeout: 10_000 }).toEqual([]);
  }, 60_000);

  it('runs its own clients if the directory builds an image, and says how to run the other', async () => {
    own('kafka.yml', (text) => text);
    writeFileSync(join(directory, 'Dockerfile'), 'FROM golang:1.21\nRUN go build\n');
    const args = ['run', '--home', home, '--lab-dir', directory, '--until', '1.1'];
    const { code, stdout } = await runTool(process.execPath, [cli, ...args], { timeoutMs: 40_000 });
    expect(code, stdout).toBe(0);
    expect(stdout).toMatch(/own clients take the place of the image .*--client-command/);
    expect(stdout).toContain('has no clients.yml');
  }, 60_000);
});
