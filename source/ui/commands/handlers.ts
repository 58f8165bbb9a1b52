import type { CommandId } from '../bindings/bindings.ts';
import { followLog, limitLog, markLog, pauseLog } from '../logs/log-moves.ts';
import { nextRange } from '../logs/time-range.ts';
import { hasHelp } from '../state/ui-state.ts';
import {
  cursorLeft,
  cursorRight,
  eraseBefore,
  eraseToEnd,
  eraseToStart,
  eraseWord,
  lineEnd,
  lineStart,
  wordLeft,
  wordRight,
} from '../typing/edits.ts';
import { typedText } from '../typing/typed-text.ts';
import { shiftColumns, sortBy, turnOrder, widenTable } from '../views/table-moves.ts';
import {
  acceptAnswer,
  changeAnswer,
  leaveAnswer,
  openFirstQuestion,
  openNextQuestion,
} from './answer-box.ts';
import { completeLine, eraseInLine, recallLine } from './command-line.ts';
import { judgeAnswer, scrollComparison } from './compare-box.ts';
import { confirm, decline } from './confirm.ts';
import { copy } from './copy.ts';
import { exportTranscript } from './export.ts';
import { editFile, jumpInFile, openFile, scrollFile, showNext } from './file-viewer.ts';
import { acceptFilter, filter } from './filter-box.ts';
import { goOn } from './go-on.ts';
import { type Handler, inLog, inMode, inScope } from './handler.ts';
import type { KeyContext } from './key-context.ts';
import { leave, quit, suspend } from './leave.ts';
import { changeLog, limitLogs, scrollFocusedLog } from './log-pane.ts';
import { jumpInLog } from './log-search.ts';
import { focusBy, focusOn, toggleFullScreen } from './panes.ts';
import { choose, skipPrediction, takeChoice } from './predict-box.ts';
import { changeSpeed, inReplay, playFrom, playOrPause, setSpeed, skipToMark } from './replay.ts';
import { jumpInRecording } from './replay-search.ts';
import { askToReset, run, runAgain, runToSelected, swap } from './run.ts';
import { acceptSearch, leaveSearch, openSearch } from './search.ts';
import { openShell } from './shell.ts';
import { showSolution } from './solution.ts';
import { goTo, nextHint, scrollStep, selectBy, selectStep, wrapStep } from './step.ts';
import { jumpInStep } from './step-search.ts';
import { editing, movingByRow, typeText } from './text-box.ts';
import { chooseTheme } from './theme.ts';
import { acceptLine } from './typed-line.ts';
import { jumpInOpened, scrollOpened, wrapDetail } from './view-detail.ts';
import { changeTable, jumpInTable, moveInTable } from './view-table.ts';
import { acceptPrompt, acting, closeView, look } from './views.ts';

/** How far to scroll, in rows; down is positive. `page` is a pane's rows. */
const lineUp = (): number => -1;
const lineDown = (): number => 1;
const pageUp = (page: number): number => -page;
const pageDown = (page: number): number => page;
const toTop = (): number => Number.NEGATIVE_INFINITY;
const toEnd = (): number => Number.POSITIVE_INFINITY;

/** How the step, the logs and a file are scrolled; `rows` tells how far. */
const scrolling = (rows: (page: number) => number) => ({
  step: scrollStep(rows),
  logs: scrollFocusedLog(rows),
  file: scrollFile(rows),
  view: moveInTable(rows),
  detail: scrollOpened(rows),
});

