import type { CommandId } from '../bindings/bindings.ts';
import type { KeyContext } from './key-context.ts';
import { lineCommand } from './line-commands.ts';
import { logCommand } from './log-commands.ts';
import { predictCommand } from './predict-commands.ts';
import { replayCommand } from './replay-commands.ts';
import { sessionCommand } from './session-commands.ts';
import { stepCommand } from './step-commands.ts';
import { textCommand } from './text-commands.ts';

/** Carries out a command, whether a key or a typed line asked for it. */
export function carryOut(context: KeyContext, command: CommandId): void {
  const line = lineCommand(context, command);
  if (line) {
    if (line.carryOut) carryOut(context, line.carryOut);
    return;
  }
  const done =
    textCommand(context, command) ||
    predictCommand(context, command) ||
    replayCommand(context, command) ||
    logCommand(context, command) ||
    stepCommand(context, command) ||
    sessionCommand(context, command);
  if (!done) throw new Error(`no code for the command \`${command}\``);
}
