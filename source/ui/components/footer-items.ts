import { hintsOf } from '../../session/hints-of.ts';
import { hiddenBy } from '../../session/open-prediction.ts';
import type { SessionView } from '../../session/view.ts';
import { isDone } from '../../session/view.ts';
import type { Binding, CommandId } from '../bindings/bindings.ts';
import { bindingsIn } from '../bindings/find-bindings.ts';
import { keyLabel } from '../bindings/key-label.ts';
import { activeScopes } from '../state/scopes.ts';
import { isLogPane, type UiState } from '../state/ui-state.ts';
import { isOfTopView } from '../state/view-actions.ts';
import { questionsAreOpen } from '../steps/questions.tsx';

export interface FooterItem {
  readonly keys: string;
  readonly label: string;
}

/** Keys that go up and down share one entry. */
const pairs: Readonly<Record<string, string>> = {
  'select-previous': '↑↓',
  'scroll-up': '↑↓',
  'choice-previous': '↑↓',
  'compare-up': '↑↓',
  'line-older': '↑↓',
};
const alwaysLast: readonly string[] = ['close-view', 'help', 'quit'];

/** The footer's entries, the most useful first and help and quit last. */
export function footerItems(ui: UiState, view: SessionView): { first: FooterItem[]; last: FooterItem[] } {
  const situation = situationLabels(ui, view);
  const items = bindingsIn(activeScopes(ui), ui.bindings).flatMap((binding) => {
    const label = situation[binding.id] ?? binding.label;
    return label && binding.keys.length > 0 && !isOutOfPlace(binding.id, ui, view)
      ? [{ binding, label }]
      : [];
  });
  const urgent = items.filter(({ binding }) => binding.id === 'leave');
  const rest = items.filter(({ binding }) => binding.id !== 'leave');
  const isLast = ({ binding }: { binding: Binding }): boolean => alwaysLast.includes(binding.id);
  return {
    first: [...urgent, ...rest.filter((item) => !isLast(item))].map(footerItem),
    last: rest.filter(isLast).map(footerItem),
  };
}

/** Whether a key would do nothing now: the footer promises only what holds. */
function isOutOfPlace(id: CommandId, ui: UiState, view: SessionView): boolean {
  const step = view.steps[ui.selected];
  const isHidden = hiddenBy(view, ui.selected) !== undefined;
  const top = ui.opened.at(-1);
  if (!isOfTopView(id, ui)) return true;
  switch (id) {
    case 'run':
      return view.running !== undefined || (isDone(step?.state) && ui.selected === view.steps.length - 1);
    case 'swap':
      return view.running !== undefined || view.consumer === 'none' || view.swapIsOff === true;
    case 'copy':
      if (ui.mode.kind === 'confirm') return ui.mode.what !== 'ask';
      return top === undefined && isHidden && !isLogPane(ui.focus);
    case 'answer':
      return isHidden || step === undefined || step.step.questions.length === 0 || !questionsAreOpen(step);
    case 'hint':
      return isHidden || step === undefined || hintsOf(step.step).length <= step.hintsTaken;
    case 'export':
      return view.steps.every((one) => one.state === 'todo');
    case 'question-next':
      return ui.mode.kind === 'answer' && (view.steps[ui.mode.step]?.step.questions.length ?? 0) < 2;
    default:
      return false;
  }
}

/** What a key does right now, where that differs from what it does in general. */
function situationLabels(ui: UiState, view: SessionView): Partial<Record<CommandId, string>> {
  const log = isLogPane(ui.focus) ? ui.logs[ui.focus] : undefined;
  const labels: Partial<Record<CommandId, string>> = {};
  if (ui.fullScreen) labels.leave = 'all panes';
  else if (ui.stepTop !== undefined) labels.leave = 'back to the end';
  else if (log?.pattern) labels.leave = 'clear filter';
  else if (view.running !== undefined && !view.replay) labels.leave = 'cancel';
  const state = view.steps[ui.selected]?.state;
  if (hiddenBy(view, ui.selected) !== undefined) labels.run = 'predict';
  else if (isDone(state)) labels.run = 'next';
  else if (state !== undefined && state !== 'todo') labels.run = 'run again';
  if (view.consumer === 'group') labels.swap = 'swap back';
  if (log?.held) labels.pause = 'follow';
  if (view.replay && !view.replay.playing) labels['replay-pause'] = view.replay.ended ? 'again' : 'play';
  if (log?.pattern || (!log && ui.stepPattern && ui.stepTop !== undefined)) labels['match-next'] = 'match';
  return labels;
}

function footerItem({ binding, label }: { binding: Binding; label: string }): FooterItem {
  const [first = ''] = binding.keys;
  return { keys: (first === 'up' ? pairs[binding.id] : undefined) ?? keyLabel(first), label };
}
