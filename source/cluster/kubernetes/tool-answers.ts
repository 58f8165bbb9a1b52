import { LabError } from '../../errors/lab-error.ts';
import { sanitizeLine } from '../../text/sanitize.ts';

/** What one exec'd tool printed. */
export interface ToolOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in a pod of a broker. */
export type RunInBroker = (command: readonly string[]) => Promise<ToolOutput>;

/** A tool is a Java program that takes seconds, so an answer is reused for this long. */
export const askedEveryMs = 10_000;

interface Answer {
  readonly askedAt: number;
  readonly text: Promise<string>;
}

/** What the tools in the brokers' pods print. An answer is cached for ten seconds. */
export class ToolAnswers {
  readonly #run: RunInBroker;
  readonly #bootstrap: readonly string[];
  readonly #now: () => number;
  readonly #answers = new Map<string, Answer>();

  constructor(run: RunInBroker, brokerPort: number, now: () => number = Date.now) {
    this.#run = run;
    this.#bootstrap = ['--bootstrap-server', `localhost:${brokerPort}`];
    this.#now = now;
  }

  ask(signal: AbortSignal, tool: string, ...words: readonly string[]): Answer {
    signal.throwIfAborted();
    const command = [tool, ...this.#bootstrap, ...words];
    const key = command.join(' ');
    const known = this.#answers.get(key);
    if (known !== undefined && this.#now() - known.askedAt < askedEveryMs) return known;
    // Not cancelled with the first caller: others wait for the same answer, and it is reused later.
    const answer = { askedAt: this.#now(), text: this.#outcome(command) };
    this.#answers.set(key, answer);
    // Those who wait get the error; the next one asks again.
    answer.text.catch(() => {
      if (this.#answers.get(key) === answer) this.#answers.delete(key);
    });
    return answer;
  }

  forget(): void {
    this.#answers.clear();
  }

  async #outcome(command: readonly string[]): Promise<string> {
    const { exitCode, stdout, stderr } = await this.#run(command);
    if (exitCode === 0) return stdout;
    const said = `${stdout}\n${stderr}`;
    // A topic or group that does not exist yet is an answer too.
    if (/does not exist|Could not match any topic-partitions/.test(said)) return '';
    const last = sanitizeLine(said.trim().split('\n').at(-1) ?? '', 300);
    throw new LabError('cluster', `\`${command[0]}\` in a broker's pod ended with ${exitCode} (${last})`);
  }
}
