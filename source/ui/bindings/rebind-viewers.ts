import type { Scope } from './binding-row.ts';
import { type Binding, bindings, type CommandId } from './bindings.ts';
import { keyLabel } from './key-label.ts';

/** What opens over the lab's screen: views and files. Its scopes that hold at the same time. */
const viewers: readonly (readonly Scope[])[] = [
  ['resources', 'view', 'views', 'always'],
  ['kafka', 'view', 'views', 'always'],
  ['messages', 'view', 'views', 'always'],
  ['detail', 'views', 'always'],
  ['file', 'always'],
];

const scopes: ReadonlySet<Scope> = new Set(viewers.flat().filter((scope) => scope !== 'always'));

export const isOfViewer = ({ scope }: Pick<Binding, 'scope'>): boolean => scopes.has(scope);

export interface SettledKeys {
  readonly bindings: readonly Binding[];
  /** Commands that keep their own keys in a view, because another one there has no key but the wanted one. */
  readonly kept: readonly { readonly command: CommandId; readonly text: string }[];
}

export interface KeyClash {
  readonly command: CommandId;
  readonly other: CommandId;
  readonly key: string;
}

/**
 * Gives every key one meaning in a view. A person's own key is taken from a command that has others; from one that has no other it is not:
 * a command of the lab's screen then keeps its own keys in the view, one of views alone is a clash.
 */
export function settleViewers(
  table: readonly Binding[],
  own: ReadonlySet<CommandId>,
): SettledKeys | KeyClash {
  const rows: Binding[] = [...table];
  const reverted = new Map<number, string>();
  for (;;) {
    const double = findDouble(rows, own, reverted);
    if (double === undefined) return { bindings: rows, kept: keptIn(rows, reverted) };
    const { at, other, key } = double;
    const [row, beside] = [rows[at]!, rows[other]!];
    const rest = beside.keys.filter((one) => one !== key);
    const isOwn = own.has(beside.id) && !reverted.has(other);
    if (!isOwn && rest.length > 0 && beside.scope !== 'always') rows[other] = { ...beside, keys: rest };
    else if (!isOwn && isOnScreen(row.id) && !reverted.has(at)) {
      rows[at] = bindings[at]!;
      reverted.set(at, `${keyLabel(key)}\` is the key of \`${beside.id}`);
    } else return { command: row.id, other: beside.id, key };
  }
}

/** Whether the lab's screen has the command as well. */
function isOnScreen(id: CommandId): boolean {
  return bindings.some((one) => one.id === id && !isOfViewer(one));
}

interface Double {
  /** The places of two rows in the table; the first has the key because a person wants that. */
  readonly at: number;
  readonly other: number;
  readonly key: string;
}

function findDouble(
  rows: readonly Binding[],
  own: ReadonlySet<CommandId>,
  reverted: ReadonlyMap<number, string>,
): Double | undefined {
  for (const group of viewers) {
    const places = rows.flatMap(({ scope }, place) => (group.includes(scope) ? [place] : []));
    // A row that was put back gives way to nobody's wish but a clash tells.
    const wanted = places.filter((place) => own.has(rows[place]!.id) || reverted.has(place)).reverse();
    for (const at of wanted)
      for (const other of places) {
        if (rows[other]!.id === rows[at]!.id) continue;
        const key = rows[at]!.keys.find((one) => rows[other]!.keys.includes(one));
        if (key !== undefined)
          return reverted.has(at) && own.has(rows[other]!.id)
            ? { at: other, other: at, key }
            : { at, other, key };
      }
  }
  return undefined;
}

function keptIn(rows: readonly Binding[], reverted: ReadonlyMap<number, string>): SettledKeys['kept'] {
  const kept = new Map<CommandId, string>();
  for (const [place, why] of reverted) {
    const { id, scope, keys } = rows[place]!;
    const where = scope === 'file' ? 'a file' : 'a view';
    const shown = keys.map((key) => `\`${keyLabel(key)}\``).join(' ');
    if (!kept.has(id)) kept.set(id, `\`${id}\` keeps ${shown} in ${where}, where \`${why}\``);
  }
  return [...kept].map(([command, text]) => ({ command, text }));
}
