import type { KafkaConfig } from './kafka-config.ts';
import { invalidValue, JavaException } from './settings/java-exception.ts';

/**
 * What LogManager 3.3.2 requires of the defaults of topics: it makes them of the broker's settings while the broker starts, after it has
 * found ZooKeeper. Throws what Kafka throws.
 */
export function validateLogConfig(config: KafkaConfig): void {
  const least = config.long('log.cleaner.min.compaction.lag.ms');
  const most = config.long('log.cleaner.max.compaction.lag.ms');
  if (least > most)
    throw new JavaException(
      'org.apache.kafka.common.errors.InvalidConfigurationException',
      `conflict topic config setting min.compaction.lag.ms (${least}) > max.compaction.lag.ms (${most})`,
    );
  if (config.flushMs < 0n) throw invalidValue('flush.ms', String(config.flushMs), 'Value must be at least 0');
}
