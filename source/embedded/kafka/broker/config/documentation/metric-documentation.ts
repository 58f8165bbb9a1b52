import type { metricSettings } from '../settings/metric-settings.ts';

export const metricDocumentation: Readonly<Record<keyof typeof metricSettings, string>> = {
  'metrics.num.samples': 'How many samples a metric is computed from.',
  'metrics.sample.window.ms': 'The time that one sample covers.',
  'metric.reporters':
    'Classes that get the metrics, each an `org.apache.kafka.common.metrics.MetricsReporter`.',
  'metrics.recording.level': 'How much is measured: `INFO`, `DEBUG` or `TRACE`.',
  'kafka.metrics.reporters':
    'Classes that get the Yammer metrics, each a `kafka.metrics.KafkaMetricsReporter`.',
  'kafka.metrics.polling.interval.secs': 'How often such a reporter looks at the metrics, in seconds.',
  'quota.window.num': 'How many samples the quotas of clients are computed from.',
  'replication.quota.window.num': 'How many samples the quotas of replication are computed from.',
  'alter.log.dirs.replication.quota.window.num':
    'How many samples the quotas for moves between log directories are computed from.',
  'controller.quota.window.num': 'How many samples the quotas of the controller are computed from.',
  'quota.window.size.seconds': 'The time that one sample of a client’s quota covers.',
  'replication.quota.window.size.seconds': 'The time that one sample of a quota of replication covers.',
  'alter.log.dirs.replication.quota.window.size.seconds':
    'The time that one sample of a quota for moves between log directories covers.',
  'controller.quota.window.size.seconds': 'The time that one sample of a quota of the controller covers.',
  'client.quota.callback.class':
    'A class that decides the quota of a request, an `org.apache.kafka.server.quota.ClientQuotaCallback`.',
};
