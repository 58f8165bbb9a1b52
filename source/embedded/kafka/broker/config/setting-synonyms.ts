import { type ConfigSource, configSources } from '../../messages/describe-configs.ts';
import { brokerSettingTable, settingOf } from './settings/broker-setting-table.ts';
import type { Setting } from './settings/setting.ts';

export type Properties = Readonly<Record<string, string>>;

/** Settings from one source, in the order of precedence. */
export interface ConfigLayer {
  readonly source: ConfigSource;
  readonly values: Properties;
}

export interface ConfigSynonym {
  readonly name: string;
  readonly value: string;
  readonly source: ConfigSource;
}

/** The last layer: what Kafka has where nobody says anything. */
export const defaultLayer: ConfigLayer = {
  source: configSources.default,
  values: Object.fromEntries(
    Object.entries<Setting>(brokerSettingTable).flatMap(([name, { initial }]) =>
      initial === null ? [] : [[name, initial]],
    ),
  ),
};

/** Settings of which the first that is set applies (`DynamicBrokerConfig.brokerConfigSynonyms`). */
const groups: readonly (readonly string[])[] = [
  ['log.roll.ms', 'log.roll.hours'],
  ['log.roll.jitter.ms', 'log.roll.jitter.hours'],
  ['log.retention.ms', 'log.retention.minutes', 'log.retention.hours'],
];

/** The names under which a setting may be given, itself among them. */
export function synonymNames(name: string): readonly string[] {
  if (name === 'log.flush.interval.ms') return [name, 'log.flush.scheduler.interval.ms'];
  return groups.find((group) => group.includes(name)) ?? [name];
}

const ofListener = /^listener\.name\.[^.]*\.(.*)$/;

/** These are given for each mechanism of a listener: `listener.name.NAME.MECHANISM.sasl.jaas.config`. */
const ofMechanism: readonly string[] = [
  'sasl.jaas.config',
  'sasl.login.callback.handler.class',
  'sasl.login.class',
  'sasl.server.callback.handler.class',
  'connections.max.reauth.ms',
];

/** `ssl.keystore.type` of `listener.name.NAME.ssl.keystore.type`; undefined for a name that is not a listener's. */
export function nameWithoutListener(name: string): string | undefined {
  return ofListener.exec(name)?.[1];
}

/** The setting that a listener's setting overrides. */
function baseName(name: string): string | undefined {
  const rest = nameWithoutListener(name);
  return rest && (ofMechanism.find((known) => rest.endsWith(known)) ?? rest);
}

/** A setting by its name or by that for one listener. */
export function settingNamed(name: string): Setting | undefined {
  return settingOf(name) ?? settingOf(baseName(name) ?? '');
}

/** Everything that says something of a setting, what applies first: AdminClient's synonyms. */
export function synonymsOf(name: string, layers: readonly ConfigLayer[]): ConfigSynonym[] {
  const base = baseName(name);
  const names = base === undefined ? synonymNames(name) : [name, base];
  const all = layers.flatMap(({ source, values }) =>
    names.flatMap((one): ConfigSynonym[] =>
      Object.hasOwn(values, one) ? [{ name: one, value: values[one]!, source }] : [],
    ),
  );
  const first = all.findIndex((synonym) => synonym.name === name);
  return first < 0 ? [] : all.slice(first);
}

/**
 * What applies where `over` stands above `under`. The synonyms of what it sets are taken away, so that the higher source wins even by
 * the weaker name (`DynamicBrokerConfig.overrideProps`).
 */
export function overridden(under: Properties, over: Properties): Record<string, string> {
  const merged = { ...under };
  for (const [name, value] of Object.entries(over)) {
    for (const synonym of synonymNames(name)) delete merged[synonym];
    merged[name] = value;
  }
  return merged;
}
