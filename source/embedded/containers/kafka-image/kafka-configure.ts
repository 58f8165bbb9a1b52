import { FileError } from '../shell/container-files.ts';
import { Dub, propertiesFrom } from '../shell/dub.ts';
import type { Program, ProgramContext } from '../shell/program.ts';
import { writeText } from '../shell/streams.ts';

export const propertiesFile = '/etc/kafka/kafka.properties';
export const dataDirectory = '/var/lib/kafka/data';
const secrets = '/etc/kafka/secrets';

/** Variables with the prefix for the JVM or the start scripts. KAFKA_HEAP_OPTS is none of them, for want of a comma in the image's list. */
const notProperties = new Set([
  'KAFKA_VERSION',
  'KAFKA_HEAP_OPTSKAFKA_LOG4J_OPTS',
  'KAFKA_OPTS',
  'KAFKA_JMX_OPTS',
  'KAFKA_JVM_PERFORMANCE_OPTS',
  'KAFKA_GC_LOG_OPTS',
  'KAFKA_LOG4J_ROOT_LOGLEVEL',
  'KAFKA_LOG4J_LOGGERS',
  'KAFKA_TOOLS_LOG4J_LOGLEVEL',
  'KAFKA_ZOOKEEPER_CLIENT_CNXN_SOCKET',
]);

/** Variables of old images, which a Service named `kafka` would inject, in the order in which they are refused. */
const deprecated = ['ADVERTISED_PORT', 'ADVERTISED_HOST', 'HOST', 'PORT'];

/**
 * `/etc/confluent/docker/configure` of cp-kafka: checks its variables and writes kafka.properties. `hasQuorumMode`: images from 7.4 say
 * which mode they run in.
 * Source: github.com/confluentinc/kafka-images, kafka/include/etc/confluent/docker
 */
export function kafkaConfigure(hasQuorumMode: boolean): Program {
  return async (context) => {
    const env: Record<string, string> = { ...context.env };
    const dub = new Dub(context);
    const say = (text: string) => writeText(context.stdout, `${text}\n`);
    if (!(await ensureMode(env, dub, say, hasQuorumMode))) return 1;
    const isController = hasQuorumMode && env.KAFKA_PROCESS_ROLES === 'controller';
    const advertised = env.KAFKA_ADVERTISED_LISTENERS ?? '';
    if (!env.KAFKA_LISTENERS && !isController)
      env.KAFKA_LISTENERS = advertised.replace(/:\/\/(.*?):/g, '://0.0.0.0:');
    env.KAFKA_LOG_DIRS ||= dataDirectory;
    for (const name of deprecated)
      if (env[`KAFKA_${name}`]) {
        const property = name.toLowerCase().replace('_', '.');
        await say(`${property} is deprecated. Please use KAFKA_ADVERTISED_LISTENERS instead.`);
        return 1;
      }
    if (advertised.includes('SSL://')) {
      await say('SSL is enabled.');
      if (!(await takeKeys(context, env, dub))) return 1;
    }
    if (/SASL_.*:\/\//.test(advertised)) {
      await say('SASL is enabled.');
      if (!(await dub.ensure('KAFKA_OPTS', env))) return 1;
      if (!env.KAFKA_OPTS?.includes('java.security.auth.login.config'))
        await say("KAFKA_OPTS should contain 'java.security.auth.login.config' property.");
    }
    if (env.KAFKA_JMX_OPTS && !env.KAFKA_JMX_OPTS.includes('com.sun.management.jmxremote.rmi.port'))
      await say(
        "KAFKA_OPTS should contain 'com.sun.management.jmxremote.rmi.port' property. It is required for accessing the JMX metrics externally.",
      );
    context.container.files.write(propertiesFile, kafkaProperties(env));
    return 0;
  };
}

type Say = (text: string) => Promise<void>;

async function ensureMode(
  env: Record<string, string>,
  dub: Dub,
  say: Say,
  hasQuorumMode: boolean,
): Promise<boolean> {
  if (!hasQuorumMode)
    return (
      (await dub.ensure('KAFKA_ZOOKEEPER_CONNECT', env)) &&
      (await dub.ensure('KAFKA_ADVERTISED_LISTENERS', env))
    );
  if (!env.KAFKA_PROCESS_ROLES) {
    await say('Running in Zookeeper mode...');
    return (
      (await dub.ensure('KAFKA_ZOOKEEPER_CONNECT', env)) &&
      (await dub.ensure('KAFKA_ADVERTISED_LISTENERS', env))
    );
  }
  await say('Running in KRaft mode...');
  if (!(await dub.ensure('CLUSTER_ID', env))) return false;
  if (env.KAFKA_PROCESS_ROLES !== 'controller') return dub.ensure('KAFKA_ADVERTISED_LISTENERS', env);
  if (env.KAFKA_ADVERTISED_LISTENERS) {
    await say('KAFKA_ADVERTISED_LISTENERS is not supported on a KRaft controller.');
    return false;
  }
  delete env.KAFKA_ADVERTISED_LISTENERS;
  return true;
}

/** Takes key store and passwords from the files in {@link secrets} that the variables name. */
async function takeKeys(
  { container, stderr }: ProgramContext,
  env: Record<string, string>,
  dub: Dub,
): Promise<boolean> {
  const take = async (variable: string, as: string, isText: boolean): Promise<boolean> => {
    if (!(await dub.ensure(variable, env))) return false;
    const path = `${secrets}/${env[variable]}`;
    if (!(await dub.exists(path))) return false;
    if (!isText) {
      env[as] = path;
      return true;
    }
    try {
      env[as] = container.files.read(path).replace(/\n+$/, '');
      return true;
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      await writeText(stderr, `cat: ${path}: ${error.message}\n`);
      return false;
    }
  };
  const wantsTrust = /required|requested/.test(env.KAFKA_SSL_CLIENT_AUTH ?? '');
  return (
    (await take('KAFKA_SSL_KEYSTORE_FILENAME', 'KAFKA_SSL_KEYSTORE_LOCATION', false)) &&
    (await take('KAFKA_SSL_KEY_CREDENTIALS', 'KAFKA_SSL_KEY_PASSWORD', true)) &&
    (await take('KAFKA_SSL_KEYSTORE_CREDENTIALS', 'KAFKA_SSL_KEYSTORE_PASSWORD', true)) &&
    (!wantsTrust ||
      ((await take('KAFKA_SSL_TRUSTSTORE_FILENAME', 'KAFKA_SSL_TRUSTSTORE_LOCATION', false)) &&
        (await take('KAFKA_SSL_TRUSTSTORE_CREDENTIALS', 'KAFKA_SSL_TRUSTSTORE_PASSWORD', true))))
  );
}

/** The file that `dub template` writes: values are put in as they are, so that a line end begins another property. */
function kafkaProperties(env: Readonly<Record<string, string>>): string {
  const socket = env.KAFKA_ZOOKEEPER_CLIENT_CNXN_SOCKET;
  const support = Object.entries(propertiesFrom(env, 'CONFLUENT_SUPPORT_', new Set()));
  const properties: [string, string][] = [
    ...Object.entries(propertiesFrom(env, 'KAFKA_', notProperties)),
    ...(socket === undefined ? [] : [['zookeeper.clientCnxnSocket', socket] as [string, string]]),
    ...support.map(([name, value]): [string, string] => [`confluent.support.${name}`, value]),
  ];
  return properties.map(([name, value]) => `${name}=${value}\n`).join('');
}
