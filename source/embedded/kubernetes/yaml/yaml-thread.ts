import { isShort, shortLength } from './short-yaml.ts';
import { Preempted, refused, shortMs, tooMuch, YamlQueue } from './yaml-queue.ts';
import type { YamlTask } from './yaml-worker.ts';

/** How many short and long texts may wait for their thread. */
export const mostShortWaiting = 64;
export const mostLongWaiting = 3;
/** The thread for short texts ends after this many idle ms. */
const idleMs = 5000;

interface Queues {
  readonly short: YamlQueue;
  readonly long: YamlQueue;
}

/**
 * Reads and writes YAML in threads: some 2 KB of nested keys can occupy the parser for minutes. Short texts have their own thread, so
 * they never wait for long ones; a short text that takes too long while others wait restarts among the long ones. A thread starts with
 * the first text; kubectl sends none.
 */
export class YamlThread {
  readonly #queues: Queues | undefined;

  /** `file` is the bundled yaml-worker.ts; without it, as in tests, short texts are parsed in this thread and long ones refused. */
  constructor(file: string | undefined) {
    this.#queues =
      file === undefined
        ? undefined
        : {
            short: new YamlQueue({ file, mostWaiting: mostShortWaiting, preemptAfterMs: shortMs, idleMs }),
            // A long text may leave 100 MiB of garbage.
            long: new YamlQueue({ file, mostWaiting: mostLongWaiting, idleMs: 0 }),
          };
  }

  /** The JSON of a YAML text. Throws a StatusError: a 400 for malformed YAML, a 413 if it takes too much, a 429 while too many wait. */
  toJson(text: string): Promise<string> {
    return this.#run({ to: 'json', text });
  }

  /** The YAML of a JSON text. Throws a StatusError: a 413 if it takes too much, a 429 while too many wait. */
  toYaml(json: string): Promise<string> {
    return this.#run({ to: 'yaml', text: json });
  }

  async close(): Promise<void> {
    await Promise.all([this.#queues?.short.close(), this.#queues?.long.close()]);
  }

  async #run(task: YamlTask): Promise<string> {
    if (this.#queues) return runInThreads(this.#queues, task);
    if (task.text.length > shortLength) throw tooMuch(`${task.text.length} characters`);
    return runHere(task);
  }
}

async function runInThreads({ short, long }: Queues, task: YamlTask): Promise<string> {
  if (isShort(task)) {
    try {
      return await short.run(task);
    } catch (error) {
      if (!(error instanceof Preempted)) throw error;
    }
  }
  return long.run(task);
}

async function runHere({ to, text }: YamlTask): Promise<string> {
  const { jsonToYaml, YamlError, yamlToJson } = await import('./yaml-text.ts');
  try {
    return to === 'json' ? yamlToJson(text) : jsonToYaml(text);
  } catch (error) {
    if (error instanceof YamlError || error instanceof RangeError) throw refused(error.message);
    throw error;
  }
}
