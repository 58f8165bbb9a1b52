import { describeError } from '../../errors/lab-error.ts';
import type { CommandId } from '../bindings/bindings.ts';
import { keyOf } from '../bindings/key-of.ts';
import type { Message } from '../state/message.ts';
import { viewActions } from '../state/view-actions.ts';
import { typedText } from '../typing/typed-text.ts';
import { freshDetail } from '../views/detail-state.ts';
import { closeOpened, mostOpenViews, type OpenView } from '../views/open-view.ts';
import { selectedRow } from '../views/table-moves.ts';
import { atFirstRow, freshTable, type TableState } from '../views/table-state.ts';
import type { Detail, Outcome, View, ViewAction } from '../views/view.ts';
import type { Handler, ModeOf } from './handler.ts';
import type { KeyContext } from './key-context.ts';
import { say, shown } from './say.ts';

/** The view that is uppermost; undefined where the lab's screen is. */
export function topView({ ui }: KeyContext): OpenView | undefined {
  return ui.get().opened.at(-1);
}

/** Changes how the uppermost view is looked at. */
export function changeTop({ ui }: KeyContext, change: (top: OpenView) => OpenView): void {
  const { opened } = ui.get();
  const top = opened.at(-1);
  if (top !== undefined) ui.set({ opened: [...opened.slice(0, -1), change(top)] });
}

/**
 * `:NAME [ARGUMENT]`: opens a view in place of those that are open; `unknown` is called where there is none of the name. Until then, no key
 * reaches what is below.
 */
export function openNamed(context: KeyContext, name: string, argument: string, unknown: () => void): void {
  const { ui, views } = context;
  const opening = { kind: 'opening', line: argument === '' ? name : `${name} ${argument}` } as const;
  ui.set({ mode: opening });
  /** Ends the waiting; false where the learner has left it already. */
  const endWaiting = (): boolean => {
    if (ui.get().mode !== opening) return false;
    ui.set({ mode: { kind: 'browse' } });
    return true;
  };
  views.open(name, argument).then(
    (view) => {
      if (!endWaiting()) view?.close();
      else if (view === undefined) unknown();
      else {
        closeViews(context);
        push(context, view);
      }
    },
    (error: unknown) => {
      if (endWaiting()) ui.set({ message: describeError(error) });
    },
  );
}

/** The handler of a key that asks the uppermost view for something. */
export function acting(id: CommandId): Handler {
  return (context) => {
    const top = topView(context);
    const action = viewActions[id];
    if (top === undefined || action === undefined) return;
    const { view, table } = top;
    if (!view.actions.has(action)) {
      say(
        context,
        `\`${keyOf(id, context.ui.get().bindings)}\` does nothing in ${shown(view.title)}. The last row shows the keys that do.`,
      );
      return;
    }
    const content = view.snapshot();
    const row = selectedRow(content, table, context.tableColumns());
    if (row === undefined && content.rows.length > 0 && needsRow.has(action)) {
      const back = keyOf('close-view', context.ui.get().bindings);
      say(context, `No row is selected: nothing matches the filter. ${back} shows all rows.`);
      return;
    }
    settle(
      context,
      resolved(() => view.perform(action, row)),
      (outcome) => show(context, outcome),
    );
  };
}

/** Actions that are about the selected row. */
const needsRow: ReadonlySet<ViewAction> = new Set([
  'open',
  'describe',
  'yaml',
  'logs',
  'previous-logs',
  'shell',
  'delete',
  'messages',
]);

/** Also of what throws at once. */
async function resolved<T>(work: () => T | Promise<T>): Promise<T> {
  return work();
}

/** Goes on with what came of something, unless the learner has moved on to something else meanwhile. */
function settle<T>(
  context: KeyContext,
  work: Promise<T>,
  then: (value: T) => void,
  failed: () => void = () => {},
): void {
  const { ui } = context;
  const asked = topView(context)?.view;
  work.then(
    (value) => {
      if (topView(context)?.view === asked) then(value);
      else discard(value);
    },
    (error: unknown) => {
      failed();
      ui.set({ message: describeError(error) });
    },
  );
}

/** Nobody waits for it any longer. */
function discard(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  if ('close' in value && typeof value.close === 'function') value.close();
  if ('view' in value) discard(value.view);
  if ('detail' in value) discard(value.detail);
}

