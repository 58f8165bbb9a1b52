import { type Compression, codecNames } from '../../../kafka/records/batch-header.ts';
import { ClientConfig, configError, type Properties } from './client-config.ts';

/** The settings of a producer that mean something here; times in ms, sizes in bytes. */
export interface ProducerSettings {
  readonly clientId: string;
  readonly acks: number;
  readonly compression: Compression;
  readonly batchSize: number;
  readonly lingerMs: number;
  readonly retries: number;
  readonly retryBackoffMs: number;
  readonly requestTimeoutMs: number;
  readonly deliveryTimeoutMs: number;
  readonly maxBlockMs: number;
  readonly maxRequestSize: number;
  readonly bufferMemory: number;
  readonly idempotent: boolean;
  readonly transactional: boolean;
}

const intMax = 2 ** 31 - 1;

/** Kafka 3.3's ProducerConfig: its defaults, ranges and cross-checks. Throws JavaError. */
export function producerSettings(properties: Properties): ProducerSettings {
  const config = new ClientConfig(properties);
  const acksText = config.oneOf('acks', 'all', ['all', '-1', '0', '1']);
  const acks = acksText === 'all' ? -1 : Number(acksText);
  const retries = config.integer('retries', intMax, 0);
  const lingerMs = config.integer('linger.ms', 0, 0, 'LONG');
  const requestTimeoutMs = config.integer('request.timeout.ms', 30_000, 0);
  const transactional = config.has('transactional.id');
  return {
    clientId: config.text('client.id', 'producer-1'),
    acks,
    compression: config.oneOf<Compression>('compression.type', 'none', codecNames),
    batchSize: config.integer('batch.size', 16_384, 0),
    lingerMs,
    retries,
    retryBackoffMs: config.integer('retry.backoff.ms', 100, 0, 'LONG'),
    requestTimeoutMs,
    deliveryTimeoutMs: deliveryTimeout(config, lingerMs + requestTimeoutMs),
    maxBlockMs: config.integer('max.block.ms', 60_000, 0, 'LONG'),
    maxRequestSize: config.integer('max.request.size', 1_048_576, 0),
    bufferMemory: config.integer('buffer.memory', 32 * 1024 * 1024, 0, 'LONG'),
    idempotent: idempotence(config, acks, retries),
    transactional,
  };
}

/** A default that is too short is lengthened; a value that was given is refused. */
function deliveryTimeout(config: ClientConfig, least: number): number {
  const value = config.integer('delivery.timeout.ms', 120_000, 0);
  if (value >= least) return value;
  if (config.has('delivery.timeout.ms'))
    throw configError('delivery.timeout.ms should be equal to or larger than linger.ms + request.timeout.ms');
  return Math.min(least, intMax);
}

/** On by default, off where other settings exclude it, refused where it was asked for together with them. */
function idempotence(config: ClientConfig, acks: number, retries: number): boolean {
  const wanted = config.boolean('enable.idempotence', true);
  const isExplicit = config.has('enable.idempotence');
  if (!wanted) {
    if (config.has('transactional.id'))
      throw configError('Cannot set a transactional.id without also enabling idempotence.');
    return false;
  }
  if (retries === 0) {
    if (isExplicit) throw configError('Must set retries to non-zero when using the idempotent producer.');
    return false;
  }
  if (acks !== -1) {
    if (isExplicit)
      throw configError(
        'Must set acks to all in order to use the idempotent producer. Otherwise we cannot guarantee idempotence.',
      );
    return false;
  }
  const inFlight = config.integer('max.in.flight.requests.per.connection', 5, 1);
  if (inFlight <= 5) return true;
  if (isExplicit)
    throw configError(
      'Must set max.in.flight.requests.per.connection to at most 5 to use the idempotent producer.',
    );
  return false;
}
