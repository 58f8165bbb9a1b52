import type { BrokerConfig, BrokerHost, RunningBroker } from '../broker-api.ts';
import { Broker } from './broker.ts';
import type { ClusterRegistry } from './cluster/cluster-registry.ts';

/**
 * Starts one broker. It logs, registers, serves and exits like Kafka 3.3 in ZooKeeper mode. `exited` never rejects: exit code 1 means it
 * could not start, 143 terminated, 137 killed.
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
    logFile: (path) => broker.logFile(path),
    terminate: () => broker.terminate(),
    kill: () => broker.kill(),
    pause: () => broker.pause(),
    resume: () => broker.resume(),
  };
}
