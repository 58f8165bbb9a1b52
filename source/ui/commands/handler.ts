import type { Scope } from '../bindings/binding-row.ts';
import type { CommandId, ScopeOf } from '../bindings/bindings.ts';
import type { LogPaneId } from '../logs/log-title.tsx';
import { activeScopes } from '../state/scopes.ts';
import { isLogPane, type Mode } from '../state/ui-state.ts';
import type { KeyContext } from './key-context.ts';

/** Carries out one command. `argument` is what was typed after its name; a key gives ``. */
export type Handler = (context: KeyContext, argument: string) => void;

/** The handler of a command that means something else in each scope: one for every scope where the table has it. */
export function inScope<Id extends CommandId>(byScope: Readonly<Record<ScopeOf<Id>, Handler>>): Handler {
  const handlers: Partial<Record<Scope, Handler>> = byScope;
  return (context, argument) => {
    const scope = activeScopes(context.ui.get()).find((one) => handlers[one] !== undefined);
    if (scope !== undefined) handlers[scope]?.(context, argument);
  };
}

export type ModeOf<Kind extends Mode['kind']> = Extract<Mode, { readonly kind: Kind }>;

/** The handler of a command that holds in one mode alone. */
export function inMode<Kind extends Mode['kind']>(
  kind: Kind,
  handle: (context: KeyContext, mode: ModeOf<Kind>) => void,
): Handler {
  return (context) => {
    const { mode } = context.ui.get();
    if (isOfKind(mode, kind)) handle(context, mode);
  };
}

function isOfKind<Kind extends Mode['kind']>(mode: Mode, kind: Kind): mode is ModeOf<Kind> {
  return mode.kind === kind;
}

/** The handler of a command that works on the focused log. */
export function inLog(handle: (context: KeyContext, pane: LogPaneId) => void): Handler {
  return (context) => {
    const { focus } = context.ui.get();
    if (isLogPane(focus)) handle(context, focus);
  };
}
