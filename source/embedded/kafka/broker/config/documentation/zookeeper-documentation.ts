import type { zookeeperSettings } from '../settings/zookeeper-settings.ts';

export const zookeeperDocumentation: Readonly<Record<keyof typeof zookeeperSettings, string>> = {
  'zookeeper.connect':
    'The ZooKeeper servers, as `host:port,host:port/path`. The path is optional: all data of this Kafka cluster is then kept below it.',
  'zookeeper.session.timeout.ms':
    'How long ZooKeeper waits for a sign of life before it ends the session of this broker.',
  'zookeeper.connection.timeout.ms':
    'How long the broker tries to connect to ZooKeeper. Without a value, the session timeout applies.',
  'zookeeper.set.acl': 'Whether the broker protects the nodes that it creates in ZooKeeper with ACLs.',
  'zookeeper.max.in.flight.requests':
    'How many requests the broker sends to ZooKeeper before it waits for an answer.',
  'zookeeper.ssl.client.enable': 'Whether the broker talks to ZooKeeper over TLS.',
  'zookeeper.clientCnxnSocket':
    'The class that connects to ZooKeeper; TLS needs `org.apache.zookeeper.ClientCnxnSocketNetty`.',
  'zookeeper.ssl.keystore.location': 'The key store with the certificate that the broker shows to ZooKeeper.',
  'zookeeper.ssl.keystore.password': 'The password of the key store for ZooKeeper.',
  'zookeeper.ssl.keystore.type':
    'The type of the key store for ZooKeeper. Without a value, the extension of the file tells.',
  'zookeeper.ssl.truststore.location': 'The trust store that ZooKeeper’s certificate is checked against.',
  'zookeeper.ssl.truststore.password': 'The password of the trust store for ZooKeeper.',
  'zookeeper.ssl.truststore.type':
    'The type of the trust store for ZooKeeper. Without a value, the extension of the file tells.',
  'zookeeper.ssl.protocol': 'The TLS version that is negotiated with ZooKeeper.',
  'zookeeper.ssl.enabled.protocols':
    'The TLS versions that may be used with ZooKeeper. Without a value, `zookeeper.ssl.protocol` alone.',
  'zookeeper.ssl.cipher.suites':
    'The cipher suites that may be used with ZooKeeper. Without a value, those of Java.',
  'zookeeper.ssl.endpoint.identification.algorithm':
    'Whether the certificate must name ZooKeeper’s host: `HTTPS` checks it, an empty value does not.',
  'zookeeper.ssl.crl.enable':
    'Whether ZooKeeper’s certificate is looked up in a list of revoked certificates.',
  'zookeeper.ssl.ocsp.enable':
    'Whether ZooKeeper’s certificate is checked with the Online Certificate Status Protocol.',
};