function show(context: KeyContext, outcome: Outcome): void {
  const { ui } = context;
  switch (outcome.kind) {
    case 'view':
      push(context, outcome.view, outcome.instead ? tableInstead(context) : undefined);
      break;
    case 'detail':
      openDetail(context, outcome.detail);
      break;
    case 'ask': {
      const { question, command, yes } = outcome;
      ui.set({ mode: { kind: 'confirm', what: 'ask', question, command, yes } });
      break;
    }
    case 'type': {
      const { prompt, text, accept } = outcome;
      ui.set({ mode: { kind: 'prompt', prompt, accept, ...typedText(text) } });
      break;
    }
    case 'program':
      runProgram(context, outcome);
      break;
    case 'message':
      ui.set({ message: messageOf(outcome) });
      break;
    case 'other-rows':
      changeTop(context, (top) => ({ ...top, table: atFirstRow(top.table) }));
      break;
    case 'nothing':
  }
}

function messageOf({ text, during }: Extract<Outcome, { kind: 'message' }>): Message {
  return during === undefined ? text : { text, during };
}

function openDetail(context: KeyContext, detail: Detail): void {
  changeTop(context, (top) => {
    top.detail?.detail.close();
    return { ...top, detail: { detail, state: freshDetail(detail.follows || detail.fromEnd === true) } };
  });
}

/** How the uppermost table is looked at, for another one in its place: an object in both stays selected. */
function tableInstead(context: KeyContext): TableState | undefined {
  const top = topView(context);
  return (
    top && { ...top.table, selected: selectedRow(top.view.snapshot(), top.table, context.tableColumns())?.id }
  );
}

/** Opens a view over the others, or in place of the uppermost one, whose `table` it takes over. */
function push({ ui }: KeyContext, view: View, table?: TableState): void {
  const { opened } = ui.get();
  const before = table === undefined ? opened : opened.slice(0, -1);
  for (const one of opened.slice(before.length)) closeOpened(one);
  const all = [...before, { view, table: table ?? { ...freshTable, sort: view.sort }, detail: undefined }];
  for (const one of all.slice(0, -mostOpenViews)) closeOpened(one);
  ui.set({ opened: all.slice(-mostOpenViews), mode: { kind: 'browse' } });
}

function runProgram(
  { ui, handOver }: KeyContext,
  { run, command }: Extract<Outcome, { kind: 'program' }>,
): void {
  if (handOver.isBusy) return;
  handOver.run(run).then(
    (code) => {
      if (code !== undefined && code !== 0)
        ui.set({
          message: `\`${command}\` ended with exit code ${code}. ${keyOf('shell', ui.get().bindings, 'views')} opens a shell in which you can read what it says.`,
        });
    },
    (error: unknown) => ui.set({ message: describeError(error) }),
  );
}

/** Goes on after the learner agreed. */
export function agreeToAsked(
  context: KeyContext,
  { yes, command }: Extract<ModeOf<'confirm'>, { what: 'ask' }>,
): void {
  // It may take a while.
  say(context, `$ ${command}`);
  settle(context, resolved(yes), (outcome) => show(context, outcome));
}

/** Goes on with the line that a view asked for. One that it cannot use stays open to be corrected. */
export function acceptPrompt(context: KeyContext, mode: ModeOf<'prompt'>): void {
  const { ui } = context;
  const browse = { kind: 'browse' } as const;
  const asked = topView(context)?.view;
  ui.set({ mode: browse });
  settle(
    context,
    resolved(() => mode.accept(mode.text)),
    (outcome) => show(context, outcome),
    () => {
      if (ui.get().mode === browse && topView(context)?.view === asked) ui.set({ mode });
    },
  );
}

/** One step back: from the text to the table, from the filter to all rows, from the view to what was below it. */
export const closeView: Handler = (context) => {
  const top = topView(context);
  if (top === undefined) return;
  if (top.detail !== undefined) {
    top.detail.detail.close();
    changeTop(context, (one) => ({ ...one, detail: undefined }));
  } else if (top.table.filter !== undefined) {
    changeTop(context, (one) => ({ ...one, table: { ...one.table, filter: undefined } }));
  } else {
    closeOpened(top);
    context.ui.set({ opened: context.ui.get().opened.slice(0, -1) });
  }
};

/** Back to the lab's screen. */
export function closeViews({ ui }: KeyContext): void {
  for (const one of ui.get().opened) closeOpened(one);
  if (ui.get().opened.length > 0) ui.set({ opened: [] });
}

/** `:look NAME`, for who types it so. */
export const look: Handler = (context, argument) => {
  const [name = '', ...rest] = argument.split(/\s+/);
  if (name === '') say(context, 'Type what to look at, such as `:pods`, `:events` or `:svc`.');
  else openNamed(context, name, rest.join(' '), () => say(context, `There is no view \`${shown(name)}\`.`));
};
