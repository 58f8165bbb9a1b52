import { JavaError } from '../command-line/java-main.ts';

export type Properties = Readonly<Record<string, string>>;

const configException = 'org.apache.kafka.common.config.ConfigException';

/** Reads the settings of a Java client, with the errors of Kafka's ConfigDef. */
export class ClientConfig {
  readonly #properties: Properties;

  constructor(properties: Properties) {
    this.#properties = properties;
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#properties, name);
  }

  text(name: string, usual: string): string {
    return this.has(name) ? this.#properties[name]!.trim() : usual;
  }

  /** One of these values. Throws JavaError. */
  oneOf<Value extends string>(name: string, usual: Value, values: readonly Value[]): Value {
    const text = this.text(name, usual);
    const found = values.find((value) => value === text);
    if (found === undefined) throw invalid(name, text, `String must be one of: ${values.join(', ')}`);
    return found;
  }

  /** A whole number of at least `least`. Throws JavaError. */
  integer(name: string, usual: number, least: number, type: 'INT' | 'LONG' = 'INT'): number {
    const text = this.text(name, String(usual));
    const value = Number(text);
    const isWhole = /^[-+]?\d{1,19}$/.test(text) && (type === 'LONG' || value === (value | 0));
    if (!isWhole) throw invalid(name, text, `Not a number of type ${type}`);
    if (value < least) throw invalid(name, String(value), `Value must be at least ${least}`);
    return value;
  }

  /** Throws JavaError. */
  boolean(name: string, usual: boolean): boolean {
    const text = this.text(name, String(usual));
    if (/^true$/i.test(text)) return true;
    if (/^false$/i.test(text)) return false;
    throw invalid(name, text, 'Expected value to be either true or false');
  }
}

function invalid(name: string, value: string, why: string): JavaError {
  return configError(`Invalid value ${value} for configuration ${name}: ${why}`);
}

export function configError(message: string): JavaError {
  return new JavaError(configException, message);
}
