import { JavaError } from '../../command-line/java-main.ts';
import type { Assignor } from './assignor.ts';
import { cooperativeStickyAssignor } from './cooperative-sticky.ts';
import { rangeAssignor } from './range.ts';
import { roundRobinAssignor } from './round-robin.ts';
import { stickyAssignor } from './sticky.ts';

const inPackage = (name: string) => `org.apache.kafka.clients.consumer.${name}`;

/** By the class names that `partition.assignment.strategy` takes. */
const classes: Readonly<Record<string, () => Assignor>> = {
  [inPackage('RangeAssignor')]: rangeAssignor,
  [inPackage('RoundRobinAssignor')]: roundRobinAssignor,
  [inPackage('StickyAssignor')]: stickyAssignor,
  [inPackage('CooperativeStickyAssignor')]: cooperativeStickyAssignor,
};

/** Kafka 3.3's default: range as long as not every member has moved to the cooperative protocol. */
export const usualStrategy = [inPackage('RangeAssignor'), inPackage('CooperativeStickyAssignor')].join(',');

/** Makes the assignors of `partition.assignment.strategy`, in order. Throws JavaError for a class that is none, or named twice. */
export function assignorsOf(strategy: string): Assignor[] {
  const names = strategy
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const made = names.map((name) => (Object.hasOwn(classes, name) ? classes[name]!() : undefined));
  const known = made.filter((assignor) => assignor !== undefined);
  if (known.length < names.length || new Set(names).size < names.length)
    throw new JavaError('org.apache.kafka.common.KafkaException', 'Failed to construct kafka consumer');
  return known;
}
