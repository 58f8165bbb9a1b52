import { type DocumentOptions, type ParseOptions, Scalar, type ScalarTag, type SchemaOptions } from 'yaml';

/*
 * Which plain scalars are what, as go-yaml v2 resolves them (goyaml.v2/resolve.go in sigs.k8s.io/yaml 1.4, which kubectl 1.32 uses): the
 * booleans and octal numbers of YAML 1.1, and neither its base 60 nor its dates.
 */

const nothing: ScalarTag = {
  identify: (value) => value === null || value === undefined,
  createNode: () => new Scalar(null),
  default: true,
  tag: 'tag:yaml.org,2002:null',
  test: /^(?:~|[Nn]ull|NULL)?$/,
  resolve: () => new Scalar(null),
  stringify: ({ source }) => source ?? 'null',
};

const truths = /^(?:[yY]|yes|Yes|YES|true|True|TRUE|on|On|ON)$/;

const boolean: ScalarTag = {
  identify: (value) => typeof value === 'boolean',
  default: true,
  tag: 'tag:yaml.org,2002:bool',
  test: /^(?:[yYnN]|yes|Yes|YES|no|No|NO|true|True|TRUE|false|False|FALSE|on|On|ON|off|Off|OFF)$/,
  resolve: (text) => truths.test(text),
  stringify: ({ source, value }) => source ?? String(value),
};

const integer: ScalarTag = {
  identify: (value) => typeof value === 'number' && Number.isInteger(value),
  default: true,
  tag: 'tag:yaml.org,2002:int',
  test: /^[-+]?(?:[1-9][0-9_]*|0[0-7_]*|0[xX][0-9a-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+)$/,
  resolve: integerOf,
  stringify: ({ source, value }) => source ?? String(value),
};

/** `0x1F`, `0o17`, `017`, `0b11`, `1_000` */
function integerOf(text: string): number {
  const digits = text.replaceAll('_', '').toLowerCase().replace(/^[-+]/, '');
  const size = /^0[0-7]+$/.test(digits) ? Number(`0o${digits}`) : Number(digits);
  return text.startsWith('-') ? -size : size;
}

const float: ScalarTag = {
  identify: (value) => typeof value === 'number',
  default: true,
  tag: 'tag:yaml.org,2002:float',
  test: /^(?:[-+]?(?:[0-9][0-9_]*(?:\.[0-9_]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?|[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))$/,
  resolve: (text) => {
    if (/nan/i.test(text)) return Number.NaN;
    if (/inf/i.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
    return Number(text.replaceAll('_', ''));
  },
  stringify: ({ source, value }) => source ?? String(value),
};

/** Options for the `yaml` package. A mapping may have a key twice; who reads it decides what that means. */
export const goYaml: ParseOptions & DocumentOptions & SchemaOptions = {
  version: '1.1',
  schema: 'failsafe',
  merge: false,
  resolveKnownTags: false,
  customTags: [nothing, boolean, integer, float],
  uniqueKeys: false,
  logLevel: 'silent',
};
