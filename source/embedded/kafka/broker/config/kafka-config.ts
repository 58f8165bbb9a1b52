import {
  brokerSettingTable,
  type NameOf,
  type SettingName,
  settingOf,
} from './settings/broker-setting-table.ts';
import {
  type EndPoint,
  listenerName,
  type ProtocolMap,
  readEndPoints,
  readListenerName,
  type SecurityProtocol,
  securityProtocol,
  splitList,
  splitMap,
} from './settings/end-points.ts';
import { ConfigException } from './settings/java-exception.ts';
import { split } from './settings/java-text.ts';
import { parseSetting, type SettingValue } from './settings/parse-setting.ts';
import { readProtocolVersion } from './settings/protocol-version.ts';
import type { Setting } from './settings/setting.ts';

const protocolMapName = 'listener.security.protocol.map';

/** A broker's configuration: every setting with its type, from a `server.properties` and Kafka 3.3.2's defaults. */
export class KafkaConfig {
  /** What the file has, with Kafka's synonyms: `node.id` and `broker.id` stand for each other. */
  readonly originals: Readonly<Record<string, string>>;
  readonly #values = new Map<string, SettingValue>();

  /** Throws ConfigException for the first value that is wrong by itself; `validateConfig` checks them together. */
  constructor(properties: Readonly<Record<string, string>>) {
    this.originals = withSynonyms(properties);
    const table: [string, Setting][] = Object.entries(brokerSettingTable);
    for (const [name, setting] of table) {
      const text = Object.hasOwn(this.originals, name) ? this.originals[name] : undefined;
      this.#values.set(name, parseSetting(name, setting, text));
    }
  }

  isGiven(name: SettingName): boolean {
    return Object.hasOwn(this.originals, name);
  }

  /** A value by a name that is not known to be one; null for others. */
  value(name: string): SettingValue {
    return this.#values.get(name) ?? null;
  }

  boolean(name: NameOf<'BOOLEAN'>): boolean {
    return this.#values.get(name) === true;
  }

  /** A number without a default may be null. */
  optionalNumber(name: NameOf<'INT' | 'SHORT' | 'DOUBLE'>): number | null {
    const value = this.#values.get(name);
    return typeof value === 'number' ? value : null;
  }

  /** For a setting with a default. */
  number(name: NameOf<'INT' | 'SHORT' | 'DOUBLE'>): number {
    return this.optionalNumber(name) ?? 0;
  }

  optionalLong(name: NameOf<'LONG'>): bigint | null {
    const value = this.#values.get(name);
    return typeof value === 'bigint' ? value : null;
  }

  /** For a setting with a default. */
  long(name: NameOf<'LONG'>): bigint {
    return this.optionalLong(name) ?? 0n;
  }

  string(name: NameOf<'STRING' | 'CLASS' | 'PASSWORD'>): string | null {
    const value = this.#values.get(name);
    return typeof value === 'string' ? value : null;
  }

  list(name: NameOf<'LIST'>): readonly string[] {
    const value = this.#values.get(name);
    return Array.isArray(value) ? value : [];
  }

  get requiresZookeeper(): boolean {
    return this.list('process.roles').length === 0;
  }

  get rollMs(): bigint {
    return this.optionalLong('log.roll.ms') ?? hours(this.number('log.roll.hours'));
  }

  get rollJitterMs(): bigint {
    return this.optionalLong('log.roll.jitter.ms') ?? hours(this.number('log.roll.jitter.hours'));
  }

  /** -1: without end. */
  get retentionMs(): bigint {
    const minutes = this.optionalNumber('log.retention.minutes');
    const ms =
      this.optionalLong('log.retention.ms') ??
      (minutes === null ? hours(this.number('log.retention.hours')) : BigInt(minutes) * 60_000n);
    return ms < 0n ? -1n : ms;
  }

  get flushMs(): bigint {
    return this.optionalLong('log.flush.interval.ms') ?? this.long('log.flush.scheduler.interval.ms');
  }

  get logDirectories(): string[] {
    return splitList(this.string('log.dirs') ?? this.string('log.dir') ?? '');
  }

  get protocolVersion(): string {
    return readProtocolVersion(this.string('inter.broker.protocol.version') ?? '');
  }

