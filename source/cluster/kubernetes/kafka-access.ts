import { ApiStatusError } from '../api/api-errors.ts';
import { type BrokerRoutes, createKafkaAdmin, type KafkaAdmin } from './kafka-admin.ts';
import { askedEveryMs, createKafkaTools, type RunInBroker } from './kafka-tools.ts';

export interface KafkaAccessOptions extends BrokerRoutes {
  readonly run: RunInBroker;
  readonly brokerPort: number;
  /** Called once, where the port-forward is denied. */
  readonly onDenied: (text: string) => void;
}

/** Queries to Kafka, and the time that their answers refer to. */
export interface KafkaAccess extends KafkaAdmin {
  readonly asOf: () => number;
}

/** Kafka over the port-forward; where these credentials may not open one (403), over the tools in the brokers' pods from then on. */
export function createKafkaAccess(routes: KafkaAccessOptions): KafkaAccess {
  let denied = false;
  const direct = createKafkaAdmin({
    seeds: () => routes.seeds(),
    async open(host, port) {
      try {
        return await routes.open(host, port);
      } catch (error) {
        if (error instanceof ApiStatusError && error.code === 403 && !denied) {
          denied = true;
          routes.onDenied(
            `the port-forward is denied (403): querying the brokers with the tools in their pods, every ${askedEveryMs / 1000} s`,
          );
        }
        throw error;
      }
    },
  });
  const tools = createKafkaTools(routes.run, routes.brokerPort);

  async function ask<T>(question: (admin: KafkaAdmin) => Promise<T>): Promise<T> {
    if (denied) return question(tools);
    try {
      return await question(direct);
    } catch (error) {
      if (!denied) throw error;
      return question(tools);
    }
  }

  return {
    asOf: () => (denied ? tools.asOf : Date.now()),
    topics: (signal) => ask((admin) => admin.topics(signal)),
    endOffsets: (topic, signal) => ask((admin) => admin.endOffsets(topic, signal)),
    groups: (signal) => ask((admin) => admin.groups(signal)),
    groupReading: (topic, favoured, signal) => ask((admin) => admin.groupReading(topic, favoured, signal)),
    members: (group, topic, signal) => ask((admin) => admin.members(group, topic, signal)),
    committed: (group, topic, signal) => ask((admin) => admin.committed(group, topic, signal)),
    async close() {
      await Promise.all([direct.close(), tools.close()]);
    },
  };
}
