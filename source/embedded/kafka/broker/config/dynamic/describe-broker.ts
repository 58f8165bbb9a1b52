import { type ConfigSource, configSources } from '../../../messages/describe-configs.ts';
import { settingNamed, synonymsOf } from '../setting-synonyms.ts';
import { brokerSettingTable, settingOf } from '../settings/broker-setting-table.ts';
import { doubleText } from '../settings/java-text.ts';
import type { SettingValue } from '../settings/parse-setting.ts';
import { type Setting, settingTypes } from '../settings/setting.ts';
import type { CurrentConfig } from './current-config.ts';
import { isReadOnly, throttleSetting } from './validate-names.ts';

export interface BrokerConfigEntry {
  readonly name: string;
  /** null: there is none, or nobody may see it. */
  readonly value: string | null;
  readonly isReadOnly: boolean;
  readonly isSensitive: boolean;
  readonly source: ConfigSource;
  readonly configType: number;
  readonly synonyms: readonly {
    readonly name: string;
    readonly value: string | null;
    readonly source: ConfigSource;
  }[];
}

const unknownType = 0;

/** A broker's own configuration as Kafka 3.3.2 describes it: all its settings but the internal ones, and what it was given besides. */
export function brokerConfig(config: CurrentConfig): BrokerConfigEntry[] {
  const { kafka } = config;
  const table = Object.entries<Setting>(brokerSettingTable);
  const listed = table.flatMap(([name, setting]) => (setting.internal ? [] : [name]));
  const names = [...new Set([...listed, ...Object.keys(kafka.originals)])].sort();
  return names.map((name) => {
    const setting = settingOf(name);
    const value = setting ? settingText(kafka.value(name), setting) : (kafka.originals[name] ?? null);
    return entry(name, value, config, () => true);
  });
}

/** What is set for all brokers, as one of them describes it. */
export function defaultConfig(config: CurrentConfig): BrokerConfigEntry[] {
  return Object.entries(config.dynamic.all)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => entry(name, value, config, (source) => source === configSources.dynamicDefault));
}

function entry(
  name: string,
  value: string | null,
  config: CurrentConfig,
  shows: (source: ConfigSource) => boolean,
): BrokerConfigEntry {
  const setting = settingNamed(name) ?? throttleSetting(name);
  const isSensitive = isSecret(name);
  const synonyms = synonymsOf(name, config.layers).filter(({ source }) => shows(source));
  return {
    name,
    value: isSensitive ? null : value,
    isReadOnly: isReadOnly(name),
    isSensitive,
    source: synonyms[0]?.source ?? configSources.default,
    configType: setting === undefined ? unknownType : settingTypes[setting.type],
    synonyms: isSensitive ? synonyms.map((synonym) => ({ ...synonym, value: null })) : synonyms,
  };
}

/** Kafka hides passwords, and what it does not know: it might be one. */
export function isSecret(name: string): boolean {
  const setting = settingNamed(name) ?? throttleSetting(name);
  return setting === undefined || setting.type === 'PASSWORD';
}

/** `ConfigDef.convertToString`. */
function settingText(value: SettingValue, { type }: Setting): string | null {
  if (value === null) return null;
  if (type === 'DOUBLE') return doubleText(Number(value));
  return Array.isArray(value) ? value.join(',') : String(value);
}