/** To the next match, or the one before. */
const jumping = (by: 1 | -1) => ({
  steps: jumpInStep(by),
  step: jumpInStep(by),
  replay: jumpInRecording(by),
  logs: jumpInLog(by),
  file: jumpInFile(by),
  detail: jumpInOpened(by),
  resources: jumpInTable(by),
  kafka: jumpInTable(by),
});

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

  'scroll-up': inScope<'scroll-up'>(scrolling(lineUp)),
  'scroll-down': inScope<'scroll-down'>(scrolling(lineDown)),
  'page-up': inScope<'page-up'>(scrolling(pageUp)),
  'page-down': inScope<'page-down'>(scrolling(pageDown)),
  top: inScope<'top'>(scrolling(toTop)),
  bottom: inScope<'bottom'>({ ...scrolling(toEnd), logs: changeLog(followLog) }),
  wrap: inScope<'wrap'>({
    view: changeTable(widenTable),
    detail: wrapDetail,
    step: wrapStep,
    logs: changeLog((state) => ({ ...state, wrap: !state.wrap })),
  }),

  pause: changeLog((state, { ring, now }) => (state.held ? followLog(state) : pauseLog(state, ring, now))),
  filter,
  'match-next': inScope<'match-next'>(jumping(1)),
  'match-previous': inScope<'match-previous'>(jumping(-1)),
  timestamps: changeLog((state) => ({ ...state, timestamps: !state.timestamps })),
  since: limitLogs,
  'since-next': changeLog((state) => limitLog(state, nextRange(state.since))),
  'since-all': changeLog((state) => limitLog(state, undefined)),
  mark: changeLog((state, { ring, now }) => markLog(state, ring, now)),
  'save-log': inLog(({ session }, pane) => session.actions.saveLog(pane)),

  run,
  'run-again': runAgain,
  'go-on': goOn,
  'run-to': runToSelected,
  reset: askToReset,
  swap,
  answer: openFirstQuestion,
  hint: nextHint,
  export: exportTranscript,
  open: openFile,
  edit: editFile,
  solution: showSolution,
  search: openSearch,
  'file-next': showNext(1),
  'file-previous': showNext(-1),
  'close-file': browse,

  look,
  'view-open': acting('view-open'),
  'view-describe': acting('view-describe'),
  'view-yaml': acting('view-yaml'),
  'view-logs': acting('view-logs'),
  'view-previous-logs': acting('view-previous-logs'),
  'view-shell': acting('view-shell'),
  'view-delete': acting('view-delete'),
  'view-namespaces': acting('view-namespaces'),
  'view-messages': acting('view-messages'),
  'view-produce': acting('view-produce'),
  'view-follow': acting('view-follow'),
  'view-seek': acting('view-seek'),
  'view-find': acting('view-find'),
  'view-form': acting('view-form'),
  'view-next-page': acting('view-next-page'),
  'view-previous-page': acting('view-previous-page'),
  'view-next-partition': acting('view-next-partition'),
  'view-previous-partition': acting('view-previous-partition'),
  'view-all-partitions': acting('view-all-partitions'),
  'view-sort-next': changeTable((state, { columns }) => sortBy(state, columns, 1)),
  'view-sort-previous': changeTable((state, { columns }) => sortBy(state, columns, -1)),
  'view-sort-turn': changeTable((state, { columns }) => turnOrder(state, columns)),
  'view-right': changeTable((state, { columns }) => shiftColumns(state, columns, 1)),
  'view-left': changeTable((state, { columns }) => shiftColumns(state, columns, -1)),
  'close-view': closeView,

  shell: openShell,
  copy,

  'focus-next': (context) => focusBy(context, 1),
  'focus-previous': (context) => focusBy(context, -1),
  'focus-steps': (context) => focusOn(context, 'steps'),
  'focus-step': (context) => focusOn(context, 'step'),
  'focus-producer': (context) => focusOn(context, 'producer'),
  'focus-consumer': (context) => focusOn(context, 'consumer'),
  'full-screen': toggleFullScreen,
  theme: chooseTheme,
  help: ({ ui }) => {
    const { mode } = ui.get();
    ui.set({ mode: { kind: 'help', over: hasHelp(mode) ? mode : undefined } });
  },
  'close-help': inMode('help', ({ ui }, { over }) => ui.set({ mode: over ?? { kind: 'browse' } })),

  command: ({ ui, files, views }) =>
    ui.set({
      mode: { kind: 'command', ...typedText('') },
      fileNames: files.list().map(({ name }) => name),
      viewNames: views.names(),
      otherViewNames: views.otherNames?.() ?? [],
      viewArguments: views.arguments?.() ?? new Map(),
    }),
  'line-complete': inMode('command', completeLine),
  'line-older': inMode('command', (context, mode) => recallLine(context, mode, -1)),
  'line-newer': inMode('command', (context, mode) => recallLine(context, mode, 1)),

  'text-accept': inScope<'text-accept'>({
    search: acceptSearch,
    filter: inMode('filter', acceptFilter),
    prompt: inMode('prompt', acceptPrompt),
    command: inMode('command', (context, mode) => acceptLine(context, mode.text, carryOut)),
    answer: inMode('answer', acceptAnswer),
  }),
  'text-leave': inScope<'text-leave'>({
    search: leaveSearch,
    filter: browse,
    prompt: browse,
    command: browse,
    opening: browse,
    answer: inMode('answer', leaveAnswer),
  }),
  'text-erase': inScope<'text-erase'>({
    search: editing(eraseBefore),
    filter: editing(eraseBefore),
    prompt: editing(eraseBefore),
    command: inMode('command', eraseInLine),
    answer: editing(eraseBefore),
  }),
  'text-clear': inScope<'text-clear'>({
    search: editing(eraseToStart),
    filter: editing(eraseToStart),
    prompt: editing(eraseToStart),
    command: editing(eraseToStart),
    answer: editing(eraseToStart),
  }),
  'cursor-left': editing(cursorLeft),
  'cursor-right': editing(cursorRight),
  'cursor-up': movingByRow(-1),
  'cursor-down': movingByRow(1),
  'word-left': editing(wordLeft),
  'word-right': editing(wordRight),
  'line-start': editing(lineStart),
  'line-end': editing(lineEnd),
  'erase-word': editing(eraseWord),
  'erase-to-end': editing(eraseToEnd),
  'text-newline': (context) => typeText(context, '\n'),
  'question-next': inMode('answer', openNextQuestion),

  'compare-agree': inMode('compare', (context, mode) => judgeAnswer(context, mode, true)),
  'compare-differ': inMode('compare', (context, mode) => judgeAnswer(context, mode, false)),
  'compare-edit': inMode('compare', changeAnswer),
  'compare-up': inMode('compare', (context, mode) => scrollComparison(context, mode, -1)),
  'compare-down': inMode('compare', (context, mode) => scrollComparison(context, mode, 1)),
  'compare-leave': browse,

  'replay-pause': inReplay(playOrPause),
  'replay-faster': inReplay((_context, session) => changeSpeed(session, 2)),
  'replay-slower': inReplay((_context, session) => changeSpeed(session, 1 / 2)),
  'replay-from': inReplay(playFrom),
  'replay-speed': inReplay(setSpeed),
  'replay-next-mark': skipToMark(1),
  'replay-previous-mark': skipToMark(-1),

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
