import type { SessionView } from '../../session/view.ts';
import { activeScopes } from '../state/scopes.ts';
import { isLogPane, type UiState } from '../state/ui-state.ts';
import { type Binding, bindingsIn, type CommandId } from './bindings.ts';
import { keyLabel } from './key-name.ts';

export interface FooterItem {
  readonly keys: string;
  readonly label: string;
}

/** Keys that go up and down share one entry. */
const pairs: Readonly<Record<string, string>> = {
  'select-previous': '↑↓',
  'scroll-up': '↑↓',
  'choice-previous': '↑↓',
};
/** What does nothing while a step runs, and what does nothing in a replay. */
const notWhileRunning: readonly string[] = ['run', 'swap'];
const notInReplay: readonly string[] = ['run', 'swap', 'answer', 'export', 'save-log'];
const alwaysLast: readonly string[] = ['help', 'quit'];

/** The footer's entries, the most useful first and help and quit last. */
export function footerItems(ui: UiState, view: SessionView): { first: FooterItem[]; last: FooterItem[] } {
  const situation = situationLabels(ui, view);
  const items = bindingsIn(activeScopes(ui)).flatMap((binding) => {
    const label = situation[binding.id] ?? binding.label;
    const isIdle = view.running !== undefined && notWhileRunning.includes(binding.id);
    const isNoReplay = view.replay !== undefined && notInReplay.includes(binding.id);
    return label && !isIdle && !isNoReplay ? [{ binding, label }] : [];
  });
  const urgent = items.filter(({ binding }) => binding.id === 'leave');
  const rest = items.filter(({ binding }) => binding.id !== 'leave');
  const isLast = ({ binding }: { binding: Binding }): boolean => alwaysLast.includes(binding.id);
  return {
    first: [...urgent, ...rest.filter((item) => !isLast(item))].map(footerItem),
    last: rest.filter(isLast).map(footerItem),
  };
}

/** What a key does right now, where that differs from what it does in general. */
function situationLabels(ui: UiState, view: SessionView): Partial<Record<CommandId, string>> {
  const log = isLogPane(ui.focus) ? ui.logs[ui.focus] : undefined;
  const labels: Partial<Record<CommandId, string>> = {};
  if (ui.fullScreen) labels.leave = 'all panes';
  else if (ui.stepTop !== undefined) labels.leave = 'back to the end';
  else if (log?.pattern) labels.leave = 'clear filter';
  else if (view.running !== undefined && !view.replay) labels.leave = 'cancel';
  if (view.steps[ui.selected]?.state === 'passed') labels.run = 'next';
  if (log?.held) labels.pause = 'follow';
  if (view.replay && !view.replay.playing) labels['replay-pause'] = view.replay.ended ? 'again' : 'play';
  if (log?.pattern) labels['match-next'] = 'match';
  return labels;
}

function footerItem({ binding, label }: { binding: Binding; label: string }): FooterItem {
  return { keys: pairs[binding.id] ?? keyLabel(binding.keys[0]!), label };
}
