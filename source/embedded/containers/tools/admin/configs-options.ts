import { KafkaError } from '../../../kafka/messages/errors.ts';
import { type Options, UsageError } from '../command-line/options.ts';
import { TerseError } from '../command-line/terse-tool.ts';
import type { ConfigEntity } from './entity-configs.ts';

/** The options of `kafka-configs`. */
export const configsTable = {
  'add-config': { value: 'required', help: 'With --alter: settings, k1=v1,k2=[v1,v2],k3=v3.' },
  'add-config-file': { value: 'required', help: 'With --alter: a file with settings.' },
  all: { value: 'none', help: 'With --describe: all settings, defaults among them.' },
  alter: { value: 'none', help: 'Change the settings of a topic or of brokers.' },
  'bootstrap-server': { value: 'required', help: 'REQUIRED: a broker to begin with, host:port.' },
  broker: { value: 'required', help: 'The id of a broker.' },
  'broker-logger': { value: 'required', help: 'The id of a broker, for its loggers.' },
  client: { value: 'required', help: 'The id of a client.' },
  'client-defaults': { value: 'none', help: 'What holds for every client.' },
  ip: { value: 'required', help: 'An address.' },
  'ip-defaults': { value: 'none', help: 'What holds for every address.' },
  user: { value: 'required', help: 'The name of a user.' },
  'user-defaults': { value: 'none', help: 'What holds for every user.' },
  'broker-defaults': { value: 'none', help: 'What holds for every broker.' },
  'command-config': { value: 'required', help: 'A file with settings for the client.' },
  'delete-config': { value: 'required', help: 'With --alter: settings to take away, k1,k2.' },
  describe: { value: 'none', help: 'Show the settings of topics or brokers.' },
  'entity-default': { value: 'none', help: 'With --entity-type brokers: what holds for every broker.' },
  'entity-name': { value: 'many', help: 'The name of a topic or the id of a broker.' },
  'entity-type': { value: 'many', help: 'topics or brokers.' },
  force: { value: 'none', help: 'Ask nothing.' },
  help: { value: 'none', help: 'Show this.' },
  topic: { value: 'required', help: 'The name of a topic.' },
} as const;

export type ConfigsOption = keyof typeof configsTable;

const entityTypes = ['topics', 'clients', 'users', 'brokers', 'ips', 'broker-loggers'] as const;
/** The entity of the command line. Throws {@link TerseError}, {@link UsageError} or a `KafkaError`. */
export function entityOf(options: Options<ConfigsOption>): ConfigEntity {
  const actions = (['describe', 'alter'] as const).filter((action) => options.has(action));
  if (actions.length !== 1)
    throw new UsageError('Command must include exactly one action: --describe, --alter');
  if (options.has('describe'))
    for (const other of ['add-config', 'delete-config'] as const)
      if (options.has(other))
        throw new UsageError(`Option "[describe]" can't be used with option "[${other}]"`);
  const type = entityType(options);
  if (options.has('alter')) checkAlter(options);
  if (type !== 'topics' && type !== 'brokers' && type !== 'broker-loggers')
    throw new KafkaError('UNSUPPORTED_VERSION', 'The broker does not support DESCRIBE_CLIENT_QUOTAS');
  const isDefault = options.has('entity-default') || options.has('broker-defaults');
  const name = isDefault
    ? ''
    : (options.get('topic') ??
      options.get('broker') ??
      options.get('broker-logger') ??
      options.get('entity-name'));
  if (type !== 'topics' && name && !/^[-+]?\d{1,9}$/.test(name))
    throw new TerseError(`The entity name for ${type} must be a valid integer broker id, but it is: ${name}`);
  if (options.has('describe') && type === 'broker-loggers' && name === undefined)
    throw new TerseError('an entity name must be specified with --describe of broker-loggers');
  if (options.has('alter') && name === undefined)
    throw new TerseError(
      type === 'brokers'
        ? 'an entity-name or default entity must be specified with --alter of users, clients, brokers or ips'
        : `an entity name must be specified with --alter of ${type}`,
    );
  return { kind: type, name };
}

/** Options that name an entity of a type by themselves. */
const flags = [
  ['topic', 'topics'],
  ['client', 'clients'],
  ['client-defaults', 'clients'],
  ['user', 'users'],
  ['user-defaults', 'users'],
  ['broker', 'brokers'],
  ['broker-defaults', 'brokers'],
  ['broker-logger', 'broker-loggers'],
  ['ip', 'ips'],
  ['ip-defaults', 'ips'],
] as const satisfies readonly (readonly [ConfigsOption, (typeof entityTypes)[number]])[];

/** The type that all other checks go by: the first of several. Throws TerseError. */
function entityType(options: Options<ConfigsOption>): (typeof entityTypes)[number] {
  const byFlag = flags.filter(([name]) => options.has(name));
  const all: string[] = [...options.all('entity-type'), ...byFlag.map(([, type]) => type)];
  const twice = all.filter((type, index) => all.indexOf(type) !== index);
  if (twice.length > 0) throw new TerseError(`Duplicate entity type(s) specified: ${twice.join(',')}`);
  const withOption = options.has('bootstrap-server') ? '--bootstrap-server' : '--zookeeper';
  const allowed: readonly string[] = options.has('bootstrap-server') ? entityTypes : ['users', 'brokers'];
  for (const type of all)
    if (!allowed.includes(type))
      throw new TerseError(
        `Invalid entity type ${type}, the entity type must be one of ${allowed.join(', ')} with the ${withOption} argument`,
      );
  const type = entityTypes.find((each) => each === all[0]);
  if (type === undefined) throw new TerseError('At least one entity type must be specified');
  if (all.length > 1 && [...all].sort().join() !== 'clients,users')
    throw new TerseError("Only 'users' and 'clients' entity types may be specified together");
  const isNamed = (['entity-type', 'entity-name', 'entity-default'] as const).some((name) =>
    options.has(name),
  );
  if (isNamed && byFlag.length > 0)
    throw new TerseError(
      '--entity-{type,name,default} should not be used in conjunction with specific entity flags',
    );
  return type;
}

function checkAlter(options: Options<ConfigsOption>): void {
  const [added, file, deleted] = (['add-config', 'add-config-file', 'delete-config'] as const).map((name) =>
    options.has(name),
  );
  if (added && file) throw new TerseError('Only one of --add-config or --add-config-file must be specified');
  if (!added && !file && !deleted)
    throw new TerseError(
      'At least one of --add-config, --add-config-file, or --delete-config must be specified with --alter',
    );
}
