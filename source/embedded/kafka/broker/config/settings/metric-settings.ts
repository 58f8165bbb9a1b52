import { atLeast, className, clusterWide, int, list, long, type SettingTable, string } from './setting.ts';

/** Metrics and quotas. */
export const metricSettings = {
  'metrics.num.samples': int(2, atLeast(1)),
  'metrics.sample.window.ms': long(30_000, atLeast(1)),
  'metric.reporters': clusterWide(list('')),
  'metrics.recording.level': string('INFO'),
  'kafka.metrics.reporters': list(''),
  'kafka.metrics.polling.interval.secs': int(10, atLeast(1)),
  'quota.window.num': int(11, atLeast(1)),
  'replication.quota.window.num': int(11, atLeast(1)),
  'alter.log.dirs.replication.quota.window.num': int(11, atLeast(1)),
  'controller.quota.window.num': int(11, atLeast(1)),
  'quota.window.size.seconds': int(1, atLeast(1)),
  'replication.quota.window.size.seconds': int(1, atLeast(1)),
  'alter.log.dirs.replication.quota.window.size.seconds': int(1, atLeast(1)),
  'controller.quota.window.size.seconds': int(1, atLeast(1)),
  'client.quota.callback.class': className(null),
} satisfies SettingTable;
