import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { badRequest, StatusError } from '../store/status-error.ts';
import type { YamlOutcome, YamlTask } from './yaml-worker.ts';

/** So much is read or written without a thread, where there is no file to start one from: in tests. */
const atOnceBytes = 64 * 1024;
/** What a thread may take for one text, ms and MiB. */
export const longestMs = 10_000;
export const heapMb = 256;
/** An idle thread ends after so long, ms. */
const idleMs = 20_000;

/**
 * Reads and writes YAML in a thread, one text after the other: some 2 KB of nested keys can occupy the parser for minutes. The thread starts
 * with the first text; kubectl sends none.
 */
export class YamlThread {
  readonly #file: string | undefined;
  #worker: Worker | undefined;
  #work: Promise<unknown> = Promise.resolve();
  #idle: NodeJS.Timeout | undefined;
  #closed = false;

  /** `file` is the bundled yaml-worker.ts; without it short texts are read here, and long ones are refused. */
  constructor(file: string | undefined) {
    this.#file = file;
  }

  /** The JSON of a YAML text. Throws a StatusError: a 400 for what is none, a 413 for what takes too much. */
  toJson(text: string): Promise<string> {
    return this.#run({ to: 'json', text });
  }

  /** The YAML of a JSON text. Throws a StatusError for what takes too much. */
  toYaml(json: string): Promise<string> {
    return this.#run({ to: 'yaml', text: json });
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#end();
  }

  async #run(task: YamlTask): Promise<string> {
    if (this.#file === undefined && task.text.length <= atOnceBytes) return runHere(task);
    const result = this.#work.then(() => this.#runInThread(task));
    this.#work = result.catch(() => {});
    return result;
  }

  async #runInThread(task: YamlTask): Promise<string> {
    if (this.#closed || this.#file === undefined) throw tooMuch(`${task.text.length} characters`);
    clearTimeout(this.#idle);
    this.#worker ??= start(this.#file);
    const worker = this.#worker;
    const limit = AbortSignal.timeout(longestMs);
    try {
      const answer = once(worker, 'message', { signal: limit });
      worker.postMessage(task);
      const [outcome] = (await answer) as [YamlOutcome];
      return textOf(outcome);
    } catch (error) {
      if (error instanceof StatusError) throw error;
      await this.#end();
      if (limit.aborted) throw tooMuch(`more than ${longestMs / 1000} s`);
      if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY')
        throw tooMuch(`more than ${heapMb} MiB of memory`);
      throw error;
    } finally {
      this.#idle = setTimeout(() => void this.#end(), idleMs);
      this.#idle.unref();
    }
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}

function start(file: string): Worker {
  const worker = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: heapMb }, stdout: false });
  // It keeps no process alive, and an error is told to whoever waits for an answer.
  worker.unref();
  worker.on('error', () => {});
  return worker;
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

function textOf(outcome: YamlOutcome): string {
  if ('text' in outcome) return outcome.text;
  if ('refusal' in outcome) throw refused(outcome.refusal);
  throw new Error(outcome.fault);
}

function refused(why: string): StatusError {
  return badRequest(`error converting YAML to JSON: ${why}`);
}

function tooMuch(what: string): StatusError {
  return new StatusError(413, 'RequestEntityTooLarge', `the YAML takes too much: ${what}; use JSON`);
}