  get controllerListenerNames(): string[] {
    const text = this.string('controller.listener.names') ?? '';
    return text === '' ? [] : split(text, ',');
  }

  /** Listener → security protocol. In KRaft mode a controller's listener needs no entry where everything is plain text. */
  get protocolMap(): ProtocolMap {
    const map = new Map<string, SecurityProtocol>();
    for (const [name, protocol] of splitMap(protocolMapName, this.string(protocolMapName) ?? ''))
      map.set(listenerName(name), securityProtocol(protocol, protocolMapName));
    if (this.requiresZookeeper || this.isGiven(protocolMapName)) return map;
    const isSecure = (name: string) => /^(?:SSL|SASL_SSL|SASL_PLAINTEXT)$/.test(name);
    const own = this.controllerListenerNames;
    if (own.some(isSecure)) return map;
    if (splitList(this.string('listeners') ?? '').some((one) => isSecure(readListenerName(one)))) return map;
    for (const name of own) if (name !== 'PLAINTEXT') map.set(name, 'PLAINTEXT');
    return map;
  }

  get listeners(): EndPoint[] {
    return readEndPoints(this.string('listeners') ?? '', this.protocolMap, true);
  }

  get controllerListeners(): EndPoint[] {
    return this.listeners.filter(({ name }) => this.controllerListenerNames.includes(name));
  }

  /** What clients are told; the listeners where nothing else is said. */
  get advertisedListeners(): EndPoint[] {
    const text = this.string('advertised.listeners');
    return text === null
      ? this.listeners.filter(({ name }) => !this.controllerListenerNames.includes(name))
      : readEndPoints(text, this.protocolMap, false);
  }

  get interBroker(): { readonly name: string; readonly protocol: SecurityProtocol } {
    const text = this.string('inter.broker.listener.name');
    if (text === null) {
      const setting = 'security.inter.broker.protocol';
      const protocol = securityProtocol(this.string(setting) ?? '', setting);
      return { name: protocol, protocol };
    }
    if (this.isGiven('security.inter.broker.protocol'))
      throw new ConfigException(
        'Only one of inter.broker.listener.name and security.inter.broker.protocol should be set.',
      );
    const name = listenerName(text);
    const protocol = this.protocolMap.get(name);
    if (protocol === undefined)
      throw new ConfigException(
        `Listener with name ${name} defined in inter.broker.listener.name not found in ${protocolMapName}.`,
      );
    return { name, protocol };
  }

  /** `sasl.enabled.mechanisms` of one listener, which may have its own. */
  saslMechanisms(listener: string): readonly string[] {
    const own = this.ofListener(listener).get('sasl.enabled.mechanisms');
    return Array.isArray(own) ? own : this.list('sasl.enabled.mechanisms');
  }

  /**
   * What `listener.name.NAME.…` says for one listener, by the rest of the name, which may begin with a SASL mechanism. Throws for a value
   * that is wrong by itself.
   */
  ofListener(listener: string): Map<string, SettingValue> {
    const prefix = `listener.name.${listener.toLowerCase()}.`;
    const values = new Map<string, SettingValue>();
    for (const [name, text] of Object.entries(this.originals)) {
      const rest = name.startsWith(prefix) ? name.slice(prefix.length) : '';
      const known = settingOf(rest) ? rest : rest.slice(rest.indexOf('.') + 1);
      const setting = settingOf(known);
      if (setting) values.set(rest, parseSetting(known, setting, text));
    }
    return values;
  }

  get controlPlaneListenerName(): string | undefined {
    const text = this.string('control.plane.listener.name');
    if (text === null) return undefined;
    const name = listenerName(text);
    if (!this.protocolMap.has(name))
      throw new ConfigException(
        `Listener with ${name} defined in control.plane.listener.name not found in ${protocolMapName}.`,
      );
    return name;
  }
}

function hours(count: number): bigint {
  return BigInt(count) * 3_600_000n;
}

function withSynonyms(properties: Readonly<Record<string, string>>): Record<string, string> {
  const { 'broker.id': broker, 'node.id': node } = properties;
  if (broker === undefined && node !== undefined) return { ...properties, 'broker.id': node };
  if (broker !== undefined && node === undefined) return { ...properties, 'node.id': broker };
  return { ...properties };
}
