import type { CommandId } from '../bindings/bindings.ts';
import { followLog, jumpToMatch, limitLog, markLog, pauseLog } from '../logs/log-moves.ts';
import { nextRange } from '../logs/time-range.ts';
import { acceptAnswer, leaveAnswer, openFirstQuestion, openNextQuestion } from './answer-box.ts';
import { clearLine, completeLine, eraseInLine, recallLine } from './command-line.ts';
import { confirm, decline } from './confirm.ts';
import { copy } from './copy.ts';
import { exportTranscript } from './export.ts';
import { acceptFilter, filter } from './filter-box.ts';
import { type Handler, inLog, inMode, inScope } from './handler.ts';
import type { KeyContext } from './key-context.ts';
import { leave, quit, suspend } from './leave.ts';
import { changeLog, limitLogs, scrollFocusedLog } from './log-pane.ts';
import { focusBy, focusOn, toggleFullScreen } from './panes.ts';
import { choose, skipPrediction, takeChoice } from './predict-box.ts';
import { changeSpeed, inReplay, playFrom, playOrPause } from './replay.ts';
import { askToReset, run, runAgain, runToSelected, swap } from './run.ts';
import { goTo, nextHint, scrollStep, selectBy, selectStep, wrapStep } from './step.ts';
import { clearBox, eraseInBox, typeText } from './text-box.ts';
import { chooseTheme } from './theme.ts';
import { acceptLine } from './typed-line.ts';

/** How far to scroll, in rows; down is positive. `page` is a pane's rows. */
const lineUp = (): number => -1;
const lineDown = (): number => 1;
const pageUp = (page: number): number => -page;
const pageDown = (page: number): number => page;
const toTop = (): number => Number.NEGATIVE_INFINITY;
const toEnd = (): number => Number.POSITIVE_INFINITY;

const browse: Handler = ({ ui }) => ui.set({ mode: { kind: 'browse' } });

/** What each command of the bindings table does, whether a key or a typed line asks for it. One without a handler does not compile. */
export const handlers: Readonly<Record<CommandId, Handler>> = {
  'quit-now': (context) => context.quit('interrupt'),
  suspend,
  quit,
  leave,

  'select-previous': (context) => selectBy(context, -1),
  'select-next': (context) => selectBy(context, 1),
  'select-first': (context) => selectStep(context, 0),
  'select-last': (context) => selectStep(context, Number.POSITIVE_INFINITY),
  'go-to': goTo,

  'scroll-up': inScope<'scroll-up'>({ step: scrollStep(lineUp), logs: scrollFocusedLog(lineUp) }),
  'scroll-down': inScope<'scroll-down'>({ step: scrollStep(lineDown), logs: scrollFocusedLog(lineDown) }),
  'page-up': inScope<'page-up'>({ step: scrollStep(pageUp), logs: scrollFocusedLog(pageUp) }),
  'page-down': inScope<'page-down'>({ step: scrollStep(pageDown), logs: scrollFocusedLog(pageDown) }),
  top: inScope<'top'>({ step: scrollStep(toTop), logs: scrollFocusedLog(toTop) }),
  bottom: inScope<'bottom'>({ step: scrollStep(toEnd), logs: changeLog(followLog) }),
  wrap: inScope<'wrap'>({
    step: wrapStep,
    logs: changeLog((state) => ({ ...state, wrap: !state.wrap })),
  }),

  pause: changeLog((state, { ring, now }) => (state.held ? followLog(state) : pauseLog(state, ring, now))),
  filter,
  'match-next': changeLog((state, { ring, page, now }) => jumpToMatch(state, ring, 1, page, now)),
  'match-previous': changeLog((state, { ring, page, now }) => jumpToMatch(state, ring, -1, page, now)),
  timestamps: changeLog((state) => ({ ...state, timestamps: !state.timestamps })),
  since: limitLogs,
  'since-next': changeLog((state) => limitLog(state, nextRange(state.since))),
  'since-all': changeLog((state) => limitLog(state, undefined)),
  mark: changeLog((state, { ring, now }) => markLog(state, ring, now)),
  'save-log': inLog(({ session }, pane) => session.actions.saveLog(pane)),

  run,
  'run-again': runAgain,
  'run-to': runToSelected,
  reset: askToReset,
  swap,
  answer: openFirstQuestion,
  hint: nextHint,
  export: exportTranscript,
  copy,

  'focus-next': (context) => focusBy(context, 1),
  'focus-previous': (context) => focusBy(context, -1),
  'focus-steps': (context) => focusOn(context, 'steps'),
  'focus-step': (context) => focusOn(context, 'step'),
  'focus-producer': (context) => focusOn(context, 'producer'),
  'focus-consumer': (context) => focusOn(context, 'consumer'),
  'full-screen': toggleFullScreen,
  theme: chooseTheme,
  help: ({ ui }) => ui.set({ mode: { kind: 'help' } }),
  'close-help': browse,

  command: ({ ui }) => ui.set({ mode: { kind: 'command', text: '' } }),
  'line-complete': inMode('command', completeLine),
  'line-older': inMode('command', (context, mode) => recallLine(context, mode, -1)),
  'line-newer': inMode('command', (context, mode) => recallLine(context, mode, 1)),

  'text-accept': inScope<'text-accept'>({
    filter: inMode('filter', acceptFilter),
    command: inMode('command', (context, mode) => acceptLine(context, mode.text, carryOut)),
    answer: inMode('answer', acceptAnswer),
  }),
  'text-leave': inScope<'text-leave'>({
    filter: browse,
    command: browse,
    answer: inMode('answer', leaveAnswer),
  }),
  'text-erase': inScope<'text-erase'>({
    filter: inMode('filter', eraseInBox),
    command: inMode('command', eraseInLine),
    answer: inMode('answer', eraseInBox),
  }),
  'text-clear': inScope<'text-clear'>({
    filter: inMode('filter', clearBox),
    command: clearLine,
    answer: inMode('answer', clearBox),
  }),
  'text-newline': (context) => typeText(context, '\n'),
  'question-next': inMode('answer', openNextQuestion),

  'replay-pause': inReplay(playOrPause),
  'replay-faster': inReplay((_context, session) => changeSpeed(session, 2)),
  'replay-slower': inReplay((_context, session) => changeSpeed(session, 1 / 2)),
  'replay-from': inReplay(playFrom),

  'choice-previous': inMode('predict', (context, mode) => choose(context, mode, -1)),
  'choice-next': inMode('predict', (context, mode) => choose(context, mode, 1)),
  'choice-take': inMode('predict', takeChoice),
  'choice-skip': inMode('predict', skipPrediction),

  'confirm-yes': inMode('confirm', confirm),
  'confirm-no': inMode('confirm', decline),
};

/** Carries out a command, whether a key or a typed line asks for it. */
export function carryOut(context: KeyContext, command: CommandId, argument = ''): void {
  handlers[command](context, argument);
}
