import type { CommandId } from '../bindings/bindings.ts';
import { filterLog } from '../logs/log-moves.ts';
import { isLogPane, type PaneId, panes } from '../state/ui-state.ts';
import { copy } from './copy-command.ts';
import type { KeyContext } from './key-context.ts';
import { keyOf } from './own-keys.ts';
import { askPrediction, runUpTo } from './predict-commands.ts';
import { selectStep } from './step-commands.ts';

/** What works from every pane: running, swapping, panes, help, leaving. False for any other command. */
export function sessionCommand(context: KeyContext, command: CommandId): boolean {
  const { ui, session } = context;
  const state = ui.get();
  switch (command) {
    case 'run':
      if (session.snapshot().steps[state.selected]?.state === 'passed')
        selectStep(context, state.selected + 1);
      else if (isRunning(context) || !askPrediction(context, 'run'))
        whenIdle(context, () => session.actions.run(state.selected));
      return true;
    case 'run-again':
      if (!isRunning(context) && session.snapshot().steps[state.selected]?.state === 'passed')
        ui.set({ mode: { kind: 'confirm', what: 'again' } });
      else if (isRunning(context) || !askPrediction(context, 'run'))
        whenIdle(context, () => session.actions.run(state.selected));
      return true;
    case 'run-to':
      whenIdle(context, () => runUpTo(context, state.selected));
      return true;
    case 'reset':
      if (canReset(context)) ui.set({ mode: { kind: 'confirm', what: 'reset' } });
      return true;
    case 'swap':
      if (!askPrediction(context, 'swap')) session.actions.swap();
      return true;
    case 'copy':
      copy(context);
      return true;
    case 'save-log':
      if (isLogPane(state.focus)) session.actions.saveLog(state.focus);
      return true;
    case 'export':
      session.actions.exportTranscript();
      return true;
    case 'focus-next':
      return focusBy(context, 1);
    case 'focus-previous':
      return focusBy(context, -1);
    case 'focus-steps':
      return focusOn(context, 'steps');
    case 'focus-step':
      return focusOn(context, 'step');
    case 'focus-producer':
      return focusOn(context, 'producer');
    case 'focus-consumer':
      return focusOn(context, 'consumer');
    case 'full-screen':
      if (state.fullScreen) leaveFullScreen(context);
      // Of the list there is nothing more to see: what it points at is meant.
      else ui.set({ fullScreen: true, fullFrom: state.focus, focus: focusInFull(state.focus) });
      return true;
    case 'command':
      ui.set({ mode: { kind: 'command', text: '' } });
      return true;
    case 'help':
      ui.set({ mode: { kind: 'help' } });
      return true;
    case 'confirm-no':
      if (state.mode.kind === 'confirm' && state.mode.what === 'claim') declined(context);
      ui.set({ mode: { kind: 'browse' } });
      return true;
    case 'close-help':
      ui.set({ mode: { kind: 'browse' } });
      return true;
    case 'leave':
      leave(context);
      return true;
    case 'quit':
      // A replayed step loses nothing when it is left.
      if (isRunning(context) && session.snapshot().replay === undefined)
        ui.set({ mode: { kind: 'confirm', what: 'quit' } });
      else context.quit('key');
      return true;
    case 'suspend':
      if (!context.suspend()) ui.set({ message: 'A program cannot be suspended on this system.' });
      return true;
    case 'quit-now':
      context.quit('interrupt');
      return true;
    case 'confirm-yes':
      confirmed(context);
      return true;
    default:
      return false;
  }
}

function isRunning({ session }: KeyContext): boolean {
  return session.snapshot().running !== undefined;
}

function canReset(context: KeyContext): boolean {
  const step = context.session.snapshot().steps[context.ui.get().selected];
  const untouched = step?.state === 'todo' && Object.keys(step.answers).length === 0;
  if (isRunning(context))
    context.ui.set({
      message: `A step is running: ${keyOf('leave', context.ui.get().bindings)} cancels it.`,
    });
  else if (step === undefined || untouched)
    context.ui.set({ message: 'This step has not run: there is nothing to undo.' });
  else return true;
  return false;
}

function whenIdle(context: KeyContext, act: () => void): void {
  if (isRunning(context)) {
    context.ui.set({
      message: `A step is running: ${keyOf('leave', context.ui.get().bindings)} cancels it.`,
    });
    return;
  }
  context.ui.set({
    following: true,
    stepTop: undefined,
    readNotice: context.session.snapshot().notice?.text,
  });
  act();
}

function focusInFull(focus: PaneId): PaneId {
  return focus === 'steps' ? 'step' : focus;
}

/** Back to all panes, and to the pane that `f` was pressed in, where that is the one in full size. */
function leaveFullScreen({ ui }: KeyContext): void {
  const { focus, fullFrom } = ui.get();
  ui.set({
    fullScreen: false,
    stepTop: undefined,
    focus: focusInFull(fullFrom) === focus ? fullFrom : focus,
  });
}

function focusBy(context: KeyContext, by: number): true {
  const index = panes.indexOf(context.ui.get().focus);
  return focusOn(context, panes[(index + by + panes.length) % panes.length]!);
}

function focusOn({ ui }: KeyContext, focus: PaneId): true {
  ui.set({ focus, visits: ui.get().visits + 1 });
  return true;
}

/** One step back from whatever is open: full screen, scrolled text, filter, notice; then the running step. */
function leave(context: KeyContext): void {
  const { ui, session } = context;
  const { fullScreen, stepTop, focus, logs, readNotice } = ui.get();
  const { notice } = session.snapshot();
  if (fullScreen) leaveFullScreen(context);
  else if (stepTop !== undefined) ui.set({ stepTop: undefined });
  else if (isLogPane(focus) && logs[focus].pattern)
    ui.set({ logs: { ...logs, [focus]: filterLog(logs[focus], undefined) } });
  else if (isRunning(context)) ui.set({ mode: { kind: 'confirm', what: 'cancel' } });
  else if (notice && notice.text !== readNotice) ui.set({ readNotice: notice.text });
  else if (focus !== 'steps') ui.set({ focus: 'steps' });
}

/** The prediction will be asked for again. */
function reset({ ui, session }: KeyContext): void {
  const { selected, askedPredictions, hints } = ui.get();
  const { [selected]: _shown, ...otherHints } = hints;
  ui.set({
    askedPredictions: askedPredictions.filter((index) => index !== selected),
    hints: otherHints,
    stepTop: undefined,
    readNotice: session.snapshot().notice?.text,
  });
  session.actions.reset(selected);
}

/** The cluster stays as it is, and a run over several steps ends here. */
function declined({ ui, session }: KeyContext): void {
  session.actions.decline();
  ui.set({ runTo: undefined });
}

function confirmed(context: KeyContext): void {
  const { ui, session } = context;
  const { mode } = ui.get();
  // First the answer: a question that still stands would open its dialog again.
  if (mode.kind === 'confirm' && mode.what === 'claim') session.actions.agree();
  ui.set({ mode: { kind: 'browse' } });
  if (mode.kind !== 'confirm' || mode.what === 'claim') return;
  if (mode.what === 'quit') context.quit('key');
  else if (mode.what === 'again') whenIdle(context, () => session.actions.run(ui.get().selected));
  else if (mode.what === 'reset') reset(context);
  else if (isRunning(context)) session.actions.cancel();
}
