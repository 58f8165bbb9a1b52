import { createServer, type Server } from 'node:http';
import type { PartitionCount, Tally } from './tally.ts';

export interface ClientInfo {
  readonly role: string;
  readonly topic: string;
  /** ms since the epoch */
  readonly startedAt: number;
}

const gauges: readonly {
  name: string;
  help: string;
  type: 'counter' | 'gauge';
  value: (count: PartitionCount) => number;
}[] = [
  {
    name: 'kafka_lab_messages_total',
    help: 'Messages published or received.',
    type: 'counter',
    value: (count) => count.messages,
  },
  {
    name: 'kafka_lab_messages_distinct',
    help: 'Distinct offsets among them.',
    type: 'gauge',
    value: (count) => count.distinct,
  },
  {
    name: 'kafka_lab_messages_duplicate_total',
    help: 'Messages whose offset was seen before.',
    type: 'counter',
    value: (count) => count.duplicates,
  },
  {
    name: 'kafka_lab_messages_redelivered_total',
    help: 'Duplicates redelivered after a rebalance.',
    type: 'counter',
    value: (count) => count.redelivered,
  },
  {
    name: 'kafka_lab_first_offset',
    help: 'Offset of the first message; -1 before it.',
    type: 'gauge',
    value: (count) => count.firstOffset,
  },
  {
    name: 'kafka_lab_last_offset',
    help: 'Offset of the latest message; -1 before the first.',
    type: 'gauge',
    value: (count) => count.lastOffset,
  },
  {
    name: 'kafka_lab_start_offset',
    help: 'Position at which this client started; -1 while unknown.',
    type: 'gauge',
    value: (count) => count.startOffset,
  },
];

/** A client with more gaps than this in its offsets does not list them. */
const maxRanges = 64;

/** The tally in Prometheus' text format, version 0.0.4. */
export function renderMetrics(info: ClientInfo, tally: Tally): string {
  const labels = `role="${escapeLabel(info.role)}",topic="${escapeLabel(info.topic)}",started_at="${info.startedAt}"`;
  const lines = [
    '# HELP kafka_lab_client_info What this client is.',
    '# TYPE kafka_lab_client_info gauge',
    `kafka_lab_client_info{${labels}} 1`,
  ];
  const partitions = tally.partitions();
  for (const { name, help, type, value } of gauges) {
    lines.push(`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`);
    for (const count of partitions) lines.push(`${name}{partition="${count.partition}"} ${value(count)}`);
  }
  const ranged = 'kafka_lab_offset_range_last';
  lines.push(`# HELP ${ranged} Last offset of an unbroken range that was seen.`, `# TYPE ${ranged} gauge`);
  for (const { partition, ranges } of partitions) {
    if (ranges.length > maxRanges) continue;
    for (const [first, last] of ranges)
      lines.push(`${ranged}{partition="${partition}",first="${first}"} ${last}`);
  }
  return `${lines.join('\n')}\n`;
}

function escapeLabel(value: string): string {
  return value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** Serves `/metrics` until the returned server is closed. */
export function serveMetrics(port: number, info: ClientInfo, tally: Tally): Server {
  const server = createServer((request, response) => {
    if (request.url !== '/metrics') {
      response.writeHead(404, { 'content-type': 'text/plain' }).end('not found; use /metrics\n');
      return;
    }
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
    response.end(renderMetrics(info, tally));
  });
  server.on('error', (error) => process.stderr.write(`metrics: ${error.message}\n`));
  server.listen(port);
  return server;
}
