import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runKubectl } from '../../source/cluster/kubectl/run-kubectl.ts';
import { createObserver } from '../../source/cluster/kubernetes/observer.ts';
import type { PodLine } from '../../source/cluster/model/cluster.ts';
import { reportApiOutages } from '../../source/cluster/report-api-outages.ts';
import { type ServedCluster, serveCluster } from '../serve-cluster.ts';
import { throughWire, type Wire } from './wire.ts';

/** A pod that counts, two hundred lines per second, until its node is drained. */
const counting = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: counting }
spec:
  replicas: 1
  selector: { matchLabels: { app: counting } }
  template:
    metadata: { labels: { app: counting } }
    spec:
      terminationGracePeriodSeconds: 1
      containers:
        - name: c
          image: node:22-alpine
          command: [node, -e, "let n = 0; setInterval(() => console.log('line ' + n++), 5)"]
`;

describe('an API server whose connections break', () => {
  let served: ServedCluster;
  let wire: Wire;
  let kubeconfig: string;
  beforeAll(async () => {
    served = await serveCluster();
    ({ wire, kubeconfig } = await throughWire(served));
    const manifest = join(served.home, 'counting.yml');
    writeFileSync(manifest, counting);
    await kubectl('apply', '-f', manifest);
  });
  afterAll(async () => {
    await wire.close();
    await served.close();
  });

  async function kubectl(...args: string[]): Promise<void> {
    let said = '';
    const code = await runKubectl(args, {
      kubeconfig: served.kubeconfig,
      context: 'kafka-lab',
      namespace: 'default',
      directory: served.home,
      output: (_stream, text) => {
        said += text;
      },
      signal: AbortSignal.timeout(20_000),
    });
    expect(code, said).toBe(0);
  }

  it('loses no log line and repeats none across broken connections, an outage and a rescheduled pod', async () => {
    const told: string[] = [];
    const open = createObserver({
      kubeconfig,
      context: 'kafka-lab',
      namespace: 'default',
      facts: {
        topic: 'test',
        zookeeperPod: 'zookeeper-0',
        brokerPod: 'kafka-0',
        producerSelector: 'app=p',
        consumerSelector: 'app=c',
        groupId: 'g',
        brokerPort: 9092,
        zookeeperPort: 2181,
      },
    });
    const observer = reportApiOutages(open, (level, text) => told.push(`${level}: ${text}`));
    const stop = new AbortController();
    const lines = new Map<string, string[]>();
    const unexpected: unknown[] = [];
    const following = observer.followLogs(
      'app=counting',
      ({ pod, text }: PodLine) => lines.set(pod, [...(lines.get(pod) ?? []), text]),
      stop.signal,
      (error) => unexpected.push(error),
    );
    const count = (pod?: string) =>
      (pod === undefined ? [...lines.values()].flat() : (lines.get(pod) ?? [])).length;
    const grows = async (by: number, pod?: string) => {
      const from = count(pod);
      await expect.poll(() => count(pod), { timeout: 15_000 }).toBeGreaterThan(from + by);
    };
    const look = () => observer.look('pods', AbortSignal.timeout(3_000)).catch(() => []);
    try {
      await grows(50);
      for (let time = 0; time < 4; time += 1) {
        wire.cut();
        await grows(40);
      }
      wire.away(true);
      await look();
      await look();
      await expect.poll(() => told.length).toBe(1);
      wire.away(false);
      await expect.poll(async () => (await look()).length, { timeout: 10_000 }).toBeGreaterThan(0);
      await grows(100);
      expect(told).toEqual([
        expect.stringMatching(/^error: the API server at `127\.0\.0\.1:\d+` does not answer/),
        expect.stringMatching(/^info: the API server answers again, after \d+ s$/),
      ]);
      const [first = ''] = lines.keys();
      await kubectl('delete', 'pod', first);
      await expect.poll(() => lines.size, { timeout: 15_000 }).toBe(2);
      const second = [...lines.keys()][1] ?? '';
      wire.cut();
      await grows(60, second);
    } finally {
      stop.abort();
      await following;
      await open.close();
    }
    expect(unexpected).toEqual([]);
    for (const [pod, seen] of lines)
      expect(seen, pod).toEqual(Array.from({ length: seen.length }, (_, index) => `line ${index}`));
  }, 60_000);
});
