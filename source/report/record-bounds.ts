import type { CommandRecord } from './session-record.ts';

/*
 * What a record holds at most. A session of any lab stays far below; a journal of any length, or a forged one, does not fill the memory.
 * What is left out is counted, and said.
 */

/** Of the output of one command, in characters: a session records no more either. */
const mostHeldOfCommand = 512 * 1024;
/** Of all commands together. */
const mostHeld = 16 * 1024 * 1024;

/** What a look counts as. */
const sizeOfLook = 50;

export const mostSteps = 200;
export const mostChecksOfStep = 200;
export const mostCommandsOfStep = 500;
/** Commands outside of steps, of half a kilobyte each without their output. */
export const mostOtherCommands = 20_000;
/** Commands that run at the same time. */
export const mostRunning = 1_000;
/** Entries of one kind, such as notices, and ids of questions, steps or pods. */
export const mostOfKind = 5_000;
/** Marks of one kind in a figure over time. */
export const mostMarks = 200;
/** A repeated command is found among so many before it. */
export const farthestAttempt = 100;

type Piece = CommandRecord['output'][number];

/** The room for the output that a record holds. */
export class HeldOutput {
  #left = mostHeld;
  readonly #sizes = new WeakMap<object, number>();

  /** Adds output to a command as far as there is room, by whole lines; the lines beyond are counted in `cut`. */
  add(command: { output: Piece[]; cut?: number }, piece: Piece): void {
    const room = Math.min(this.#left, mostHeldOfCommand - this.#sizeOf(command));
    const isFull = (command.cut ?? 0) > 0;
    const end = isFull
      ? 0
      : piece.text.length <= room
        ? piece.text.length
        : piece.text.lastIndexOf('\n', room);
    if (end > 0) {
      const { stream, text, looks } = piece;
      const coloured = looks === undefined ? {} : { looks };
      command.output.push({ stream, text: text.slice(0, end), ...coloured });
      const size = end + (looks?.length ?? 0) * sizeOfLook;
      this.#left -= size;
      this.#sizes.set(command, this.#sizeOf(command) + size);
    }
    if (end === piece.text.length) return;
    const rest = end > 0 ? piece.text.slice(end + 1) : piece.text;
    command.cut = (command.cut ?? 0) + rest.split('\n').length;
  }

  /** The output of these commands is held no longer. */
  release(commands: readonly object[]): void {
    for (const command of commands) {
      this.#left += this.#sizeOf(command);
      this.#sizes.delete(command);
    }
  }

  readonly #sizeOf = (command: object): number => this.#sizes.get(command) ?? 0;
}
