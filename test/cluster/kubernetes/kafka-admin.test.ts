import { PassThrough } from 'node:stream';
import { expect, onTestFinished, test } from 'vitest';
import type { BrokerRoutes } from '../../../source/cluster/kubernetes/broker-routes.ts';
import { createKafkaAdmin } from '../../../source/cluster/kubernetes/kafka-admin.ts';
import { isKafkaFailure } from '../../../source/cluster/kubernetes/kafka-failure.ts';
import { LabError } from '../../../source/errors/lab-error.ts';

const signal = AbortSignal.timeout(15_000);

function adminOn(routes: Partial<BrokerRoutes>) {
  const admin = createKafkaAdmin({
    seeds: async () => ['kafka-0:9092'],
    open: async () => new PassThrough(),
    ...routes,
  });
  onTestFinished(() => admin.close());
  return admin;
}

test('a bug of ours on the route to a broker was reported as `Kafka does not answer`', async () => {
  const mistake = new TypeError('x is not a function');
  const refuse = async (): Promise<never> => {
    throw mistake;
  };
  await expect(adminOn({ seeds: refuse }).groups(signal)).rejects.toBe(mistake);
  await expect(adminOn({ open: refuse }).groups(signal)).rejects.toBe(mistake);
});

test('an unreachable broker is an expected answer of the cluster', async () => {
  const open = async (): Promise<never> => {
    throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
  };
  const failed = await adminOn({ open })
    .groups(signal)
    .catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(LabError);
  expect(String(failed)).toContain('Kafka does not answer (');
});

test('an error of kafkajs is expected unless a bug of ours is behind it', () => {
  const named = (name: string, cause?: unknown) => Object.assign(new Error('x', { cause }), { name });
  expect(isKafkaFailure(named('KafkaJSConnectionError'))).toBe(true);
  expect(isKafkaFailure(named('KafkaJSNumberOfRetriesExceeded', named('KafkaJSRequestTimeoutError')))).toBe(
    true,
  );
  expect(isKafkaFailure(named('KafkaJSNonRetriableError', new TypeError('x')))).toBe(false);
  expect(isKafkaFailure(new TypeError('x'))).toBe(false);
});
