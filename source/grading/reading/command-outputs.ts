import type { EventOf } from '../../journal/events.ts';
import type { CommandOutput } from '../../lab/model/observations.ts';
import { longestOutputs, mostCommandsOfRun } from '../model/bounds.ts';

interface RecordedCommand {
  readonly line: string;
  readonly attempt: number;
  readonly printed: { readonly stdout: string[]; readonly stderr: string[] };
  exitCode?: number;
}

/** The outputs of the commands of one run, in the order in which its checks see them, made again of what the journal holds. */
export class CommandOutputs {
  readonly #commands: RecordedCommand[] = [];
  readonly #byNumber = new Map<number, RecordedCommand>();
  #length = 0;
  /** False once something is known to be left out. */
  #isWhole = true;
  #attempt = 1;

  get attempt(): number {
    return this.#attempt;
  }

  started({ command, line, attempt }: EventOf<'command-started'>): void {
    this.#attempt = Math.max(this.#attempt, attempt);
    if (this.#byNumber.size >= mostCommandsOfRun) {
      this.#isWhole = false;
      return;
    }
    const recorded = { line, attempt, printed: { stdout: [], stderr: [] } };
    this.#byNumber.set(command, recorded);
    if (attempt <= 1) this.#commands.push(recorded);
  }

  printed({ command, stream, text, elided }: EventOf<'command-output'>): void {
    const recorded = this.#byNumber.get(command);
    if (recorded === undefined) return;
    this.#length += text.length + 1;
    if (elided !== undefined || this.#length > longestOutputs) this.#isWhole = false;
    else recorded.printed[stream].push(`${text}\n`);
  }

  ended({ command, ending, exitCode }: EventOf<'command-ended'>): void {
    const recorded = this.#byNumber.get(command);
    if (recorded === undefined) return;
    recorded.exitCode = exitCode;
    if (ending === 'cancelled') this.#isWhole = false;
    if (recorded.attempt <= 1) return;
    // A command that is repeated takes the place of its earlier run.
    const at = this.#commands.findIndex(
      ({ line, attempt }) => line === recorded.line && attempt < recorded.attempt,
    );
    if (at === -1) {
      this.#isWhole = false;
      return;
    }
    this.#length -= lengthOf(this.#commands[at]!);
    this.#commands[at] = recorded;
    this.#byNumber.delete(command);
  }

  /** Undefined if no command ran, or if not all that they printed is known. */
  seen(): CommandOutput[] | undefined {
    if (!this.#isWhole || this.#commands.length === 0) return undefined;
    const outputs = this.#commands.flatMap(({ line, printed, exitCode }) =>
      exitCode === undefined
        ? []
        : [{ command: line, stdout: printed.stdout.join(''), stderr: printed.stderr.join(''), exitCode }],
    );
    return outputs.length === this.#commands.length ? outputs : undefined;
  }
}

function lengthOf({ printed: { stdout, stderr } }: RecordedCommand): number {
  return [...stdout, ...stderr].reduce((sum, text) => sum + text.length, 0);
}
