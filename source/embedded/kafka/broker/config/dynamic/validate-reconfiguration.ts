import type { KafkaConfig } from '../kafka-config.ts';
import { ConfigException } from '../settings/java-exception.ts';
import { implementsInterface } from '../settings/known-classes.ts';

const pools = [
  'num.io.threads',
  'num.network.threads',
  'num.replica.fetchers',
  'num.recovery.threads.per.data.dir',
  'background.threads',
] as const;

/**
 * What the parts of a running broker have against a change (the `validateReconfiguration` of each). Throws ConfigException, as
 * `DynamicBrokerConfig.processReconfiguration` words it.
 */
export function validateReconfiguration(present: KafkaConfig, next: KafkaConfig): void {
  try {
    checkReporters(next);
    checkPools(present, next);
    checkCleaner(present, next);
    checkListeners(present, next);
  } catch (error) {
    if (!(error instanceof ConfigException)) throw error;
    // Kafka passes the cause where ConfigException takes a value.
    throw new ConfigException(
      `Invalid value ${error.name}: ${error.message} for configuration Invalid dynamic configuration`,
    );
  }
}

function checkReporters(next: KafkaConfig): void {
  if (next.list('metric.reporters').every((name) => implementsInterface(name, 'MetricsReporter'))) return;
  throw new ConfigException(
    'Validation of dynamic config update of Set(metric.reporters) failed with class class kafka.server.DynamicMetricsReporters',
  );
}

function checkPools(present: KafkaConfig, next: KafkaConfig): void {
  for (const name of pools) {
    const [before, after] = [present.number(name), next.number(name)];
    if (before === after) continue;
    const refuse = (why: string) =>
      new ConfigException(
        `Dynamic thread count update validation failed for ${name}=${after}, value should ${why}`,
      );
    if (after <= 0) throw refuse('be at least 1');
    if (after < Math.trunc(before / 2)) throw refuse(`be at least half the current value ${before}`);
    if (after > before * 2) throw refuse(`not be greater than double the current value ${before}`);
  }
}

function checkCleaner(present: KafkaConfig, next: KafkaConfig): void {
  const [before, after] = [present.number('log.cleaner.threads'), next.number('log.cleaner.threads')];
  if (after < 1) throw new ConfigException('Log cleaner threads should be at least 1');
  if (after < Math.trunc(before / 2))
    throw new ConfigException(
      `Log cleaner threads cannot be reduced to less than half the current value ${before}`,
    );
  if (after > before * 2)
    throw new ConfigException(
      `Log cleaner threads cannot be increased to more than double the current value ${before}`,
    );
}

function checkListeners(present: KafkaConfig, next: KafkaConfig): void {
  const before = new Set(present.listeners.map(({ name }) => name));
  for (const { name } of next.listeners) {
    if (!before.has(name)) continue;
    if (present.protocolMap.get(name) !== next.protocolMap.get(name))
      throw new ConfigException(
        `Security protocol cannot be updated for existing listener ListenerName(${name})`,
      );
  }
}
