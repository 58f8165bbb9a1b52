import type { ProgramContext } from './program.ts';
import { writeText } from './streams.ts';
import { writableDirectory } from './writable-directory.ts';

/**
 * `dub`, the small tool of Confluent's start scripts: a script ends with 1 where one of these returns false.
 * Source: github.com/confluentinc/confluent-docker-utils, confluent/docker_utils/dub.py
 */
export class Dub {
  readonly #context: Pick<ProgramContext, 'env' | 'container' | 'stderr'>;

  constructor(context: Pick<ProgramContext, 'env' | 'container' | 'stderr'>) {
    this.#context = context;
  }

  /** `dub ensure NAME`: the variable is there and not empty. */
  async ensure(name: string, env: Readonly<Record<string, string>> = this.#context.env): Promise<boolean> {
    if (env[name]) return true;
    await writeText(this.#context.stderr, `${name} is required.\n`);
    return this.fail('ensure', name);
  }

  /** `dub path PATH exists`. */
  async exists(path: string): Promise<boolean> {
    return this.#context.container.files.exists(path) || this.fail('path', path, 'exists');
  }

  /**
   * `dub path PATH writable`. `find` maps the path to a directory of this machine, which is created and returned; undefined if there is
   * none.
   */
  async writable(path: string, find: () => string | undefined): Promise<string | undefined | false> {
    const directory = writableDirectory(find);
    return directory === false ? this.fail('path', path, 'writable') : directory;
  }

  async fail(...command: readonly string[]): Promise<false> {
    await writeText(this.#context.stderr, `Command [/usr/local/bin/dub ${command.join(' ')}] FAILED !\n`);
    return false;
  }
}

/**
 * `env_to_props`: the properties of prefixed variables. `KAFKA_NUM_PARTITIONS` is `num.partitions`; two underscores are one, and three are
 * a dash. An empty variable is an empty property.
 */
export function propertiesFrom(
  env: Readonly<Record<string, string>>,
  prefix: string,
  excluded: ReadonlySet<string>,
): Record<string, string> {
  const properties = Object.entries(env)
    .filter(([name]) => name.startsWith(prefix) && !excluded.has(name) && name.length > prefix.length)
    .map(([name, value]): [string, string] => [propertyName(name.slice(prefix.length)), value]);
  return Object.fromEntries(properties);
}

function propertyName(variable: string): string {
  return variable
    .toLowerCase()
    .replace(/(?<=[^_])_(?=[^_])/g, '.')
    .replaceAll('___', '-')
    .replaceAll('__', '_');
}
