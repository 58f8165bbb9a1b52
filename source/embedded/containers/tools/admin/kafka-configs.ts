import type { ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { withCluster } from '../command-line/cluster-access.ts';
import { type Options, UsageError } from '../command-line/options.ts';
import { propertyFile } from '../command-line/property-file.ts';
import { TerseError, terseTool } from '../command-line/terse-tool.ts';
import { parseConfigs } from './config-pairs.ts';
import { type ConfigsOption, configsTable, entityOf } from './configs-options.ts';
import { alterConfigsOf, describeConfigsOf } from './entity-configs.ts';

/** `kafka-configs`, as Kafka 3.3's: the settings of topics and brokers. */
export const kafkaConfigs = terseTool<ConfigsOption>(
  configsTable,
  {
    terse: (message) => message,
    stream: 'stderr',
    heading: (argv) => `Error while executing config command with args '${argv.join(' ')}'\n`,
  },
  async (context, options) => {
    if (options.has('help') || context.argv.length === 1)
      throw new UsageError(
        'This tool helps to manipulate and describe entity config for a topic, client, user, broker or ip',
      );
    const entity = entityOf(options);
    const bootstrap = options.get('bootstrap-server');
    if (bootstrap === undefined)
      throw new TerseError(
        'One of the required --bootstrap-server or --zookeeper arguments must be specified',
      );
    const access = {
      bootstrap,
      clientId: 'adminclient-1',
      component: 'AdminClient',
      call: 'describeConfigs',
    };
    const print = (line: string) => writeText(context.stdout, `${line}\n`);
    await withCluster(context, access, async (cluster) => {
      if (options.has('describe')) await describeConfigsOf(cluster, entity, options.has('all'), print);
      else {
        const changes = { added: addedConfigs(context, options), deleted: deletedConfigs(options) };
        await alterConfigsOf(cluster, entity, changes, print);
      }
    });
  },
);

function addedConfigs(context: ProgramContext, options: Options<ConfigsOption>): [string, string][] {
  const path = options.get('add-config-file');
  return path === undefined
    ? parseConfigs(options.get('add-config') ?? '')
    : Object.entries(propertyFile(context, path));
}

function deletedConfigs(options: Options<ConfigsOption>): string[] {
  return (options.get('delete-config') ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter(Boolean);
}
