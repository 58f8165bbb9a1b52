import { isControllerLoss } from '../../controller/controller-loss.ts';
import type { BrokerContext } from './request-context.ts';

/**
 * `unclean.leader.election.enable` has become true for a topic, or for all: those without a leader get one. As in Kafka, the change stands
 * whether or not there is a controller to act on it.
 */
export async function electUncleanly({ cluster, log }: BrokerContext, topic?: string): Promise<void> {
  try {
    await cluster.controller?.uncleanElectionEnabled(topic);
  } catch (error) {
    if (isControllerLoss(error)) return;
    const why = error instanceof Error ? error.message : error;
    log(
      'ERROR',
      `Electing unclean leaders${topic === undefined ? '' : ` of ${topic}`} failed: ${why}`,
      'kafka.server.TopicConfigHandler',
    );
  }
}
