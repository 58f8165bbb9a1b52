import type { Scope } from './binding-row.ts';
import type { Binding, CommandId } from './bindings.ts';

/** What acts on a session, its cluster or its files: a replay has none of them. */
const ofSessions: ReadonlySet<CommandId> = new Set([
  'run',
  'run-again',
  'run-to',
  'reset',
  'go-on',
  'swap',
  'answer',
  'hint',
  'solution',
  'export',
  'save-log',
  'shell',
  'open',
  'edit',
  'look',
]);

export function worksInReplay(id: CommandId): boolean {
  return !ofSessions.has(id);
}

const shadowed: ReadonlySet<Scope> = new Set(['browse', 'steps', 'step']);

/** The table of a replay: of a command that means something else there, only that. */
export function bindingsInReplay(table: readonly Binding[]): readonly Binding[] {
  const own = table.filter(({ scope }) => scope === 'replay').map(({ id }) => id);
  return table.filter(({ id, scope }) => worksInReplay(id) && !(shadowed.has(scope) && own.includes(id)));
}

/** Whether a command can be given at all: text speaks of no other. */
export function hasCommand(id: CommandId, table: readonly Binding[]): boolean {
  return table.some((one) => one.id === id);
}
