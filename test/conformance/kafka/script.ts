import { type Finished, runTool } from '../tools.ts';
import { type Target, untilSettled } from './clusters.ts';
import type { JavaTool } from './java-tools.ts';
import { kafkajsSteps } from './script-kafkajs.ts';

/** One action on a cluster, and its output. */
export interface Step {
  readonly name: string;
  run(target: Target): Promise<string>;
}

function show({ code, stdout, stderr }: Finished): string {
  return [`exit code ${code}\n`, stdout, stderr === '' ? '' : `--- stderr\n${stderr}`].join('');
}

/** `kafka-topics --list`; words are split at spaces, `·` stands for a space within a word. */
function tool(line: string, input?: string): Step {
  const [name, ...words] = line.split(' ') as [JavaTool, ...string[]];
  const args = ['--bootstrap-server', 'BROKERS', ...words.map((word) => word.replaceAll('·', ' '))];
  return {
    name: line,
    async run(target) {
      const finished = await target.tool(name, args, input);
      if (/--(create|alter|delete) /.test(line)) await untilSettled(target.bootstrap);
      return show(finished);
    },
  };
}

/** `kafka-configs` for brokers. A change reaches them through ZooKeeper. */
function brokers(line: string): Step {
  const step = tool(`kafka-configs --entity-type brokers ${line}`);
  return {
    ...step,
    async run(target) {
      const printed = await step.run(target);
      if (line.startsWith('--alter')) await new Promise((seen) => setTimeout(seen, 500));
      return printed;
    },
  };
}

function kcat(line: string, input?: string): Step {
  const args = line.split(' ').map((word) => word.replaceAll('·', ' '));
  return {
    name: `kcat ${line}`,
    run: async ({ bootstrap }) =>
      show(await runTool('kcat', ['-b', bootstrap, ...args], input === undefined ? {} : { input })),
  };
}

function zookeeper(line: string): Step {
  const args = ['ZOOKEEPER', ...line.split(' ')];
  return {
    name: `zookeeper-shell ${line}`,
    run: async (target) => show(await target.tool('zookeeper-shell', args)),
  };
}

const registrations = [
  zookeeper('ls /'),
  zookeeper('ls /brokers'),
  zookeeper('ls /brokers/ids'),
  zookeeper('get /brokers/ids/0'),
  zookeeper('get /controller'),
  zookeeper('get /controller_epoch'),
  zookeeper('get /cluster/id'),
  zookeeper('ls /brokers/topics'),
  zookeeper('get /brokers/topics/fixed'),
  zookeeper('get /brokers/topics/fixed/partitions/0/state'),
  zookeeper('ls /config'),
  zookeeper('get /brokers/topics/pinned'),
  zookeeper('ls /admin'),
  zookeeper('ls /nope'),
];

const topics = [
  tool('kafka-topics --list'),
  tool('kafka-topics --create --topic one --partitions 1'),
  tool('kafka-topics --create --topic test'),
  tool('kafka-topics --describe --topic test'),
  tool('kafka-topics --create --topic test'),
  tool('kafka-topics --create --topic test --if-not-exists'),
  tool('kafka-topics --create --topic fixed --replica-assignment 0:1:2,1:2:0,2:0:1'),
  tool('kafka-topics --describe --topic fixed'),
  tool('kafka-topics --create --topic pinned --replica-assignment 2:0:1'),
  tool(
    'kafka-topics --create --topic set.up --partitions 2 --config retention.ms=1000 --config cleanup.policy=compact',
  ),
  tool('kafka-topics --create --topic set_up'),
  tool('kafka-topics --describe --topic set.up'),
  tool('kafka-topics --describe --topics-with-overrides'),
  tool('kafka-topics --create --topic bad --replication-factor 4'),
  tool('kafka-topics --create --topic bad --partitions 0'),
  tool('kafka-topics --create --topic bad/name'),
  tool('kafka-topics --create --topic bad --config nope=1'),
  tool('kafka-topics --create --topic bad --config retention.ms=abc'),
  tool('kafka-topics --create --topic bad --config cleanup.policy=x'),
  tool('kafka-topics --create --topic bad --replica-assignment 0:7'),
  tool('kafka-topics --describe --topic nope'),
  tool('kafka-topics --delete --topic nope'),
  tool('kafka-topics --delete --topic nope --if-exists'),
  tool('kafka-topics --alter --topic nope --partitions 5'),
  tool('kafka-topics --alter --topic fixed --partitions 2'),
  tool('kafka-topics --alter --topic fixed --partitions 3'),
  tool('kafka-topics --alter --topic fixed --partitions 5'),
  tool('kafka-topics --describe --under-replicated-partitions'),
  tool('kafka-topics --describe --unavailable-partitions'),
  tool('kafka-topics --describe --bogus'),
  tool('kafka-topics --topic test'),
  tool('kafka-topics --list'),
];

