import { eraseBefore } from '../typing/edits.ts';
import { typedText } from '../typing/typed-text.ts';
import { argumentsOf, completions, lineSources } from './completions.ts';
import type { ModeOf } from './handler.ts';
import type { KeyContext } from './key-context.ts';

type LineMode = ModeOf<'command'>;

/** As far as all candidates agree; where they part, through them one by one. */
export function completeLine({ ui, session }: KeyContext, mode: LineMode): void {
  const stem = mode.stem ?? mode.text;
  const steps = session.snapshot().steps.map(({ step }) => step.id);
  const sources = lineSources(ui.get(), steps);
  const all = completions(stem, sources);
  if (all.length === 0) return;
  if (all.length === 1) {
    const [only = ''] = all;
    const takesMore = !only.includes(' ') && argumentsOf(only, sources) !== undefined;
    ui.set({ mode: { kind: 'command', ...typedText(`${only}${takesMore ? ' ' : ''}`) } });
    return;
  }
  const shared = sharedStart(all);
  if (mode.stem === undefined && shared.length > stem.length) {
    ui.set({ mode: { kind: 'command', ...typedText(shared) } });
    return;
  }
  const next = mode.stem === undefined ? 0 : (all.indexOf(mode.text) + 1) % all.length;
  ui.set({ mode: { kind: 'command', ...typedText(all[next]!), stem } });
}

function sharedStart(all: readonly string[]): string {
  const [first = '', ...rest] = all;
  let length = first.length;
  for (const one of rest) while (!one.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

/** The line typed before or after the one that is shown. */
export function recallLine({ ui }: KeyContext, mode: LineMode, by: 1 | -1): void {
  const { typed } = ui.get();
  const at = Math.max(0, Math.min(typed.length, (mode.recalled ?? typed.length) + by));
  ui.set({ mode: { kind: 'command', ...typedText(typed[at] ?? ''), recalled: at } });
}

/** Leaves the line where nothing is in it. */
export function eraseInLine({ ui }: KeyContext, { text, cursor }: LineMode): void {
  ui.set({
    mode: text === '' ? { kind: 'browse' } : { kind: 'command', ...eraseBefore({ text, cursor }) },
  });
}
