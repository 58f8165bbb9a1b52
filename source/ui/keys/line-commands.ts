import { nearestName } from '../../text/nearest-name.ts';
import { bindings, type CommandId, type Scope } from '../bindings/bindings.ts';
import { filterLog, limitLog } from '../logs/log-moves.ts';
import type { LogPaneState } from '../logs/log-pane-state.ts';
import { parsePattern } from '../logs/pattern.ts';
import { parseRange } from '../logs/time-range.ts';
import { activeScopes } from '../state/scopes.ts';
import { isLogPane, type Mode } from '../state/ui-state.ts';
import { cutText } from '../text/cut.ts';
import { isThemeName, themeNames } from '../theme/themes.ts';
import type { KeyContext } from './key-context.ts';
import { selectStep } from './step-commands.ts';
import { withoutLast } from './text-commands.ts';
import { aliases, argumentsOf, completions, exportFormats, typedForm, typedNames } from './typed-commands.ts';

const mostRemembered = 100;

/** What a key of the command line came to: a command to carry out, or nothing more to do. */
export type LineOutcome = { readonly carryOut?: CommandId };

/** The commands of the command line. Undefined for any other, and where no line is open. */
export function lineCommand(context: KeyContext, command: CommandId): LineOutcome | undefined {
  const { ui } = context;
  const { mode } = ui.get();
  if (mode.kind !== 'command') return undefined;
  const write = (text: string): LineOutcome => {
    ui.set({ mode: { kind: 'command', text } });
    return {};
  };
  switch (command) {
    case 'text-accept':
      return acceptLine(context, mode.text);
    case 'text-erase':
      if (mode.text !== '') return write(withoutLast(mode.text));
      ui.set({ mode: { kind: 'browse' } });
      return {};
    case 'text-clear':
      return write('');
    case 'text-leave':
      ui.set({ mode: { kind: 'browse' } });
      return {};
    case 'line-complete':
      complete(context, mode);
      return {};
    case 'line-older':
      return recall(context, mode, -1);
    case 'line-newer':
      return recall(context, mode, 1);
    default:
      return undefined;
  }
}

type LineMode = Extract<Mode, { kind: 'command' }>;

/** As far as all candidates agree; where they part, through them one by one. */
function complete({ ui, session }: KeyContext, mode: LineMode): void {
  const stem = mode.stem ?? mode.text;
  const steps = session.snapshot().steps.map(({ step }) => step.id);
  const all = completions(stem, steps);
  if (all.length === 0) return;
  if (all.length === 1) {
    const takesMore = !all[0]!.includes(' ') && argumentsOf(all[0]!) !== undefined;
    ui.set({ mode: { kind: 'command', text: `${all[0]}${takesMore ? ' ' : ''}` } });
    return;
  }
  const shared = sharedStart(all);
  if (mode.stem === undefined && shared.length > stem.length) {
    ui.set({ mode: { kind: 'command', text: shared } });
    return;
  }
  const next = mode.stem === undefined ? 0 : (all.indexOf(mode.text) + 1) % all.length;
  ui.set({ mode: { kind: 'command', text: all[next]!, stem } });
}

