/** The types of Kafka's ConfigDef, with their numbers in DescribeConfigs. */
export const settingTypes = {
  BOOLEAN: 1,
  STRING: 2,
  INT: 3,
  SHORT: 4,
  LONG: 5,
  DOUBLE: 6,
  LIST: 7,
  CLASS: 8,
  PASSWORD: 9,
} as const;

export type SettingType = keyof typeof settingTypes;

/** What a value must be besides its type: a validator of ConfigDef. */
export type Check =
  | { readonly kind: 'range'; readonly least: number; readonly most?: number }
  | { readonly kind: 'one-of'; readonly values: readonly string[] }
  | { readonly kind: 'non-empty' | 'non-null' | 'protocol-version' | 'quorum-voters' };

export interface Setting<Type extends SettingType = SettingType> {
  readonly type: Type;
  /** The default, as a file would have it; null where Kafka has none. */
  readonly initial: string | null;
  readonly check?: Check;
  /** Kafka's documentation does not list it. */
  readonly internal?: true;
  /** How it is changed while the broker runs; not at all where this is absent. */
  readonly updates?: UpdateMode;
}

/** KIP-226's update modes: for each broker alone, or for all of them as well. */
export type UpdateMode = 'per-broker' | 'cluster-wide';

export type SettingTable = Readonly<Record<string, Setting>>;

export const intMax = 2_147_483_647;
export const longMax = '9223372036854775807';
export const doubleMax = '1.7976931348623157E308';

type Initial = number | string | null;

function setting<Type extends SettingType>(type: Type, initial: Initial, check?: Check): Setting<Type> {
  const text = initial === null ? null : String(initial);
  return check === undefined ? { type, initial: text } : { type, initial: text, check };
}

export const boolean = (initial: boolean) => setting('BOOLEAN', String(initial));
export const string = (initial: string | null, check?: Check) => setting('STRING', initial, check);
export const int = (initial: number | null, check?: Check) => setting('INT', initial, check);
export const short = (initial: number, check?: Check) => setting('SHORT', initial, check);
export const long = (initial: Initial, check?: Check) => setting('LONG', initial, check);
export const double = (initial: Initial, check?: Check) => setting('DOUBLE', initial, check);
export const list = (initial: string | null, check?: Check) => setting('LIST', initial, check);
export const className = (initial: string | null) => setting('CLASS', initial);
export const password = (initial: null) => setting('PASSWORD', initial);
export const internal = <Type extends SettingType>(of: Setting<Type>): Setting<Type> => ({
  ...of,
  internal: true,
});
export const perBroker = <Type extends SettingType>(of: Setting<Type>): Setting<Type> => ({
  ...of,
  updates: 'per-broker',
});
export const clusterWide = <Type extends SettingType>(of: Setting<Type>): Setting<Type> => ({
  ...of,
  updates: 'cluster-wide',
});

export const atLeast = (least: number): Check => ({ kind: 'range', least });
export const between = (least: number, most: number): Check => ({ kind: 'range', least, most });
export const oneOf = (...values: readonly string[]): Check => ({ kind: 'one-of', values });
export const nonEmpty: Check = { kind: 'non-empty' };
export const nonNull: Check = { kind: 'non-null' };
export const protocolVersion: Check = { kind: 'protocol-version' };
export const quorumVoters: Check = { kind: 'quorum-voters' };