const messages = [
  tool('kafka-console-producer --topic one', 'first\nsecond\nthird\n'),
  tool(
    'kafka-console-producer --topic fixed --property parse.key=true --property key.separator=:',
    'a:1\nb:2\na:3\n',
  ),
  tool('kafka-console-producer --topic one --compression-codec gzip', 'fourth\nfifth\n'),
  tool('kafka-console-consumer --topic one --from-beginning --max-messages 5 --group plain'),
  tool(
    'kafka-console-consumer --topic one --partition 0 --offset 3 --max-messages 1 --property print.offset=true --property print.partition=true',
  ),
  tool('kafka-console-consumer --topic one --partition 0 --offset earliest --timeout-ms 1500'),
  tool(
    'kafka-console-consumer --topic fixed --partition 1 --offset earliest --max-messages 1 --property print.key=true --property print.headers=true',
  ),
  tool('kafka-get-offsets --topic one'),
  tool('kafka-get-offsets --topic fixed --time -2'),
  tool('kafka-get-offsets --topic one --time 1'),
  tool('kafka-get-offsets --topic-partitions one:0,fixed:0-2'),
  tool('kafka-get-offsets --topic nope'),
  tool('kafka-get-offsets --topic one --time abc'),
  kcat('-L -t fixed'),
  kcat('-X allow.auto.create.topics=false -L -t nope'),
  kcat('-P -t one -k key -H h=1 -H none', 'sixth\n'),
  kcat('-P -t one -z snappy', 'seventh\n'),
  kcat('-P -t one -z lz4 -X acks=all -X enable.idempotence=true', 'eighth\n'),
  kcat('-P -t one -z zstd', 'ninth\n'),
  kcat('-C -t one -p 0 -o beginning -e -q -f %o·%k·%h·%s\\n'),
  kcat('-C -t one -p 0 -o -2 -e'),
  kcat('-C -t one -p 0 -o 100 -c 1 -e -X auto.offset.reset=error'),
  kcat('-Q -t one:0:-1'),
  kcat('-Q -t one:0:1'),
  kcat('-P -t one -p 9 -X topic.partitioner= -X message.timeout.ms=3000', 'nowhere\n'),
  kcat('-P -t fixed -p 0 -X acks=all -X message.max.bytes=3000000', `${'x'.repeat(1_500_000)}\n`),
];

const groups = [
  tool('kafka-console-consumer --topic one --from-beginning --max-messages 9 --group g1'),
  tool('kafka-consumer-groups --list --state'),
  tool('kafka-consumer-groups --describe --group g1'),
  tool('kafka-consumer-groups --describe --group g1 --state'),
  tool('kafka-consumer-groups --describe --group g1 --members'),
  tool('kafka-consumer-groups --describe --group nope'),
  tool('kafka-consumer-groups --describe --group nope --state'),
  tool('kafka-consumer-groups --delete --group nope'),
  tool('kafka-consumer-groups --group g1 --reset-offsets --to-earliest --topic one --dry-run'),
  tool('kafka-consumer-groups --group g1 --reset-offsets --to-offset 4 --topic one --execute'),
  tool('kafka-consumer-groups --group g1 --reset-offsets --shift-by -1 --all-topics --execute'),
  tool('kafka-consumer-groups --describe --group g1'),
  tool('kafka-consumer-groups --group g2 --reset-offsets --to-latest --topic one --execute'),
  tool('kafka-consumer-groups --describe --all-groups'),
  tool('kafka-consumer-groups --delete-offsets --group g2 --topic one'),
  tool('kafka-consumer-groups --describe --group g2'),
  tool('kafka-consumer-groups --delete --group g1'),
  tool('kafka-consumer-groups --delete --group g1'),
];

