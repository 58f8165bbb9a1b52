import { setTimeout as delay } from 'node:timers/promises';
import { KafkaClientError } from '../../../kafka/client/client-error.ts';
import { type BrokerAddress, ClusterClient } from '../../../kafka/client/cluster-client.ts';
import { logLine } from '../../../zookeeper/log-line.ts';
import type { ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { UsageError } from './options.ts';

/** How long a tool tries to reach a broker: Java's `default.api.timeout.ms`. */
const defaultApiTimeoutMs = 60_000;

/** No broker answered in time; `call` names the request as an admin client does. */
export class ApiTimeout extends Error {}

/** Parses `host:port,…`. Throws UsageError for a list that a client would refuse. */
export function parseBootstrap(text: string): BrokerAddress[] {
  return text.split(',').map((part) => {
    const match = /^\s*(?:[A-Za-z]+:\/\/)?(\[[^\]]+\]|[^:\s]+):(\d{1,5})\s*$/.exec(part);
    if (match === null || Number(match[2]) > 65_535) {
      throw new UsageError(
        `Invalid url in bootstrap.servers: ${part}`,
        'org.apache.kafka.common.config.ConfigException',
      );
    }
    return { host: match[1]!.replace(/^\[|\]$/g, ''), port: Number(match[2]) };
  });
}

/** Runs a function with a client of the cluster behind `bootstrap`, once a broker answers; closes the connections afterwards. */
export async function withCluster<T>(
  context: ProgramContext,
  options: {
    readonly bootstrap: string;
    readonly clientId: string;
    readonly component: string;
    readonly call: string;
  },
  run: (cluster: ClusterClient) => Promise<T>,
): Promise<T> {
  const { network, pod } = context.container;
  const bootstrap = parseBootstrap(options.bootstrap);
  const cluster = new ClusterClient({
    bootstrap,
    clientId: options.clientId,
    dial: (host, port) => network.connect(pod.ip, host, port),
  });
  const close = () => cluster.close();
  context.killed.addEventListener('abort', close, { once: true });
  try {
    await reach(context, cluster, bootstrap, options);
    return await run(cluster);
  } finally {
    context.killed.removeEventListener('abort', close);
    cluster.close();
  }
}

async function reach(
  context: ProgramContext,
  cluster: ClusterClient,
  bootstrap: readonly BrokerAddress[],
  {
    clientId,
    component,
    call,
  }: { readonly clientId: string; readonly component: string; readonly call: string },
): Promise<void> {
  const until = performance.now() + defaultApiTimeoutMs;
  for (;;) {
    try {
      await cluster.any();
      return;
    } catch (error) {
      if (!(error instanceof KafkaClientError) || context.killed.aborted) throw error;
      if (causeCode(error) === 'ENOTFOUND') {
        throw new UsageError(
          'No resolvable bootstrap urls given in bootstrap.servers',
          'org.apache.kafka.common.config.ConfigException',
        );
      }
    }
    const [{ host, port } = { host: '', port: 0 }] = bootstrap;
    const node = `${host}/${context.container.pod.ip}:${port}`;
    const warning = `[${component} clientId=${clientId}] Connection to node -1 (${node}) could not be established. Broker may not be available.`;
    await writeText(
      context.stderr,
      `${logLine('WARN', warning, 'org.apache.kafka.clients.NetworkClient')}\n`,
    );
    if (performance.now() > until)
      throw new ApiTimeout(`Timed out waiting for a node assignment. Call: ${call}`);
    await delay(1000, undefined, { signal: context.killed });
  }
}

function causeCode(error: Error): string | undefined {
  return (error.cause as NodeJS.ErrnoException | undefined)?.code;
}
