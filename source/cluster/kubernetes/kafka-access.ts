import { LabError } from '../../errors/lab-error.ts';
import { ApiStatusError } from '../api/api-errors.ts';
import type { BrokerRoutes } from './broker-routes.ts';
import { createKafkaAdmin, type KafkaAdmin } from './kafka-admin.ts';
import { createKafkaTools } from './kafka-tools.ts';
import { askedEveryMs, type RunInBroker } from './tool-answers.ts';
import { TopicIds } from './topic-ids.ts';

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
  const ids = new TopicIds(async () => {
    const [seed] = await routes.seeds();
    if (seed === undefined) throw new LabError('cluster', 'no broker runs');
    const [host = '', port] = seed.split(':');
    return routes.open(host, Number(port));
  });
  const tools = createKafkaTools(routes.run, routes.brokerPort);

  async function ask<T>(question: (admin: Omit<KafkaAdmin, 'topicId'>) => Promise<T>): Promise<T> {
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
    topicId: (topic, signal) => (denied ? tools.topicId(topic, signal) : ids.idOf(topic, signal)),
    groups: (signal) => ask((admin) => admin.groups(signal)),
    groupReading: (topic, favoured, signal) => ask((admin) => admin.groupReading(topic, favoured, signal)),
    members: (group, topic, signal) => ask((admin) => admin.members(group, topic, signal)),
    committed: (group, topic, signal) => ask((admin) => admin.committed(group, topic, signal)),
    async close() {
      await Promise.all([direct.close(), ids.close(), tools.close()]);
    },
  };
}