/** Broker settings take effect after the response: nothing depends on them before they are visible everywhere. */
const brokerSettings = [
  brokers('--alter --entity-name 0 --add-config background.threads=12'),
  brokers('--describe --entity-name 0'),
  zookeeper('get /config/brokers/0'),
  brokers('--alter --entity-default --add-config min.insync.replicas=2,log.retention.ms=3600000'),
  brokers('--describe --entity-default'),
  brokers('--describe'),
  zookeeper('ls /config/brokers'),
  zookeeper('get /config/brokers/<default>'),
  tool('kafka-configs --describe --topic one --all'),
  brokers('--alter --entity-name 0 --add-config log.retention.ms=60000'),
  brokers('--describe --entity-name 0'),
  brokers('--alter --entity-name 0 --delete-config log.retention.ms,background.threads'),
  brokers('--describe --entity-name 0'),
  zookeeper('get /config/brokers/0'),
  brokers('--alter --entity-name 0 --delete-config background.threads'),
  brokers('--alter --entity-name 0 --add-config log.dirs=/tmp'),
  brokers('--alter --entity-name 0 --add-config num.partitions=2,broker.rack=a'),
  brokers('--alter --entity-name 0 --add-config ssl.keystore.type=JKS'),
  brokers('--alter --entity-name 0 --add-config listener.name.plaintext.ssl.keystore.password=secret'),
  brokers('--alter --entity-default --add-config listener.name.plaintext.ssl.keystore.type=JKS'),
  brokers('--alter --entity-default --add-config advertised.listeners=PLAINTEXT://a:1'),
  // Far above what the script needs: the limit holds at once, and a real broker then accepts nobody.
  brokers('--alter --entity-default --add-config listener.name.plaintext.max.connections=7000'),
  brokers('--describe --entity-default'),
  brokers('--alter --entity-default --delete-config listener.name.plaintext.max.connections'),
  brokers('--alter --entity-name 0 --add-config log.cleaner.threads=x'),
  brokers('--alter --entity-name 0 --add-config log.cleaner.threads=0'),
  brokers('--alter --entity-name 0 --add-config log.cleaner.threads=9'),
  brokers('--alter --entity-name 0 --add-config num.io.threads=100'),
  brokers('--alter --entity-name 0 --add-config num.io.threads=1'),
  brokers('--alter --entity-name 0 --add-config num.network.threads=100'),
  brokers('--alter --entity-name 0 --add-config num.replica.fetchers=0'),
  brokers('--alter --entity-name 0 --add-config min.insync.replicas=0'),
  brokers('--alter --entity-name 0 --add-config log.cleanup.policy=shred'),
  brokers('--alter --entity-name 0 --add-config log.retention.ms=0'),
  brokers('--alter --entity-name 0 --add-config metric.reporters=no.such.Class'),
  brokers('--alter --entity-name 0 --add-config leader.replication.throttled.rate=1000'),
  brokers('--describe --entity-name 0'),
  brokers('--alter --entity-name 0 --add-config leader.replication.throttled.rate=-1'),
  brokers('--alter --entity-name 0 --delete-config leader.replication.throttled.rate'),
  brokers('--alter --entity-name 0 --add-config no.such.setting=1'),
  brokers('--describe --entity-name 0'),
  brokers('--alter --entity-name 0 --add-config background.threads=12'),
  brokers('--alter --entity-name 0 --add-config background.threads=12 --delete-config no.such.setting'),
  brokers('--alter --entity-name 0 --delete-config background.threads'),
  brokers('--alter --entity-name x --add-config background.threads=12'),
  brokers('--alter --add-config background.threads=12'),
  brokers('--alter --entity-default --delete-config min.insync.replicas,log.retention.ms'),
  brokers('--describe --entity-default'),
];

const settings = [
  tool('kafka-configs --describe --topic set.up'),
  tool('kafka-configs --describe --topic one --all'),
  tool('kafka-configs --alter --topic fixed --add-config retention.ms=5000,max.message.bytes=1000'),
  tool('kafka-configs --describe --topic fixed'),
  kcat('-P -t fixed -p 0', `${'x'.repeat(1_500)}\n`),
  tool('kafka-configs --alter --topic fixed --delete-config retention.ms'),
  zookeeper('get /config/topics/fixed'),
  tool('kafka-configs --alter --topic fixed --delete-config nope'),
  tool('kafka-configs --alter --topic fixed --add-config cleanup.policy=[compact,delete]'),
  tool('kafka-configs --alter --topic fixed --add-config nope'),
  tool('kafka-configs --alter --topic fixed'),
  tool('kafka-configs --describe --entity-type topics --entity-name fixed'),
  tool('kafka-configs --describe'),
  tool('kafka-configs --describe --entity-type nope'),
  tool('kafka-configs --alter --topic fixed --add-config nope=1'),
  tool('kafka-configs --alter --topic fixed --add-config min.insync.replicas=0'),
  tool('kafka-configs --alter --topic nope --add-config retention.ms=1'),
  tool('kafka-configs --describe --topic nope'),
  tool('kafka-configs --describe --broker 0'),
  tool('kafka-configs --describe --broker 0 --all'),
  ...brokerSettings,
  tool('kafka-log-dirs --describe --topic-list one'),
  tool('kafka-log-dirs --describe --topic-list nope --broker-list 1'),
  tool('kafka-log-dirs --describe --broker-list 9'),
  tool('kafka-broker-api-versions'),
  tool('kafka-topics --delete --topic fixed'),
  tool('kafka-topics --list'),
];

/** The actions on the real cluster and on the embedded one, in this order. */
export const script: readonly Step[] = [
  ...topics,
  ...messages,
  ...groups,
  ...registrations,
  ...settings,
  ...kafkajsSteps,
];
