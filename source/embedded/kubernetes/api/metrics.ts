import { resources } from '../objects/resources.ts';
import type { Store } from '../objects/store-api.ts';
import { version } from './discovery.ts';

/** The text format of Prometheus 0.0.4. */
export const metricsType = 'text/plain; version=0.0.4; charset=utf-8';

/**
 * What `/metrics` of an API server tells and holds here too, with its names.
 * Reference: https://kubernetes.io/docs/reference/instrumentation/metrics/
 */
export function metricsText(store: Store): string {
  const { user, system } = process.cpuUsage();
  const { rss } = process.memoryUsage();
  const started = Date.now() / 1000 - process.uptime();
  const counts = resources
    .filter(({ verbs }) => verbs.includes('list'))
    .map((resource) => {
      const name = resource.group ? `${resource.plural}.${resource.group}` : resource.plural;
      return [`{resource="${name}"}`, store.list(resource.plural).items.length] as const;
    });
  return [
    ...metric('apiserver_storage_objects', 'Number of stored objects, by kind.', 'gauge', counts),
    ...metric('kubernetes_build_info', 'The version of this server; always 1.', 'gauge', [
      [`{git_version="${version.gitVersion}",major="${version.major}",minor="${version.minor}"}`, 1],
    ]),
    ...metric('process_cpu_seconds_total', 'User and system CPU time in seconds.', 'counter', [
      ['', (user + system) / 1e6],
    ]),
    ...metric('process_resident_memory_bytes', 'Resident memory in bytes.', 'gauge', [['', rss]]),
    ...metric('process_start_time_seconds', 'Start of the process in seconds since the epoch.', 'gauge', [
      ['', started],
    ]),
    '',
  ].join('\n');
}

function metric(
  name: string,
  help: string,
  type: 'counter' | 'gauge',
  samples: readonly (readonly [labels: string, value: number])[],
): string[] {
  const lines = samples.map(([labels, value]) => `${name}${labels} ${value}`);
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`, ...lines];
}
