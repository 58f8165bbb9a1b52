import { accessSync, constants } from 'node:fs';
import { PathError } from '../../paths/path-error.ts';
import { makePlainDirectory } from '../../paths/plain-directory.ts';
import type { ProgramContext } from './program.ts';
import { writeText } from './streams.ts';

/** The common parts of Confluent's start scripts: banners and required settings. */
export class StartScript {
  readonly #context: ProgramContext;

  constructor(context: ProgramContext) {
    this.#context = context;
  }

  async say(line: string): Promise<void> {
    await writeText(this.#context.stdout, `${line}\n`);
  }

  async begin(): Promise<void> {
    await this.say('===> User');
    await this.say('uid=1000(appuser) gid=1000(appuser) groups=1000(appuser)');
    await this.say('===> Configuring ...');
  }

  /** True if the variable is set; otherwise prints the error of `dub ensure`. */
  async ensure(name: string): Promise<boolean> {
    if (this.#context.env[name] !== undefined) return true;
    await writeText(
      this.#context.stderr,
      `${name} is required.\nCommand [/usr/local/bin/dub ensure ${name}] FAILED !\n`,
    );
    return false;
  }

  /**
   * Checks that a directory of the container is writable, as `dub path` does. `find` maps it to a directory of this machine, which is
   * created and returned; undefined if there is none. False: an error was printed.
   */
  async writable(path: string, find: () => string | undefined): Promise<string | undefined | false> {
    await this.say(`===> Check if ${path} is writable ...`);
    try {
      const directory = find();
      if (directory === undefined) return undefined;
      makePlainDirectory(directory);
      accessSync(directory, constants.W_OK);
      return directory;
    } catch (error) {
      const isExpected = error instanceof PathError || (error as NodeJS.ErrnoException).syscall !== undefined;
      if (!isExpected) throw error;
      await writeText(
        this.#context.stderr,
        `${path} is not writable.\nCommand [/usr/local/bin/dub path ${path} writable] FAILED !\n`,
      );
      return false;
    }
  }
}

/** The properties of prefixed variables: `KAFKA_NUM_PARTITIONS` → `num.partitions`; `__` is `_`, `___` is `-`. */
export function propertiesFrom(
  env: Readonly<Record<string, string>>,
  prefix: string,
  excluded: ReadonlySet<string>,
): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith(prefix) || excluded.has(name) || name.length === prefix.length) continue;
    const key = name
      .slice(prefix.length)
      .toLowerCase()
      .replace(/_+/g, (run) => ({ 1: '.', 2: '_', 3: '-' })[run.length] ?? run);
    result[key] = value;
  }
  return result;
}
