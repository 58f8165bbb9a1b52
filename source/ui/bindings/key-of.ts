import type { Scope } from './binding-row.ts';
import type { Binding, CommandId } from './bindings.ts';
import { keyLabel } from './key-label.ts';

/** The first key of a command, in a scope where it has several, as the screen writes it; where it has none, what is typed for it. */
export function keyOf(id: CommandId, table: readonly Binding[], scope?: Scope): string {
  const [first] =
    table.find((one) => one.id === id && (scope === undefined || one.scope === scope))?.keys ?? [];
  return first === undefined ? `:${id}` : keyLabel(first);
}
