import type { CommandExecutor } from '../run/command-executor.ts';
import type { SessionActions, TypedCommand } from '../view.ts';

export interface TypedCommandsOptions {
  readonly executor: CommandExecutor;
  /** Aborts with the session, and ends what runs then. */
  readonly lifetime: AbortSignal;
  /** Called once a command has ended: it may have changed anything. */
  readonly onEnded: () => void;
}

/** Runs what the learner asks for outside of the steps; the journal has it like the commands of a step. */
export class TypedCommands {
  readonly #options: TypedCommandsOptions;
  readonly #running = new Set<Promise<TypedCommand>>();

  constructor(options: TypedCommandsOptions) {
    this.#options = options;
  }

  readonly actions: Pick<SessionActions, 'typed'> = {
    typed: (line) => {
      const command = this.#run(line).finally(() => this.#running.delete(command));
      this.#running.add(command);
      return command;
    },
  };

  async #run(line: string): Promise<TypedCommand> {
    const { executor, lifetime, onEnded } = this.#options;
    const { stdout, stderr, exitCode } = await executor.start({ line, signal: lifetime }).ended;
    if (!lifetime.aborted) onEnded();
    return { exitCode, output: stdout + stderr };
  }

  /** Resolves once nothing runs any longer; the lifetime has ended what did. */
  async close(): Promise<void> {
    await Promise.all(this.#running);
  }
}
