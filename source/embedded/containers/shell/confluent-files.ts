import type { ContainerFiles } from './container-files.ts';
import { appuser } from './image-user.ts';

/** Files of Confluent's images: the configuration with the defaults of Kafka 3.3, and the directories of the data. */

const log4j = (root: string, more: string): string => `log4j.rootLogger=${root}, stdout

log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
log4j.appender.stdout.layout.ConversionPattern=[%d] %p %m (%c)%n
${more}`;

const toolLog4j = `log4j.rootLogger=WARN, stderr

log4j.appender.stderr=org.apache.log4j.ConsoleAppender
log4j.appender.stderr.layout=org.apache.log4j.PatternLayout
log4j.appender.stderr.layout.ConversionPattern=[%d] %p %m (%c)%n
log4j.appender.stderr.Target=System.err
`;

const client = 'bootstrap.servers=localhost:9092\n';

/** `/etc/kafka` */
const configuration: Readonly<Record<string, string>> = {
  'log4j.properties': log4j('INFO', '\nlog4j.logger.kafka=INFO\nlog4j.logger.org.apache.kafka=INFO\n'),
  'tools-log4j.properties': toolLog4j,
  'connect-log4j.properties': log4j('INFO', '\nlog4j.logger.org.reflections=ERROR\n'),
  'consumer.properties': `${client}group.id=test-consumer-group\n`,
  'producer.properties': `${client}compression.type=none\n`,
  'server.properties': `broker.id=0
num.network.threads=3
num.io.threads=8
socket.send.buffer.bytes=102400
socket.receive.buffer.bytes=102400
socket.request.max.bytes=104857600
log.dirs=/var/lib/kafka
num.partitions=1
num.recovery.threads.per.data.dir=1
offsets.topic.replication.factor=1
transaction.state.log.replication.factor=1
transaction.state.log.min.isr=1
log.retention.hours=168
log.retention.check.interval.ms=300000
zookeeper.connect=localhost:2181
zookeeper.connection.timeout.ms=18000
group.initial.rebalance.delay.ms=0
`,
  'zookeeper.properties':
    'dataDir=/var/lib/zookeeper\nclientPort=2181\nmaxClientCnxns=0\nadmin.enableServer=false\n',
};

const release = `NAME="Red Hat Enterprise Linux"
VERSION="8.8 (Ootpa)"
ID="rhel"
ID_LIKE="fedora"
VERSION_ID="8.8"
PRETTY_NAME="Red Hat Enterprise Linux 8.8 (Ootpa)"
`;

export function putConfluentFiles(files: ContainerFiles): void {
  const owned = (path: string): void =>
    files.put(path, { directory: true, mode: 0o775, owner: { uid: appuser.uid, gid: 0 } });
  for (const path of [
    '/etc/kafka',
    '/etc/kafka/secrets',
    '/etc/confluent',
    '/etc/confluent/docker',
    '/var/lib/kafka',
    '/var/lib/kafka/data',
    '/var/lib/zookeeper',
    '/var/lib/zookeeper/data',
    '/var/lib/zookeeper/log',
    '/var/log/kafka',
    '/usr/logs',
    '/usr/share/java/kafka',
    '/usr/share/doc/kafka',
  ])
    owned(path);
  for (const [name, text] of Object.entries(configuration))
    files.put(`/etc/kafka/${name}`, { text, owner: appuser });
  files.put('/usr/lib/os-release', { text: release });
  files.put('/etc/os-release', { link: '../usr/lib/os-release' });
  files.put('/etc/redhat-release', { text: 'Red Hat Enterprise Linux release 8.8 (Ootpa)\n' });
}
