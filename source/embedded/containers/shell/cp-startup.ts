import { accessSync, constants, mkdirSync } from 'node:fs';
import type { ProgramContext } from './program.ts';
import { writeText } from './streams.ts';

/** What the start scripts of Confluent's images have in common: their banners, and what they insist on. */
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

  /** True if the variable is set; else it is complained about, as `dub ensure` does. */
  async ensure(name: string): Promise<boolean> {
    if (this.#context.env[name] !== undefined) return true;
    await writeText(
      this.#context.stderr,
      `${name} is required.\nCommand [/usr/local/bin/dub ensure ${name}] FAILED !\n`,
    );
    return false;
  }

  /** True if the directory behind a path in the container can be written; undefined: it is the container's own, and can. */
  async writable(path: string, directory: string | undefined): Promise<boolean> {
    await this.say(`===> Check if ${path} is writable ...`);
    if (directory === undefined) return true;
    try {
      mkdirSync(directory, { recursive: true });
      accessSync(directory, constants.W_OK);
      return true;
    } catch {
      await writeText(
        this.#context.stderr,
        `${path} is not writable.\nCommand [/usr/local/bin/dub path ${path} writable] FAILED !\n`,
      );
      return false;
    }
  }
}

/**
 * The properties that variables with a prefix stand for: `KAFKA_NUM_PARTITIONS` → `num.partitions`; `__` is `_`, `___` is `-`.
 */
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
