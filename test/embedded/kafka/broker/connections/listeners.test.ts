import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { TestCluster } from '../test-cluster.ts';

describe('a client that reaches the pod network through other addresses', () => {
  it.each([
    ['mapped if its host resolves', (port: number) => ({ host: '127.0.0.1', port }), /^127\.0\.0\.1$/],
    [
      'unchanged if it does not, so that the client fails by itself',
      () => ({ host: 'kafka-0.kafka-service', port: 9092 }),
      /^kafka-0\.kafka-service$/,
    ],
  ])('gets the address of a broker %s', async (_where, told, host) => {
    const cluster = await TestCluster.start([0]);
    const asked: string[] = [];
    const server = createServer((socket) => {
      const { port } = server.address() as { port: number };
      cluster.accept(socket, (name, at) => {
        asked.push(`${name}:${at}`);
        return told(port);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as { port: number };
    const admin = cluster.kafka({ brokers: [`127.0.0.1:${port}`], retry: { retries: 0 } }).admin();
    await admin.connect();
    const seen = await admin.describeCluster().catch((error: Error) => error);
    expect(asked).toContain('kafka-0.kafka-service:9092');
    if (seen instanceof Error) expect(seen.message).toContain('kafka-0.kafka-service');
    else expect(seen.brokers.map((broker) => broker.host)).toEqual([expect.stringMatching(host)]);
    await admin.disconnect();
    server.close();
    await cluster.stop();
  });
});
