import type { Scope } from './binding-row.ts';
import { type Binding, bindings, type CommandId } from './bindings.ts';

/** Where a command can be typed: not in dialogs and text boxes, whose keys are their own. */
export const typedScopes: readonly Scope[] = ['always', 'browse', 'steps', 'step', 'logs', 'replay'];

/** What is typed for a command, with its argument: `:swap`, `:theme NAME`, `:STEP`. Undefined where it has keys alone. */
export function typedForm({ id, scope, argument }: Binding): string | undefined {
  if (!typedScopes.includes(scope) || id === 'command') return undefined;
  if (id === 'go-to' || id === 'look') return `:${argument}`;
  return argument === undefined ? `:${id}` : `:${id} ${argument}`;
}

/** Every name that can be typed, once, in the order of the table. */
export const typedNames: readonly CommandId[] = [
  ...new Set(bindings.filter((one) => typedForm(one) !== undefined).map(({ id }) => id)),
];