function sharedStart(all: readonly string[]): string {
  const [first = '', ...rest] = all;
  let length = first.length;
  for (const one of rest) while (!one.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

function recall({ ui }: KeyContext, mode: LineMode, by: 1 | -1): LineOutcome {
  const { typed } = ui.get();
  const at = Math.max(0, Math.min(typed.length, (mode.recalled ?? typed.length) + by));
  ui.set({ mode: { kind: 'command', text: typed[at] ?? '', recalled: at } });
  return {};
}

/** Carries out a line that takes an argument; names the command of one that takes none. */
function acceptLine(context: KeyContext, line: string): LineOutcome {
  const { ui } = context;
  const text = line.trim().replace(/^:+\s*/, '');
  ui.set({ mode: { kind: 'browse' } });
  if (text === '') return {};
  const { typed } = ui.get();
  ui.set({ typed: [...typed.filter((one) => one !== text), text].slice(-mostRemembered) });
  const [word = ''] = text.split(/\s/, 1);
  const argument = text.slice(word.length).trim();
  if (/^\d/.test(word)) return goTo(context, text);
  const name = aliases[word] ?? word;
  if (argument !== '' || name === 'since' || name === 'theme' || name === 'go-to') {
    if (name === 'filter') return filter(context, argument);
    if (name === 'since') return limit(context, argument);
    if (name === 'theme') return choose(context, argument);
    if (name === 'go-to') return goTo(context, argument);
    if (name === 'export') {
      if ((exportFormats as readonly string[]).includes(argument)) return { carryOut: 'export' };
      return say(
        context,
        `The screen exports md; \`kafka-lab export --format ${shown(argument)}\` makes other formats.`,
      );
    }
  }
  return byName(context, name, argument);
}

function byName(context: KeyContext, name: string, argument: string): LineOutcome {
  const id = typedNames.find((one) => one === name);
  if (id === undefined) {
    const near = isThemeName(name) ? `theme ${name}` : nearestName(name, typedNames);
    const hint = near === undefined ? '? shows all.' : `Did you mean \`:${near}\`? ? shows all.`;
    return say(context, `\`:${shown(name)}\` is no command. ${hint}`);
  }
  if (argument !== '') return say(context, `\`:${id}\` takes no word after it: \`${shown(argument)}\`.`);
  const known = bindings.filter((one) => one.id === id && typedForm(one) !== undefined);
  const active = activeScopes(context.ui.get());
  if (known.some(({ scope }) => active.includes(scope))) return { carryOut: id };
  return say(context, `\`:${id}\` works ${places[known[0]!.scope] ?? 'elsewhere'}.`);
}

const places: Partial<Record<Scope, string>> = {
  steps: 'in the list of steps: `:focus-steps` goes there',
  step: 'in the step: `:focus-step` goes there',
  logs: 'in a log: `:focus-producer` and `:focus-consumer` go there',
  replay: 'in a replay: `kafka-lab replay` plays one',
};

function goTo(context: KeyContext, id: string): LineOutcome {
  const { steps } = context.session.snapshot();
  const index = steps.findIndex(({ step }) => step.id === id);
  if (index >= 0) {
    selectStep(context, index);
    return {};
  }
  const [first, last] = [steps[0]?.step.id, steps.at(-1)?.step.id];
  return say(context, `There is no step \`${shown(id)}\`: they go from ${first} to ${last}.`);
}

/** The focused log; both where none is. */
function changeLogs({ ui }: KeyContext, change: (state: LogPaneState) => LogPaneState): void {
  const { focus, logs } = ui.get();
  ui.set({
    logs: {
      producer: focus === 'consumer' ? logs.producer : change(logs.producer),
      consumer: focus === 'producer' ? logs.consumer : change(logs.consumer),
    },
  });
}

function filter(context: KeyContext, source: string): LineOutcome {
  const pattern = parsePattern(source);
  if ('problem' in pattern) return say(context, `\`${shown(source)}\`: ${pattern.problem}`);
  changeLogs(context, (state) => filterLog(state, pattern));
  return isLogPane(context.ui.get().focus)
    ? {}
    : say(context, 'Both logs are filtered; esc in a log clears it.');
}

function limit(context: KeyContext, text: string): LineOutcome {
  const range = parseRange(text);
  if (!range) return say(context, `\`:since ${shown(text)}\`: give 90s, 5m, 1h, or all; at most 24h.`);
  changeLogs(context, (state) => limitLog(state, range.since));
  return {};
}

function choose(context: KeyContext, name: string): LineOutcome {
  const { ui } = context;
  if (!isThemeName(name)) {
    const near = nearestName(name, themeNames);
    const hint = near === undefined ? '' : ` Did you mean \`${near}\`?`;
    const what = name === '' ? `The theme is ${ui.get().theme}.` : `\`${shown(name)}\` is no theme.${hint}`;
    return say(context, `${what} There are ${themeNames.join(', ')}.`);
  }
  const trouble = ui.preferences.rememberTheme(name);
  ui.set({ theme: name });
  const kept = trouble === undefined ? 'kept for the next time' : `not kept: ${trouble}`;
  return say(
    context,
    `Theme ${name}, ${kept}.${ui.preferences.colourless ? ` ${ui.preferences.colourless}` : ''}`,
  );
}

function say({ ui }: KeyContext, message: string): LineOutcome {
  ui.set({ message });
  return {};
}

/** What was typed, as far as a message has room for it. */
const shown = (text: string): string => cutText(text, 40);
