import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { smallJvm } from './java-tools.ts';

/** A setting as in Kafka's own table. */
export interface OracleSetting {
  readonly name: string;
  readonly type: string;
  readonly initial: string | null;
  /** `[1,...]`, the output of its validator's toString(). */
  readonly check: string | null;
  readonly internal: boolean;
  /** `per-broker` or `cluster-wide`; null for a setting that never changes. */
  readonly updates: string | null;
}

/** `ok`, or the stage at which Kafka refuses a server.properties and what it throws: `config CLASS: MESSAGE`. */
export type Verdict = string;

/** Kafka 3.3.2's own KafkaConfig, in a JVM. */
export class SettingsOracle {
  readonly #child;
  readonly #lines: AsyncIterator<string>;

  constructor(classpath: string) {
    const file = join(import.meta.dirname, 'java', 'SettingsOracle.java');
    const log4j = `-Dlog4j.configuration=file:${join(import.meta.dirname, 'java', 'log4j.properties')}`;
    this.#child = spawn('java', [...smallJvm, log4j, '-cp', classpath, file], {
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** To be read first. */
  async table(): Promise<OracleSetting[]> {
    const table: OracleSetting[] = [];
    for (;;) {
      const line = await this.#line();
      if (line === '') return table;
      const [name = '', type = '', initial = '', check = '', internal, updates = ''] = line.split(' ');
      table.push({
        name,
        type,
        initial: decode(initial),
        check: decode(check),
        internal: internal === 'true',
        updates: decode(updates),
      });
    }
  }

  /** Many at once: the JVM responds in order. */
  async judge(files: readonly string[]): Promise<Verdict[]> {
    for (const file of files) this.#child.stdin.write(`${Buffer.from(file).toString('base64')}\n`);
    const verdicts: Verdict[] = [];
    for (const _ of files) {
      const [stage = '', className = '', message = ''] = (await this.#line()).split(' ');
      verdicts.push(stage === 'ok' ? stage : `${stage} ${decode(className)}: ${decode(message)}`);
    }
    return verdicts;
  }

  async #line(): Promise<string> {
    const { value, done } = await this.#lines.next();
    if (done === true) throw new Error('the JVM with KafkaConfig ended');
    return value as string;
  }

  async close(): Promise<void> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return;
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGKILL');
    await ended;
  }
}

function decode(word: string): string | null {
  return word === '-' ? null : Buffer.from(word.slice(1), 'base64').toString('utf8');
}
