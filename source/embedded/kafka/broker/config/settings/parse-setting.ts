import { invalidValue, JavaException } from './java-exception.ts';
import { doubleText, parseDouble, parseInteger, trimmed } from './java-text.ts';
import { isKnownClass } from './known-classes.ts';
import { readProtocolVersion } from './protocol-version.ts';
import { readVoterIds } from './quorum-voters.ts';
import type { Setting, SettingType } from './setting.ts';

/** The value of a setting by its type. null: Kafka has no default, and nobody set it. */
export interface SettingValues {
  readonly BOOLEAN: boolean;
  readonly STRING: string;
  readonly INT: number;
  readonly SHORT: number;
  readonly LONG: bigint;
  readonly DOUBLE: number;
  readonly LIST: readonly string[];
  readonly CLASS: string;
  readonly PASSWORD: string;
}

export type SettingValue = SettingValues[SettingType] | null;

/** Reads and checks one value as ConfigDef does; `text` is undefined where nobody set it. Throws {@link JavaException}. */
export function parseSetting(name: string, setting: Setting, text: string | undefined): SettingValue {
  const source = text ?? setting.initial;
  const value = source === null ? null : parseAs(setting.type, name, source);
  if (setting.check) check(name, value, setting);
  return value;
}

function parseAs(type: SettingType, name: string, text: string): SettingValue {
  const own = trimmed(text);
  const integer = (bits: 16 | 32 | 64) => {
    const value = parseInteger(own, bits);
    if (value === undefined) throw invalidValue(name, text, `Not a number of type ${type}`);
    return value;
  };
  switch (type) {
    case 'BOOLEAN':
      if (/^(?:true|false)$/i.test(own)) return own.toLowerCase() === 'true';
      throw invalidValue(name, text, 'Expected value to be either true or false');
    case 'STRING':
    case 'PASSWORD':
      return own;
    case 'INT':
      return Number(integer(32));
    case 'SHORT':
      return Number(integer(16));
    case 'LONG':
      return integer(64);
    case 'DOUBLE': {
      const value = parseDouble(own);
      if (value === undefined) throw invalidValue(name, text, 'Not a number of type DOUBLE');
      return value;
    }
    case 'LIST':
      return own === '' ? [] : own.split(/\s*,\s*/);
    case 'CLASS':
      if (isKnownClass(own)) return own;
      throw invalidValue(name, text, `Class ${text} could not be found.`);
  }
}

function check(name: string, value: SettingValue, { type, check: rule }: Setting): void {
  switch (rule?.kind) {
    case 'range': {
      if (value === null) throw invalidValue(name, 'null', 'Value must be non-null');
      const number = Number(value);
      const shown = type === 'DOUBLE' ? doubleText(number) : String(value);
      if (number < rule.least) throw invalidValue(name, shown, `Value must be at least ${rule.least}`);
      if (rule.most !== undefined && number > rule.most)
        throw invalidValue(name, shown, `Value must be no more than ${rule.most}`);
      return;
    }
    case 'one-of':
      for (const one of Array.isArray(value) ? value : [value])
        if (!rule.values.includes(String(one)))
          throw invalidValue(name, String(one), `String must be one of: ${rule.values.join(', ')}`);
      return;
    case 'non-empty':
      if (value === '') throw invalidValue(name, '', 'String must be non-empty');
      return;
    case 'non-null':
      if (value === null) throw invalidValue(name, 'null', 'entry must be non null');
      return;
    case 'protocol-version':
      try {
        readProtocolVersion(String(value));
      } catch (error) {
        if (!(error instanceof JavaException)) throw error;
        throw invalidValue(name, String(value), error.message);
      }
      return;
    case 'quorum-voters':
      readVoterIds(Array.isArray(value) ? value : []);
  }
}
