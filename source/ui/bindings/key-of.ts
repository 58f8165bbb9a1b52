import type { Binding, CommandId } from './bindings.ts';
import { keyLabel } from './key-label.ts';

/** The first key of a command, as the screen writes it; where it has none, what is typed for it. */
export function keyOf(id: CommandId, table: readonly Binding[]): string {
  const [first] = table.find((one) => one.id === id)?.keys ?? [];
  return first === undefined ? `:${id}` : keyLabel(first);
}
