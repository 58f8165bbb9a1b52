import { isExpectedFailure } from '../../errors/expected-failure.ts';
import type { Stored } from '../../kubernetes-types/kinds.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import type { ApiClient } from '../api/api-client.ts';
import { segment } from '../api/paths.ts';
import type { ClientMetrics, ClientPartition } from '../model/cluster.ts';
import { parsePrometheusText } from './prometheus-text.ts';

const maxPartitions = 1000;
/** A client that sees offsets nearly in order has one range; more are not worth reading. */
const maxRanges = 1000;

/** Reads one client pod's `/metrics` through the API server's pod proxy; undefined if it has none, or does not answer now. */
export async function readClientMetrics(
  api: ApiClient,
  pod: Stored<'pods'>,
  signal: AbortSignal,
): Promise<ClientMetrics | undefined> {
  const port = metricsPort(pod);
  if (port === undefined || pod.status?.phase !== 'Running' || pod.metadata.deletionTimestamp)
    return undefined;
  const { name, namespace = 'default' } = pod.metadata;
  const path = `/api/v1/namespaces/${segment(namespace)}/pods/${segment(name)}:${port}/proxy/metrics`;
  try {
    return parseClientMetrics(
      name,
      await api.text({ path, accept: 'text/plain, */*', signal, timeoutMs: 3000 }),
    );
  } catch (error) {
    if (signal.aborted || !isExpectedFailure(error)) throw error;
    // A client that is just starting or going away does not answer; the next look asks again.
    return undefined;
  }
}

/** The container port named `metrics`. */
export function metricsPort(pod: Stored<'pods'>): number | undefined {
  const containers = (pod.spec?.containers ?? []) as {
    ports?: { name?: string; containerPort?: number }[];
  }[];
  return containers.flatMap(({ ports }) => ports ?? []).find(({ name }) => name === 'metrics')?.containerPort;
}

type Field = Exclude<keyof ClientPartition, 'partition' | 'ranges'>;

const fields: Readonly<Record<string, Field>> = {
  kafka_lab_messages_total: 'messages',
  kafka_lab_messages_distinct: 'distinct',
  kafka_lab_messages_duplicate_total: 'duplicates',
  kafka_lab_messages_redelivered_total: 'redelivered',
  kafka_lab_first_offset: 'firstOffset',
  kafka_lab_last_offset: 'lastOffset',
  kafka_lab_start_offset: 'startOffset',
};

export function parseClientMetrics(pod: string, text: string): ClientMetrics | undefined {
  let info: { role: string; startedAt: number } | undefined;
  const partitions = new Map<number, Partial<Record<Field, number>>>();
  const ranges = new Map<number, [number, number][]>();
  for (const { name, labels, value } of parsePrometheusText(text)) {
    if (name === 'kafka_lab_client_info') {
      info = { role: sanitizeLine(labels.role ?? '', 50), startedAt: Number(labels.started_at) || 0 };
      continue;
    }
    if (name === 'kafka_lab_offset_range_last') {
      const partition = Number(labels.partition);
      const first = Number(labels.first ?? '');
      const list = ranges.get(partition) ?? [];
      if (Number.isSafeInteger(first) && Number.isSafeInteger(value) && list.length < maxRanges) {
        list.push([first, value]);
        ranges.set(partition, list);
      }
      continue;
    }
    const field = fields[name];
    if (field === undefined || !/^\d{1,9}$/.test(labels.partition ?? '') || !Number.isSafeInteger(value))
      continue;
    const partition = Number(labels.partition);
    if (partitions.size >= maxPartitions && !partitions.has(partition)) continue;
    partitions.set(partition, { ...partitions.get(partition), [field]: value });
  }
  if (info === undefined) return undefined;
  const { role, startedAt } = info;
  return {
    pod,
    role,
    startedAt,
    partitions: [...partitions]
      .sort(([a], [b]) => a - b)
      .map(([partition, seen]) => ({
        partition,
        // A producer has no position to start from.
        startOffset: role === 'producer' ? 0 : (seen.startOffset ?? 0),
        firstOffset: seen.firstOffset ?? -1,
        lastOffset: seen.lastOffset ?? -1,
        messages: seen.messages ?? 0,
        distinct: seen.distinct ?? seen.messages ?? 0,
        duplicates: seen.duplicates ?? 0,
        ...(seen.redelivered === undefined ? {} : { redelivered: seen.redelivered }),
        ...wholeRanges(ranges.get(partition) ?? [], seen.distinct),
      })),
  };
}

/** The ranges, if they are sorted and disjoint and match the client's count of offsets; otherwise nothing. */
function wholeRanges(
  ranges: readonly (readonly [number, number])[],
  distinct: number | undefined,
): Pick<ClientPartition, 'ranges'> {
  let size = 0;
  let end = -1;
  for (const [first, last] of ranges) {
    if (first <= end || last < first) return {};
    size += last - first + 1;
    end = last;
  }
  return size === distinct ? { ranges } : {};
}
