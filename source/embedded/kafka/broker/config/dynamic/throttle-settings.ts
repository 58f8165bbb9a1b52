import { atLeast, clusterWide, long, longMax, type SettingTable } from '../settings/setting.ts';

const rate = clusterWide(long(longMax, atLeast(0)));

/** Settings that are dynamic alone: no `server.properties` has them (`DynamicConfig.Broker`). */
export const throttleSettings = {
  'leader.replication.throttled.rate': rate,
  'follower.replication.throttled.rate': rate,
  'replica.alter.log.dirs.io.max.bytes.per.second': rate,
} satisfies SettingTable;
