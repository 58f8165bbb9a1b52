import { once } from 'node:events';
import { request } from 'node:https';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { proofClient } from '../kafka-client.ts';
import type { LoopAttack, Target } from '../loop/attack.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
const deployments = '/apis/apps/v1/namespaces/default/deployments';
const answerWithinMs = 120_000;

const times = (count: number, scale: number): number => Math.max(1, Math.round(count * scale));

const nested: LoopAttack = {
  name: 'JSON nested 100,000 deep',
  async run(target, scale) {
    const depth = times(100_000, scale);
    await send(target, 'POST', configMaps, `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`);
  },
};

const halves: LoopAttack = {
  name: 'halves of 20 MB Kafka frames on 40 connections',
  async run({ bootstrap }, scale) {
    const size = times(20_000_000, scale);
    const frame = Buffer.alloc(4 + size / 2);
    frame.writeInt32BE(size, 0);
    // Produce, version 9: the rest is read only once all of it is there.
    frame.writeInt16BE(9, 6);
    const sockets = Array.from({ length: 40 }, () => {
      const socket = connect(Number(bootstrap.split(':')[1]), '127.0.0.1');
      socket.on('error', () => {});
      socket.write(frame);
      return socket;
    });
    await delay(Math.max(500, 5_000 * scale));
    for (const socket of sockets) socket.destroy();
  },
};

const manyPartitions: LoopAttack = {
  name: 'CreateTopics with 100,000 partitions',
  async run({ bootstrap }, scale) {
    const admin = proofClient(bootstrap, { retries: 0, requestTimeoutMs: answerWithinMs }).admin();
    const topics = [{ topic: 'attack', numPartitions: times(100_000, scale), replicationFactor: 1 }];
    await admin.connect();
    try {
      await admin.createTopics({ topics, timeout: answerWithinMs, waitForLeaders: false });
    } catch {
      // Refused, or not answered in time.
    } finally {
      await admin.disconnect().catch(() => {});
    }
  },
};

/** The requests that once blocked everybody. */
export const ownAttacks: readonly LoopAttack[] = [
  yamlKeys(40_000),
  yamlKeys(250_000),
  nested,
  scaled(1_000),
  scaled(1_000_000),
  halves,
  manyPartitions,
];

/** A subset that fits into a test run. */
export const shortAttacks: readonly LoopAttack[] = [yamlKeys(40_000), nested, halves];

function yamlKeys(keys: number): LoopAttack {
  return {
    name: `a YAML body of ${keys.toLocaleString('en')} keys`,
    async run(target, scale) {
      const body = Array.from({ length: times(keys, scale) }, (_, index) => `k${index}: v\n`).join('');
      await send(target, 'POST', configMaps, body, 'application/yaml');
    },
  };
}

function scaled(replicas: number): LoopAttack {
  const labels = { app: 'attack' };
  const container = { name: 'c', image: 'confluentinc/cp-kafka:7.3.5', command: ['sleep', '999'] };
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'attack' },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { terminationGracePeriodSeconds: 0, containers: [container] },
      },
    },
  };
  return {
    name: `scale to ${replicas.toLocaleString('en')} replicas`,
    async run(target, scale) {
      await send(target, 'POST', deployments, JSON.stringify(deployment));
      const body = JSON.stringify({ spec: { replicas: times(replicas, scale) } });
      await send(target, 'PATCH', `${deployments}/attack`, body, 'application/merge-patch+json');
      // The controllers work after the response.
      await delay(Math.max(500, 10_000 * scale));
      await send(target, 'DELETE', `${deployments}/attack`, '');
      await delay(Math.max(500, 5_000 * scale));
    },
  };
}

/** Sends a request; the response, or its absence, does not matter. */
async function send(
  target: Target,
  method: string,
  path: string,
  body: string,
  type = 'application/json',
): Promise<void> {
  const sent = request(`${target.url}${path}`, {
    method,
    agent: false,
    rejectUnauthorized: false,
    timeout: answerWithinMs,
    headers: {
      authorization: `Bearer ${target.token}`,
      'content-type': type,
      'content-length': Buffer.byteLength(body),
    },
  });
  sent.once('timeout', () => sent.destroy());
  sent.on('error', () => {});
  sent.once('response', (response) => response.on('error', () => {}).resume());
  sent.end(body);
  await once(sent, 'close');
}
