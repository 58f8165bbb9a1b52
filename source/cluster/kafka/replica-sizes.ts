import { ifExpected } from '../../errors/expected-failure.ts';
import type { BrokerAddress } from '../kubernetes/topics-request.ts';
import type { BrokerLinks } from './broker-links.ts';
import { partitionKey } from './partition-offsets.ts';
import { describeLogDirs } from './requests/log-dirs.ts';

/** The size of each replica in bytes, by partition; of a broker that does not tell there is nothing. */
export type SizesByBroker = ReadonlyMap<number, ReadonlyMap<string, number>>;

/** Asks all brokers at the same time. */
export async function replicaSizes(
  links: BrokerLinks,
  brokers: readonly BrokerAddress[],
  signal: AbortSignal,
): Promise<SizesByBroker> {
  const answers = brokers.map(async (broker) => {
    const answer = await links.ask(broker, describeLogDirs(), signal).catch(ifExpected(undefined));
    if (answer === undefined) return undefined;
    const sizes = answer.replicas.map(
      ({ topic, partition, bytes }) => [partitionKey(topic, partition), bytes] as const,
    );
    return [broker.id, new Map(sizes)] as const;
  });
  const sizes = await Promise.all(answers);
  signal.throwIfAborted();
  return new Map(sizes.filter((each) => each !== undefined));
}
