import { coordinatorSettings } from './coordinator-settings.ts';
import { logSettings } from './log-settings.ts';
import { metricSettings } from './metric-settings.ts';
import { quorumSettings } from './quorum-settings.ts';
import { replicationSettings } from './replication-settings.ts';
import { saslSettings } from './sasl-settings.ts';
import { serverSettings } from './server-settings.ts';
import type { Setting, SettingType } from './setting.ts';
import { socketSettings } from './socket-settings.ts';
import { tlsSettings } from './tls-settings.ts';
import { zookeeperSettings } from './zookeeper-settings.ts';

/**
 * Every setting of a broker in Kafka 3.3.2 (`KafkaConfig.configDef`), in its order, which is the order in which Kafka checks them: a
 * broker is refused for the first that is wrong. `test/conformance/kafka/broker-settings.test.ts` compares the table with Kafka's own.
 */
export const brokerSettingTable = {
  ...zookeeperSettings,
  ...serverSettings,
  ...socketSettings,
  ...logSettings,
  ...replicationSettings,
  ...coordinatorSettings,
  ...metricSettings,
  ...tlsSettings,
  ...saslSettings,
  ...quorumSettings,
};

type Table = typeof brokerSettingTable;

/** The names of the settings of some types. */
export type NameOf<Type extends SettingType> = {
  [Name in keyof Table]: Table[Name] extends Setting<infer Own> ? (Own extends Type ? Name : never) : never;
}[keyof Table];

export type SettingName = keyof Table;

export function settingOf(name: string): Setting | undefined {
  return Object.hasOwn(brokerSettingTable, name) ? brokerSettingTable[name as SettingName] : undefined;
}
