/** What the clients image runs: one program, a producer or one of two consumers by ROLE. */
import { consumeAsGroup } from './group-consumer.ts';
import { log } from './log.ts';
import { serveMetrics } from './metrics.ts';
import { consumePartitionZero } from './partition-consumer.ts';
import { produce } from './producer.ts';
import { type Role, readSettings, type Settings } from './settings.ts';
import { Tally } from './tally.ts';

const programs: Record<Role, (settings: Settings, tally: Tally, signal: AbortSignal) => Promise<void>> = {
  producer: produce,
  consumer: consumePartitionZero,
  'group-consumer': consumeAsGroup,
};

const metricRoles: Record<Role, string> = {
  producer: 'producer',
  consumer: 'partition',
  'group-consumer': 'group',
};

async function main(): Promise<void> {
  // Node would print warnings of the client library over the lines that a learner reads.
  process.removeAllListeners('warning');
  const settings = readSettings(process.env);
  const tally = new Tally();
  const stop = new AbortController();
  // Node would open its inspector.
  process.on('SIGUSR1', () => {});
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort());
  const info = { role: metricRoles[settings.role], topic: settings.topic, startedAt: Date.now() };
  const metrics = serveMetrics(settings.metricsPort, info, tally);
  try {
    await programs[settings.role](settings, tally, stop.signal);
  } finally {
    metrics.close();
    metrics.closeAllConnections();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    log(error instanceof Error ? error.message : String(error));
    process.exit(1);
  },
);
