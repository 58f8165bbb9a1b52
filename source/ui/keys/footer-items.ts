import { type Binding, bindingsIn, type Scope } from './bindings.ts';
import { keyLabel } from './key-name.ts';

export interface FooterItem {
  readonly keys: string;
  readonly label: string;
}

/** Keys that go up and down share one entry. */
const pairs: Readonly<Record<string, string>> = { 'select-previous': '↑↓', 'scroll-up': '↑↓' };
const alwaysLast: readonly string[] = ['help', 'quit'];

/** The footer's entries, the most useful first and help and quit last. */
export function footerItems(scopes: readonly Scope[]): { first: FooterItem[]; last: FooterItem[] } {
  const labelled = bindingsIn(scopes).filter((binding) => binding.label);
  return {
    first: labelled.filter((binding) => !alwaysLast.includes(binding.id)).map(footerItem),
    last: labelled.filter((binding) => alwaysLast.includes(binding.id)).map(footerItem),
  };
}

function footerItem(binding: Binding): FooterItem {
  return { keys: pairs[binding.id] ?? keyLabel(binding.keys[0]!), label: binding.label! };
}
