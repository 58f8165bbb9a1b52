/** The variables that become properties, in the order of cp-zookeeper's template. No other variable becomes one. */
const properties: readonly (readonly [variable: string, property: string])[] = [
  ['CLIENT_PORT', 'clientPort'],
  ['TICK_TIME', 'tickTime'],
  ['GLOBAL_OUTSTANDING_LIMIT', 'globalOutstandingLimit'],
  ['PRE_ALLOC_SIZE', 'preAllocSize'],
  ['SNAP_COUNT', 'snapCount'],
  ['TRACE_FILE', 'traceFile'],
  ['MAX_CLIENT_CNXNS', 'maxClientCnxns'],
  ['CLIENT_PORT_ADDRESS', 'clientPortAddress'],
  ['MIN_SESSION_TIMEOUT', 'minSessionTimeout'],
  ['MAX_SESSION_TIMEOUT', 'maxSessionTimeout'],
  ['FSYNC_WARNING_THRESHOLDMS', 'fsync.warningthresholdms'],
  ['AUTOPURGE_SNAP_RETAIN_COUNT', 'autopurge.snapRetainCount'],
  ['AUTOPURGE_PURGE_INTERVAL', 'autopurge.purgeInterval'],
  ['SYNC_ENABLED', 'syncEnabled'],
  ['ELECTION_ALG', 'electionAlg'],
  ['INIT_LIMIT', 'initLimit'],
  ['LEADER_SERVES', 'leaderServes'],
  ['SYNC_LIMIT', 'syncLimit'],
  ['CNX_TIMEOUT', 'cnxTimeout'],
  ['FORCE_SYNC', 'forceSync'],
  ['JUTE_MAX_BUFFER', 'jute.maxbuffer'],
  ['SKIP_ACL', 'skipACL'],
  ['QUORUM_LISTEN_ON_ALL_IPS', 'quorumListenOnAllIPs'],
  ['CLIENT_CNXN_SOCKET', 'clientCnxnSocket'],
  ['SECURE_CLIENT_PORT', 'secureClientPort'],
  ['SERVER_CNXN_SOCKET', 'serverCnxnSocket'],
  ['X509_AUTHENTICATION_PROVIDER_SUPER_USER', 'X509AuthenticationProvider.superUser'],
  ...tls('SSL', 'ssl'),
  ['SSL_AUTH_PROVIDER', 'ssl.authProvider'],
  ['SSL_QUORUM', 'sslQuorum'],
  ...tls('SSL_QUORUM', 'ssl.quorum'),
  ['SERVER_CNXN_FACTORY', 'serverCnxnFactory'],
  ['AUTH_PROVIDER_X509', 'authProvider.x509'],
  ['AUTH_PROVIDER_SASL', 'authProvider.sasl'],
  ['CLIENT_PORT_UNIFICATION', 'client.portUnification'],
  ['ADMIN_ENABLE_SERVER', 'admin.enableServer'],
  ['ADMIN_SERVER_ADDRESS', 'admin.serverAddress'],
  ['ADMIN_SERVER_PORT', 'admin.serverPort'],
  ['ADMIN_IDLE_TIMEOUT', 'admin.idleTimeout'],
  ['ADMIN_COMMAND_URL', 'admin.commandURL'],
];

function tls(prefix: string, property: string): (readonly [string, string])[] {
  return [
    [`${prefix}_CLIENT_AUTH`, `${property}.clientAuth`],
    [`${prefix}_KEYSTORE_LOCATION`, `${property}.keyStore.location`],
    [`${prefix}_KEYSTORE_PASSWORD`, `${property}.keyStore.password`],
    [`${prefix}_KEYSTORE_TYPE`, `${property}.keyStore.type`],
    [`${prefix}_TRUSTSTORE_LOCATION`, `${property}.trustStore.location`],
    [`${prefix}_TRUSTSTORE_PASSWORD`, `${property}.trustStore.password`],
    [`${prefix}_TRUSTSTORE_TYPE`, `${property}.trustStore.type`],
    [`${prefix}_ENABLED_PROTOCOLS`, `${property}.enabledProtocols`],
    [`${prefix}_CONTEXT_SUPPLIER_CLASS`, `${property}.context.supplier.class`],
    [`${prefix}_CIPHER_SUITES`, `${property}.ciphersuites`],
    [`${prefix}_HOSTNAME_VERIFICATION`, `${property}.hostnameVerification`],
    [`${prefix}_CRL`, `${property}.crl`],
    [`${prefix}_OCPS`, `${property}.ocsp`],
    [`${prefix}_HANDSHAKE_DETECTION_TIMEOUT_MILLIS`, `${property}.handshakeDetectionTimeoutMillis`],
  ];
}

export const dataPath = '/var/lib/zookeeper/data';
export const logPath = '/var/lib/zookeeper/log';

type Environment = Readonly<Record<string, string>>;

/** What `dub template` writes: a variable that is set and empty is an empty property. */
export function zooKeeperProperties(env: Environment): ReadonlyMap<string, string> {
  const result = new Map([
    ['dataDir', dataPath],
    ['dataLogDir', logPath],
  ]);
  for (const [variable, property] of properties) {
    const value = env[`ZOOKEEPER_${variable}`];
    if (value !== undefined) result.set(property, value);
  }
  for (const [variable, property] of [
    ['SERVERS', 'server'],
    ['GROUPS', 'group'],
    ['WEIGHTS', 'weight'],
  ]) {
    const list = env[`ZOOKEEPER_${variable}`];
    if (list)
      for (const [index, value] of list.split(';').entries()) result.set(`${property}.${index + 1}`, value);
  }
  return result;
}

export function propertiesText(all: ReadonlyMap<string, string>): string {
  return `\n${[...all].map(([key, value]) => `${key}=${value}\n`).join('')}`;
}

/** The lines `key=value` of a file. */
export function readProperties(text: string): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, key, value] = /^\s*([^#!\s=:][^\s=:]*)\s*[=:\s]\s*(.*)$/.exec(line) ?? [];
    if (key !== undefined) result.set(key, value ?? '');
  }
  return result;
}

/** The system properties of the JVM: `-Dname=value` in KAFKA_OPTS, and what zoo.cfg has that is no setting of its own. */
export function systemProperties(
  env: Environment,
  cfg: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const [, name, value = ''] of (env.KAFKA_OPTS ?? '').matchAll(/(?:^|\s)-D([^\s=]+)(?:=(\S*))?/g))
    result.set(name!, value);
  for (const [key, value] of cfg) result.set(`zookeeper.${key}`, value.trim());
  return result;
}
