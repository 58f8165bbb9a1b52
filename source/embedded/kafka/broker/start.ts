import type { BrokerConfig, BrokerHost, RunningBroker } from '../broker-api.ts';
import { Broker } from './broker.ts';
import type { ClusterRegistry } from './cluster/cluster-registry.ts';

/**
 * Starts one broker. It logs, registers, serves and exits as Kafka 3.3 in ZooKeeper mode does; `exited` never rejects: exit code 1 is
 * a broker that could not start, 143 one that was terminated, 137 one that was killed.
 */
export function startBroker(
  config: BrokerConfig,
  host: BrokerHost,
  registry: ClusterRegistry,
): RunningBroker {
  const broker = new Broker(config, host, registry);
  void broker.run();
  return {
    exited: broker.exited,
    terminate: () => broker.terminate(),
    kill: () => broker.kill(),
    pause: () => broker.pause(),
    resume: () => broker.resume(),
  };
}
