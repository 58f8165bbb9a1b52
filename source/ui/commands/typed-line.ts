import { nearestNames } from '../../text/nearest-name.ts';
import { type Binding, bindings, type CommandId } from '../bindings/bindings.ts';
import { worksInReplay } from '../bindings/in-replay.ts';
import { typedForm, typedNames } from '../bindings/typed-form.ts';
import { activeScopes } from '../state/scopes.ts';
import { isThemeName } from '../theme/themes.ts';
import { typedText } from '../typing/typed-text.ts';
import { aliases, mostNear } from './completions.ts';
import type { KeyContext } from './key-context.ts';
import { places } from './places.ts';
import { say, shown } from './say.ts';
import { closeViews, openNamed } from './views.ts';

const mostRemembered = 100;

/** Carries out a command by its name; `argument` is what was typed after it, or ``. */
export type CarryOut = (context: KeyContext, command: CommandId, argument: string) => void;

/** Closes the command line and carries out what is typed in it: a command with its argument, or the id of a step. */
export function acceptLine(context: KeyContext, line: string, carryOut: CarryOut): void {
  const { ui } = context;
  const text = line.trim().replace(/^:+\s*/, '');
  ui.set({ mode: { kind: 'browse' } });
  if (text === '') return;
  const { typed } = ui.get();
  ui.set({ typed: [...typed.filter((one) => one !== text), text].slice(-mostRemembered) });
  const [word = ''] = text.split(/\s/, 1);
  const argument = text.slice(word.length).trim();
  if (/^\d/.test(word)) {
    closeViews(context);
    carryOut(context, 'go-to', text);
  } else byName(context, aliases.get(word) ?? word, argument, carryOut);
}

function byName(context: KeyContext, name: string, argument: string, carryOut: CarryOut): void {
  const id = typedNames.find((one) => one === name);
  if (id === undefined) {
    openNamed(context, name, argument, () => tellUnknown(context, name, argument));
    return;
  }
  if (context.ui.get().replaying && !worksInReplay(id)) {
    say(context, `A replay runs nothing: it has no \`:${id}\`.`);
    return;
  }
  if (!overViews.has(id) && !filtersView(id, context)) closeViews(context);
  const known = bindings.filter((one) => one.id === id && typedForm(one) !== undefined);
  const active = activeScopes(context.ui.get());
  if (known.some((one) => needsArgument(one) || (takesArgument(one) && argument !== '')))
    carryOut(context, id, argument);
  else if (argument !== '') {
    reopen(context, `${name} ${argument}`);
    say(context, `\`:${id}\` takes no argument, but got \`${shown(argument)}\`.`);
  } else if (known.some(({ scope }) => active.includes(scope))) carryOut(context, id, argument);
  else say(context, `\`:${id}\` works ${places[known[0]!.scope] ?? 'elsewhere'}.`);
}

/** The line stays open to be corrected: an Enter more would mean something else on the screen below. */
function tellUnknown(context: KeyContext, name: string, argument: string): void {
  const near = isThemeName(name)
    ? [`theme ${name}`]
    : nearestNames(
        name,
        [...typedNames, ...context.views.names(), ...(context.views.otherNames?.() ?? [])],
        mostNear,
      );
  const isReplay = context.session.snapshot().replay !== undefined;
  const otherwise = isReplay ? 'A replay has no cluster to look at.' : '`:help` lists the commands.';
  const hint =
    near.length === 0 ? otherwise : `Did you mean ${near.map((one) => `\`:${one}\``).join(' or ')}?`;
  reopen(context, argument === '' ? name : `${name} ${argument}`);
  say(context, `There is no command or view \`:${shown(name)}\`. ${hint}`);
}

function reopen({ ui }: KeyContext, line: string): void {
  ui.set({ mode: { kind: 'command', ...typedText(line), failed: true } });
}

/** Commands that leave the views open; others are about the lab's screen, which is shown then. */
const overViews: ReadonlySet<CommandId> = new Set([
  'look',
  'help',
  'theme',
  'shell',
  'copy',
  'export',
  'suspend',
  'quit',
  'quit-now',
]);

/** `:filter` filters the table that is open. */
function filtersView(id: CommandId, { ui }: KeyContext): boolean {
  return id === 'filter' && ui.get().opened.length > 0;
}

/** Such a command works everywhere: what it works on is typed. */
function takesArgument({ argument }: Binding): boolean {
  return argument !== undefined;
}

function needsArgument({ argument }: Binding): boolean {
  return argument !== undefined && !argument.startsWith('[');
}
