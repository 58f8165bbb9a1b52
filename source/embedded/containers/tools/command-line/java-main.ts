import { KafkaClientError } from '../../../kafka/client/client-error.ts';
import { KafkaError } from '../../../kafka/messages/errors.ts';
import type { Program, ProgramContext } from '../../shell/program.ts';
import { writeText } from '../../shell/streams.ts';
import { ApiTimeout } from './cluster-access.ts';
import { javaException, javaMessage } from './java-exceptions.ts';
import { type Options, type OptionTable, parseOptions, UsageError } from './options.ts';
import { usageText } from './usage.ts';

/** An exception that Kafka's own tool throws where this is thrown: its class, its message, and what it wraps. */
export class JavaError extends Error {
  readonly exception: string;
  override readonly cause: Thrown | undefined;

  constructor(exception: string, message: string, cause?: Thrown) {
    super(message);
    this.exception = exception;
    this.cause = cause;
  }
}

/** What a Java tool would have caught; `message` is what `getMessage` returns. */
export interface Thrown {
  readonly exception: string;
  readonly message: string;
  readonly cause?: Thrown | undefined;
}

/** The options that every tool has. */
type Common = 'help' | 'version';
const common = {
  help: { value: 'none', help: 'Show this.' },
  version: { value: 'none', help: 'Show the version of Kafka.' },
} as const satisfies OptionTable<Common>;

/** cp-kafka 7.3.5, which is Kafka 3.3.2 with Confluent's patches. */
const versionText = '7.3.5-ccs (Commit:96c5e882465d4b7e)\n';

export interface JavaMain<Name extends string> {
  readonly table: OptionTable<Name>;
  /** The sentence above the options. */
  readonly about: string;
  /** What it says without any arguments, if not that. */
  readonly alone?: string;
  /** What a command line that does not parse gets: the table of options, or the end of the JVM. */
  readonly malformed: 'usage' | 'uncaught';
  /** What a command line without a required option gets, which goes before the help. Throws UsageError. */
  missing?(options: Options<Name | Common>): string | undefined;
  /** Resolves with the exit code. */
  run(context: ProgramContext, options: Options<Name>): Promise<number>;
  /** Reports what `run` threw, and resolves with the exit code. */
  failed(context: ProgramContext, thrown: Thrown, argv: readonly string[]): Promise<number>;
}

/** A tool of Kafka's with a `main` in Java: help, version, and how a failure ends it. */
export function javaMain<Name extends string>(main: JavaMain<Name>): Program {
  const table = { ...main.table, ...common } as OptionTable<Name | Common>;
  return async (context) => {
    const argv = context.argv.slice(1);
    const usage = async (message: string) => {
      await writeText(context.stderr, usageText(message, table));
      return 1;
    };
    let options: Options<Name | Common>;
    try {
      options = parseOptions(argv, table);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      return main.malformed === 'usage' ? usage(error.message) : uncaught(context, error);
    }
    try {
      const missing = main.missing?.(options);
      if (missing !== undefined) return usage(missing);
    } catch (error) {
      if (!(error instanceof UsageError) || error.exception === undefined) throw error;
      return uncaught(context, error);
    }
    if (argv.length === 0) return usage(main.alone ?? main.about);
    if (options.has('help')) return usage(main.about);
    if (options.has('version')) {
      await writeText(context.stdout, versionText);
      return 0;
    }
    try {
      return await main.run(context, options);
    } catch (error) {
      if (context.killed.aborted) return 130;
      if (error instanceof UsageError)
        return error.exception === undefined ? usage(error.message) : uncaught(context, error);
      const thrown = thrownAs(error);
      if (thrown === undefined) throw error;
      return main.failed(context, thrown, argv);
    }
  };
}

async function uncaught(context: ProgramContext, { exception, message }: UsageError): Promise<number> {
  await writeText(context.stderr, `Exception in thread "main" ${exception}: ${message}\n`);
  return 1;
}

/** The Java exception for an expected failure; undefined for a fault of ours. */
export function thrownAs(error: unknown): Thrown | undefined {
  if (error instanceof JavaError) return error;
  if (error instanceof KafkaError)
    return { exception: javaException(error.code), message: javaMessage(error) };
  if (error instanceof ApiTimeout)
    return { exception: javaException('REQUEST_TIMED_OUT'), message: error.message };
  if (error instanceof KafkaClientError)
    return { exception: javaException('NETWORK_EXCEPTION'), message: error.message };
  return undefined;
}

/** `class: message`, as `toString` prints an exception. */
export function thrownText({ exception, message }: Thrown): string {
  return [exception, message].filter((part) => part !== '').join(': ');
}

/** A stack trace without its frames, which are Java's. */
export function stackText(thrown: Thrown): string {
  const { cause } = thrown;
  return cause === undefined ? thrownText(thrown) : `${thrownText(thrown)}\nCaused by: ${stackText(cause)}`;
}
