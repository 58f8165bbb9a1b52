import type { KafkaConnection } from '../../../kafka/client/kafka-connection.ts';
import { apis } from '../../../kafka/messages/apis.ts';
import { errorName } from '../../../kafka/messages/errors.ts';
import { writeText } from '../../shell/streams.ts';
import { withCluster } from '../command-line/cluster-access.ts';
import { UsageError } from '../command-line/options.ts';
import { kafkaTool } from '../command-line/run-tool.ts';

const table = {
  'bootstrap-server': { value: 'required', help: 'REQUIRED: a broker to begin with, host:port.' },
  'command-config': { value: 'required', help: 'A file with settings for the client.' },
  help: { value: 'none', help: 'Show this.' },
} as const;

/** `kafka-broker-api-versions`: the request versions that each broker serves, and the one this tool would use. */
export const kafkaBrokerApiVersions = kafkaTool<keyof typeof table>(
  table,
  'kafka.admin.BrokerApiVersionsCommand$',
  (message) => message,
  async (context, options) => {
    if (options.has('help') || context.argv.length === 1)
      throw new UsageError('This tool helps to retrieve broker version information.');
    const bootstrap = options.get('bootstrap-server');
    if (bootstrap === undefined) throw new UsageError('Missing required argument "[bootstrap-server]"');
    const access = { bootstrap, clientId: 'admin-1', component: 'AdminClient', call: 'fetchMetadata' };
    return await withCluster(context, access, async (cluster) => {
      const { brokers } = await cluster.metadata([]);
      for (const { nodeId, host, port, rack } of [...brokers].sort((a, b) => a.nodeId - b.nodeId)) {
        const rows = versionRows(await cluster.broker(nodeId));
        await writeText(
          context.stdout,
          `${host}:${port} (id: ${nodeId} rack: ${rack}) -> (\n${rows.join(',\n')}\n)\n`,
        );
      }
      return 0;
    });
  },
);

function versionRows(connection: KafkaConnection): string[] {
  const known = new Map([...apis.values()].map((api) => [api.key, api]));
  return [...connection.versions]
    .sort(([a], [b]) => a - b)
    .map(([key, { minVersion, maxVersion }]) => {
      const api = known.get(key);
      const range = minVersion === maxVersion ? `${minVersion}` : `${minVersion} to ${maxVersion}`;
      const usable = api === undefined ? undefined : connection.versionFor(api);
      return `\t${api?.name ?? `UNKNOWN(${key})`}(${key}): ${range} [usable: ${usable ?? errorName(35)}]`;
    });
}
