import { nameWithoutListener, type Properties } from '../setting-synonyms.ts';
import { brokerSettingTable, settingOf } from '../settings/broker-setting-table.ts';
import { ConfigException } from '../settings/java-exception.ts';
import { parseSetting } from '../settings/parse-setting.ts';
import type { Setting } from '../settings/setting.ts';
import { throttleSettings } from './throttle-settings.ts';

/** The settings that can change while a broker runs, in the order in which Kafka checks them. */
const dynamicSettings: ReadonlyMap<string, Setting> = new Map([
  ...Object.entries<Setting>(throttleSettings),
  ...Object.entries<Setting>(brokerSettingTable).filter(([, { updates }]) => updates !== undefined),
]);

/** Those that a listener has to itself where they are dynamic (`SslConfigs.RECONFIGURABLE_CONFIGS`). */
const listenerOnly = new Set(
  [...dynamicSettings.keys()].filter(
    (name) => name.startsWith('ssl.') && name !== 'ssl.client.auth' && name !== 'ssl.principal.mapping.rules',
  ),
);

/** A setting of a listener that all brokers may share. */
const sharedByListeners = new Set(['max.connections', 'max.connection.creation.rate', 'num.network.threads']);

/** Whether AdminClient calls a setting read-only. */
export function isReadOnly(name: string): boolean {
  return settingOf(name)?.updates === undefined;
}

/** The setting behind a name that is dynamic alone. */
export function throttleSetting(name: string): Setting | undefined {
  return Object.hasOwn(throttleSettings, name) ? dynamicSettings.get(name) : undefined;
}

interface Refusal {
  readonly isWrong: (name: string, perBroker: boolean) => boolean;
  readonly why: string;
  /** How Kafka prints the set of those that are wrong, by the class of Scala that it happens to be. */
  readonly set?: 'Set' | 'HashSet';
  readonly ignored: string;
}

/** What a set of dynamic settings must not hold. Names that Kafka does not know are allowed: a plug-in may know them. */
const refusals: readonly Refusal[] = [
  {
    isWrong: (name) => settingOf(name) !== undefined && !dynamicSettings.has(name),
    why: 'Cannot update these configs dynamically',
    ignored: 'Non-dynamic configs configured in ZooKeeper will be ignored',
  },
  {
    isWrong: (name) => listenerOnly.has(name),
    why: 'These security configs can be dynamically updated only per-listener using the listener prefix',
    set: 'HashSet',
    ignored:
      'Security configs can be dynamically updated only using listener prefix, base configs will be ignored',
  },
  {
    isWrong: (name, perBroker) => !perBroker && isPerBroker(name),
    why: 'Cannot update these configs at default cluster level, broker id must be specified',
    ignored: 'Per-broker configs defined at default cluster level will be ignored',
  },
];

function isPerBroker(name: string): boolean {
  const own = nameWithoutListener(name);
  return own === undefined
    ? dynamicSettings.get(name)?.updates === 'per-broker'
    : !sharedByListeners.has(own);
}

/**
 * Checks the dynamic settings of a broker, or of all, by name and type (`DynamicBrokerConfig.validateConfigs`), in its order. Throws
 * ConfigException.
 */
export function validateDynamic(properties: Properties, perBroker: boolean): void {
  const [nonDynamic, security, broker] = refusals;
  for (const refusal of [nonDynamic!, security!]) refuse(properties, perBroker, refusal);
  validateTypes(properties);
  refuse(properties, perBroker, broker!);
}

function refuse(properties: Properties, perBroker: boolean, { isWrong, why, set = 'Set' }: Refusal): void {
  const wrong = Object.keys(properties).filter((name) => isWrong(name, perBroker));
  if (wrong.length > 0) throw new ConfigException(`${why}: ${set}(${wrong.join(', ')})`);
}

function validateTypes(properties: Properties): void {
  const byName = new Map(
    Object.entries(properties).map(([name, value]) => [nameWithoutListener(name) ?? name, value]),
  );
  for (const [name, setting] of dynamicSettings) {
    const value = byName.get(name);
    if (value !== undefined) parseSetting(name, setting, value);
  }
}

/** What of stored settings counts, since anyone may have written them. `report` is told what does not, as a broker's log says it. */
export function usable(
  properties: Properties,
  perBroker: boolean,
  report: (why: string) => void,
): Properties {
  const usable = { ...properties };
  const drop = (names: readonly string[], why: string) => {
    if (names.length === 0) return;
    for (const name of names) delete usable[name];
    report(why);
  };
  const invalid = Object.entries(usable).flatMap(([name, value]) => (isValid(name, value) ? [] : [name]));
  drop(
    invalid,
    `Dynamic ${perBroker ? 'broker' : 'default cluster'} config contains invalid values in: ${invalid.join(', ')}, these configs will be ignored`,
  );
  for (const { isWrong, ignored } of refusals) {
    const wrong = Object.keys(usable).filter((name) => isWrong(name, perBroker));
    drop(wrong, `${ignored}: Set(${wrong.join(', ')})`);
  }
  return usable;
}

function isValid(name: string, value: string): boolean {
  try {
    validateTypes({ [name]: value });
    return true;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return false;
  }
}
