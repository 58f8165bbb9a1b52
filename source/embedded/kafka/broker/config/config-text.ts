import type { KafkaConfig } from './kafka-config.ts';
import { brokerSettingTable } from './settings/broker-setting-table.ts';
import { doubleText } from './settings/java-text.ts';
import type { SettingValue } from './settings/parse-setting.ts';
import type { Setting } from './settings/setting.ts';

/** Every setting as AbstractConfig logs them: a line `\tNAME = VALUE` each, by name, with passwords hidden. */
export function configText(config: KafkaConfig): string {
  const table = Object.entries<Setting>(brokerSettingTable).sort(([a], [b]) => (a < b ? -1 : 1));
  return table.map(([name, setting]) => `\t${name} = ${shown(config.value(name), setting)}\n`).join('');
}

function shown(value: SettingValue, { type }: Setting): string {
  if (value === null) return 'null';
  if (type === 'PASSWORD') return '[hidden]';
  if (type === 'CLASS') return `class ${value}`;
  if (type === 'DOUBLE') return doubleText(Number(value));
  return Array.isArray(value) ? `[${value.join(', ')}]` : String(value);
}
