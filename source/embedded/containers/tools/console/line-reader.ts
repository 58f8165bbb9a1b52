import type { RecordHeader } from '../../../kafka/records/record.ts';
import type { Pattern } from '../../shell/regular-expression/pattern.ts';
import type { OutgoingRecord } from '../client/outgoing-record.ts';
import { JavaError } from '../command-line/java-main.ts';
import { javaPattern, split } from '../command-line/java-pattern.ts';
import { flag } from '../command-line/key-values.ts';

type Part = 'key.separator' | 'headers.delimiter' | 'headers.separator' | 'headers.key.separator';
const usual: Readonly<Record<Part, string>> = {
  'key.separator': '\t',
  'headers.delimiter': '\t',
  'headers.separator': ',',
  'headers.key.separator': ':',
};

/** Pairs of separators that must differ, in the order in which they are checked (KIP-798, KIP-810). */
const distinct: readonly (readonly [Part | 'null.marker', Part])[] = [
  ['headers.delimiter', 'headers.separator'],
  ['headers.delimiter', 'headers.key.separator'],
  ['headers.separator', 'headers.key.separator'],
  ['null.marker', 'key.separator'],
  ['null.marker', 'headers.separator'],
  ['null.marker', 'headers.delimiter'],
  ['null.marker', 'headers.key.separator'],
];

function kafkaException(message: string): JavaError {
  return new JavaError('org.apache.kafka.common.KafkaException', message);
}

/** The console producer's LineMessageReader: a record from a line, `headers DELIMITER key SEPARATOR value`. */
export class LineReader {
  readonly #topic: string;
  readonly #parsesKey: boolean;
  readonly #parsesHeaders: boolean;
  readonly #ignoresErrors: boolean;
  readonly #parts: Readonly<Record<Part, string>>;
  readonly #headersSeparator: Pattern;
  readonly #nullMarker: string | undefined;
  #lineNumber = 0;

  /** `properties`: the `--property` options. Throws JavaError. */
  constructor(topic: string, properties: Readonly<Record<string, string>>) {
    this.#topic = properties.topic ?? topic;
    this.#parsesKey = flag(properties, 'parse.key');
    this.#parsesHeaders = flag(properties, 'parse.headers');
    this.#ignoresErrors = flag(properties, 'ignore.error');
    this.#parts = { ...usual, ...properties };
    this.#nullMarker = properties['null.marker'];
    this.#headersSeparator = javaPattern(this.#parts['headers.separator']);
    for (const [one, other] of distinct) {
      const first = one === 'null.marker' ? this.#nullMarker : this.#parts[one];
      if (first === this.#parts[other]) throw kafkaException(`${one} and ${other} may not be equal`);
    }
  }

  /** Throws JavaError for a line that lacks a separator, unless `ignore.error` makes all of it the value. */
  async read(line: string): Promise<OutgoingRecord> {
    this.#lineNumber++;
    const delimiter = this.#parts['headers.delimiter'];
    const separator = this.#parts['key.separator'];
    const headers = this.#before(this.#parsesHeaders, line, 0, delimiter, 'headers delimiter');
    const keyFrom = headers === undefined ? 0 : headers.length + delimiter.length;
    const key = this.#before(this.#parsesKey, line, keyFrom, separator, 'key separator');
    const value = line.slice(keyFrom + (key === undefined ? 0 : key.length + separator.length));
    return {
      topic: this.#topic,
      key: key === undefined ? null : this.#bytes(key),
      value: this.#bytes(value),
      headers: headers === undefined || headers === this.#nullMarker ? [] : await this.#headers(headers),
    };
  }

  #before(enabled: boolean, line: string, from: number, end: string, name: string): string | undefined {
    if (!enabled) return undefined;
    const at = line.indexOf(end, from);
    if (at >= 0) return line.slice(from, at);
    if (this.#ignoresErrors) return undefined;
    throw kafkaException(`No ${name} found on line number ${this.#lineNumber}: '${line}'`);
  }

  async #headers(text: string): Promise<RecordHeader[]> {
    const pairs = await split(this.#headersSeparator, text);
    return pairs.map((pair) => {
      const separator = this.#parts['headers.key.separator'];
      const at = pair.indexOf(separator);
      if (at < 0) {
        if (this.#ignoresErrors) return { key: pair, value: null };
        throw kafkaException(
          `No header key separator found in pair '${pair}' on line number ${this.#lineNumber}`,
        );
      }
      const key = pair.slice(0, at);
      if (key === this.#nullMarker)
        throw kafkaException(
          `Header keys should not be equal to the null marker '${this.#nullMarker}' as they can't be null`,
        );
      return { key, value: this.#bytes(pair.slice(at + separator.length)) };
    });
  }

  #bytes(text: string): Buffer | null {
    return text === this.#nullMarker ? null : Buffer.from(text);
  }
}
