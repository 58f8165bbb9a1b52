import type { Scope } from './binding-row.ts';
import { type Binding, bindings, type CommandId } from './bindings.ts';

/** The bindings that hold in some scopes, the narrower scope first; of a table with the person's own keys where there is one. */
export function bindingsIn(scopes: readonly Scope[], table = bindings): Binding[] {
  return scopes.flatMap((scope) => table.filter((binding) => binding.scope === scope));
}

/** What a key means in some scopes; the first scope that knows it decides. */
export function commandFor(key: string, scopes: readonly Scope[], table = bindings): CommandId | undefined {
  return bindingsIn(scopes, table).find((binding) => binding.keys.includes(key))?.id;
}
