import { atLeast, boolean, int, list, password, type SettingTable, string } from './setting.ts';

/** How a broker reaches ZooKeeper. */
export const zookeeperSettings = {
  'zookeeper.connect': string(null),
  'zookeeper.session.timeout.ms': int(18_000),
  'zookeeper.connection.timeout.ms': int(null),
  'zookeeper.set.acl': boolean(false),
  'zookeeper.max.in.flight.requests': int(10, atLeast(1)),
  'zookeeper.ssl.client.enable': boolean(false),
  'zookeeper.clientCnxnSocket': string(null),
  'zookeeper.ssl.keystore.location': string(null),
  'zookeeper.ssl.keystore.password': password(null),
  'zookeeper.ssl.keystore.type': string(null),
  'zookeeper.ssl.truststore.location': string(null),
  'zookeeper.ssl.truststore.password': password(null),
  'zookeeper.ssl.truststore.type': string(null),
  'zookeeper.ssl.protocol': string('TLSv1.2'),
  'zookeeper.ssl.enabled.protocols': list(null),
  'zookeeper.ssl.cipher.suites': list(null),
  'zookeeper.ssl.endpoint.identification.algorithm': string('HTTPS'),
  'zookeeper.ssl.crl.enable': boolean(false),
  'zookeeper.ssl.ocsp.enable': boolean(false),
} satisfies SettingTable;
