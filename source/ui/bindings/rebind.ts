import { nearestName } from '../../text/nearest-name.ts';
import { bindableKey } from './bindable-keys.ts';
import type { Scope } from './binding-row.ts';
import { type Binding, bindings, type CommandId } from './bindings.ts';
import { keyLabel } from './key-label.ts';
import { isOfViewer, type KeyClash, settleViewers } from './rebind-viewers.ts';
import { typedForm } from './typed-form.ts';

/** Why a command did not get the keys that were asked for, or not everywhere; there its keys stay what they were. */
export interface RebindTrouble {
  readonly code: 'unknown-command' | 'fixed-command' | 'unknown-key' | 'double-key' | 'kept-in-view';
  readonly command: string;
  /** One line, values in backticks. */
  readonly text: string;
}

export interface Rebound {
  readonly bindings: readonly Binding[];
  readonly troubles: readonly RebindTrouble[];
}

/** Scopes whose keys hold at the same time. */
const together: readonly (readonly Scope[])[] = (['steps', 'step', 'logs'] as const).map((pane) => [
  'replay',
  pane,
  'browse',
  'always',
]);

/** The table with a person's own keys, by command; where some cannot be, those of that command stay. No keys at all is allowed. */
export function rebind(wanted: ReadonlyMap<string, readonly string[]>): Rebound {
  const troubles: RebindTrouble[] = [];
  const accepted = new Map<CommandId, readonly string[]>();
  for (const [command, keys] of wanted) {
    const trouble = troubleWith(command, keys);
    if (trouble) troubles.push(trouble);
    else accepted.set(command as CommandId, [...new Set(keys.map((key) => bindableKey(key)!))]);
  }
  for (;;) {
    const table = withKeys(accepted);
    const own = new Set(accepted.keys());
    const settled = settleViewers(table, own);
    const double =
      findDouble(table, accepted) ??
      ('command' in settled ? doubleKey(lastOf(own, settled.command, settled.other), settled) : undefined);
    if (double === undefined && !('command' in settled)) {
      const kept = settled.kept.map((one): RebindTrouble => ({ code: 'kept-in-view', ...one }));
      return { bindings: settled.bindings, troubles: [...troubles, ...kept] };
    }
    if (double === undefined) return { bindings: table, troubles };
    accepted.delete(double.command as CommandId);
    troubles.push(double);
  }
}

function troubleWith(command: string, keys: readonly string[]): RebindTrouble | undefined {
  const all = bindings.filter(({ id }) => id === command);
  if (all.length === 0) {
    const near = nearestName(
      command,
      bindings.filter(isBindable).map(({ id }) => id),
    );
    const hint = near === undefined ? '' : `; the closest is \`${near}\``;
    return { code: 'unknown-command', command, text: `there is no command \`${command}\`${hint}` };
  }
  if (!all.some(isBindable))
    return { code: 'fixed-command', command, text: `\`${command}\` keeps its keys, which cannot be changed` };
  const unknown = keys.find((key) => bindableKey(key) === undefined);
  if (unknown === undefined) return undefined;
  const stays = keptKeys(command as CommandId);
  return {
    code: 'unknown-key',
    command,
    text: `\`${unknown}\` cannot be a key of \`${command}\`; ${stays}`,
  };
}

/** Keys of dialogs and text boxes are fixed, and ctrl+c always quits. */
function isBindable(binding: Binding): boolean {
  return (
    (typedForm(binding) !== undefined || binding.id === 'command' || isOfViewer(binding)) &&
    binding.id !== 'quit-now'
  );
}

/** Of two commands that want the same key, the one that a person named last; of one alone, that. */
function lastOf(own: ReadonlySet<CommandId>, one: CommandId, other: CommandId): CommandId {
  return [...own].filter((id) => id === one || id === other).at(-1) ?? one;
}

function doubleKey(
  command: CommandId,
  { command: one, other, key }: Pick<KeyClash, 'command' | 'other' | 'key'>,
): RebindTrouble {
  const whose = command === one ? other : one;
  const text = `\`${command}\` cannot have \`${keyLabel(key)}\`, the key of \`${whose}\`; ${keptKeys(command)}`;
  return { code: 'double-key', command, text };
}

/** Of several rows that a command has in a scope for what it takes, the first one has its keys. */
function withKeys(accepted: ReadonlyMap<CommandId, readonly string[]>): Binding[] {
  return bindings.map((binding, at) => {
    const isFirst =
      bindings.findIndex(({ id, scope }) => id === binding.id && scope === binding.scope) === at;
    const keys = isFirst && isBindable(binding) ? accepted.get(binding.id) : undefined;
    return keys === undefined ? binding : { ...binding, keys };
  });
}

/** The last command of a person's own that has a key which means something else at the same time. */
function findDouble(
  table: readonly Binding[],
  accepted: ReadonlyMap<CommandId, readonly string[]>,
): RebindTrouble | undefined {
  for (const command of [...accepted.keys()].reverse()) {
    for (const scopes of together) {
      const active = table.filter(({ scope }) => scopes.includes(scope));
      for (const { keys } of active.filter(({ id }) => id === command))
        for (const key of keys) {
          const other = active.find((one) => one.id !== command && one.keys.includes(key));
          if (!other || sharedAlready(key, scopes, command, other.id)) continue;
          return doubleKey(command, { command, other: other.id, key });
        }
    }
  }
  return undefined;
}

/** Some keys mean one thing in a replay and another elsewhere from the beginning. `scopes`: those that hold at the same time. */
function sharedAlready(key: string, scopes: readonly Scope[], one: CommandId, other: CommandId): boolean {
  return [one, other].every((command) =>
    bindings.some(({ id, keys, scope }) => id === command && scopes.includes(scope) && keys.includes(key)),
  );
}

function keptKeys(command: CommandId): string {
  const keys = bindings.find(({ id }) => id === command)?.keys ?? [];
  return keys.length === 0 ? 'it has none' : `${keys.map((key) => `\`${keyLabel(key)}\``).join(' ')} stays`;
}
