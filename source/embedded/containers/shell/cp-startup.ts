import type { ProgramContext } from './program.ts';
import { writeText } from './streams.ts';
import { writableDirectory } from './writable-directory.ts';

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

  /** True if the variable is set and not empty; otherwise prints the error of `dub ensure`. */
  async ensureSet(name: string): Promise<boolean> {
    return (
      (this.#context.env[name] ?? '') !== '' || (await this.#refuse(`${name} is required.`, `ensure ${name}`))
    );
  }

  /** True if one of the variables is set and not empty; otherwise prints the error of `dub ensure-atleast-one`. */
  async ensureOneOf(names: readonly string[]): Promise<boolean> {
    if (names.some((name) => (this.#context.env[name] ?? '') !== '')) return true;
    const command = `ensure-atleast-one ${names.join(' ')}`;
    return await this.#refuse(`one of (${names.join(',')}) is required.`, command);
  }

  async #refuse(message: string, command: string): Promise<false> {
    await writeText(this.#context.stderr, `${message}\nCommand [/usr/local/bin/dub ${command}] FAILED !\n`);
    return false;
  }

  /**
   * Checks that a directory of the container is writable, as `dub path` does. `find` maps it to a directory of this machine, which is
   * created and returned; undefined if there is none. False: an error was printed.
   */
  async writable(path: string, find: () => string | undefined): Promise<string | undefined | false> {
    await this.say(`===> Check if ${path} is writable ...`);
    const directory = writableDirectory(find);
    return directory === false
      ? this.#refuse(`${path} is not writable.`, `path ${path} writable`)
      : directory;
  }
}
