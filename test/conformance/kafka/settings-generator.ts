import { brokerSettingTable } from '../../../source/embedded/kafka/broker/config/settings/broker-setting-table.ts';
import { protocolVersions } from '../../../source/embedded/kafka/broker/config/settings/protocol-version.ts';
import type { Setting } from '../../../source/embedded/kafka/broker/config/settings/setting.ts';

const junk = [
  ...[
    '',
    ' ',
    'yes',
    '7d',
    '-1',
    '0',
    '1',
    '-2',
    '1.5',
    '+5',
    '.5',
    '1e3',
    '2d',
    'NaN',
    '-Infinity',
    '007',
    '1_000',
  ],
  ...[
    '99999999999',
    '2147483647',
    '2147483648',
    '-2147483648',
    '32768',
    '9223372036854775807',
    '9223372036854775808',
  ],
  ...[
    'TRUE',
    'False',
    'null',
    'a,b',
    'a, b ,',
    ',',
    'a:b',
    'plain text',
    '\\u0041',
    'x\\\n  y',
    '0x10',
    '1 ',
  ],
];
const names = [
  'PLAINTEXT',
  'INTERNAL',
  'EXTERNAL',
  'internal',
  'SSL',
  'SASL_PLAINTEXT',
  'CONTROLLER',
  'SASL_SSL',
  '',
];
const hosts = [
  '',
  'localhost',
  '0.0.0.0',
  'kafka-0.kafka',
  'my_kafka',
  '[::1]',
  '$(POD_NAME).kafka',
  'http://a',
  'a b',
];
const ports = ['9092', '9093', '0', '-1', '99999', '99999999999', '', 'port'];
const protocols = ['PLAINTEXT', 'SSL', 'SASL_PLAINTEXT', 'plaintext', 'TLS', ''];
const classes = [
  ...[
    'org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder',
    'io.example.Missing',
    '',
  ],
  'org.apache.kafka.common.metrics.JmxReporter',
];

/** Generates server.properties, most of them almost valid. The same seed generates the same. */
export class SettingsGenerator {
  #state: number;
  readonly #table = Object.entries<Setting>(brokerSettingTable);

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  file(): string {
    const lines = new Map<string, string>();
    if (!this.#chance(20)) lines.set('zookeeper.connect', 'zk:2181');
    if (this.#chance(2))
      lines.set('broker.id', this.#pick(['0', '1', '2', '1000', '1001', '-1', '-2', 'one']));
    if (this.#chance(3)) this.#addListeners(lines);
    if (this.#chance(12)) this.#addQuorum(lines);
    if (this.#chance(20)) lines.set('log.cleaner.max.compaction.lag.ms', '5000');
    if (this.#chance(20)) lines.set('log.cleaner.min.compaction.lag.ms', '6000');
    if (this.#chance(20)) lines.set('log.flush.interval.ms', this.#pick(['-1', '0', '5']));
    for (let left = this.#below(4); left > 0; left--) {
      const [name, setting] = this.#pick(this.#table);
      lines.set(name, this.#value(setting));
    }
    return [...lines].map(([name, value]) => `${name}=${value}\n`).join('');
  }

  #addListeners(lines: Map<string, string>): void {
    const list = () => this.#many(() => `${this.#pick(names)}://${this.#pick(hosts)}:${this.#pick(ports)}`);
    const plain = () =>
      this.#many((index) => `${names[index]}://${this.#pick(hosts.slice(0, 6))}:${9092 + index}`);
    const map = () => this.#many(() => `${this.#pick(names)}:${this.#pick(protocols)}`);
    const wholeMap = names
      .slice(0, -1)
      .map((name) => `${name}:${/^S/.test(name) ? name : 'PLAINTEXT'}`)
      .join(',');
    if (this.#chance(2)) lines.set('listeners', this.#chance(3) ? list() : plain());
    if (this.#chance(2)) lines.set('advertised.listeners', this.#chance(3) ? list() : plain());
    if (this.#chance(2)) lines.set('listener.security.protocol.map', this.#chance(3) ? map() : wholeMap);
    if (this.#chance(3)) lines.set('inter.broker.listener.name', this.#pick(names));
    if (this.#chance(8)) lines.set('control.plane.listener.name', this.#pick(names));
    if (this.#chance(8)) lines.set('early.start.listeners', this.#pick(names));
    if (this.#chance(6)) lines.set('security.inter.broker.protocol', this.#pick(protocols));
    if (this.#chance(6))
      lines.set('listener.name.sasl_plaintext.sasl.enabled.mechanisms', this.#pick(['PLAIN', 'GSSAPI', '']));
    if (this.#chance(6)) lines.set('sasl.mechanism.inter.broker.protocol', this.#pick(['PLAIN', 'GSSAPI']));
    if (this.#chance(9)) lines.set('max.connections.per.ip', '0');
    if (this.#chance(9))
      lines.set(
        'max.connections.per.ip.overrides',
        this.#pick(['127.0.0.1:5', 'a b:5', 'host:five', 'host']),
      );
  }

  #addQuorum(lines: Map<string, string>): void {
    const roles = ['broker', 'controller', 'broker,controller', 'broker,broker', 'reader'];
    lines.set('process.roles', this.#pick(roles));
    lines.set('node.id', this.#pick(['0', '1', '2', '-1']));
    const voters = [
      '1@localhost:9093',
      '1@localhost:9093,2@localhost:9094',
      '1@localhost',
      'x@localhost:1',
      '',
      '1',
    ];
    if (!this.#chance(5)) lines.set('controller.quorum.voters', this.#pick(voters));
    if (!this.#chance(4))
      lines.set('controller.listener.names', this.#pick(['CONTROLLER', 'PLAINTEXT', 'SSL', 'OTHER']));
    if (this.#chance(2))
      lines.set('listeners', this.#pick(['PLAINTEXT://:9092,CONTROLLER://:9093', 'CONTROLLER://:9093']));
    if (this.#chance(3))
      lines.set('advertised.listeners', this.#pick(['PLAINTEXT://a:9092', 'CONTROLLER://a:9093']));
    if (this.#chance(2)) lines.set('inter.broker.protocol.version', this.#pick(protocolVersions));
  }

  #value({ type, initial, check }: Setting): string {
    if (this.#chance(3)) return this.#pick(junk);
    if (check?.kind === 'range')
      return String(
        this.#pick([check.least - 1, check.least, check.least + 1, (check.most ?? 100) + 1, 5000]),
      );
    if (check?.kind === 'one-of')
      return this.#pick([...check.values, check.values.join(','), 'other', 'OTHER']);
    if (check?.kind === 'protocol-version')
      return this.#pick([...protocolVersions, '3.3', '3.3.2', '0.10', '4.0', '2.8-IV2', '0.10.2.1', '3.3.']);
    if (type === 'CLASS' || type === 'LIST') return this.#pick(classes);
    if (type === 'BOOLEAN') return this.#pick(['true', 'false', 'on']);
    return type === 'STRING' || type === 'PASSWORD'
      ? (initial ?? 'text')
      : String(this.#below(200_000) - 1000);
  }

  #many(make: (index: number) => string): string {
    return Array.from({ length: 1 + this.#below(3) }, (_, index) => make(index)).join(',');
  }

  #pick<Item>(items: readonly Item[]): Item {
    return items[this.#below(items.length)]!;
  }

  #chance(oneIn: number): boolean {
    return this.#below(oneIn) === 0;
  }

  /** A number from 0 to below `limit` (mulberry32). */
  #below(limit: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * limit);
  }
}
