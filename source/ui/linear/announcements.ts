import { isPredictionOpen } from '../../session/open-prediction.ts';
import type { SessionStore, SessionView, StepView } from '../../session/view.ts';
import { isDone } from '../../session/view.ts';
import { bindings } from '../bindings/bindings.ts';
import { linesInView } from '../files/lines-in-view.ts';
import { entriesInView } from '../logs/log-view.ts';
import { summaryRow } from '../partitions/summary.tsx';
import type { OpenFile } from '../state/lab-files.ts';
import { messageText } from '../state/message.ts';
import { activeScopes } from '../state/scopes.ts';
import { isLogPane, type UiState } from '../state/ui-state.ts';
import { isOfTopView } from '../state/view-actions.ts';
import { clusterDescriptions } from '../text/describe-cluster.ts';
import { plainText } from '../text/text.tsx';
import {
  describeCheck,
  describeComparison,
  describeHint,
  describeOutput,
  describePredictions,
  describeStep,
  stateOf,
  stepName,
} from './describe-step.ts';
import { type HeardViews, viewChanges } from './describe-views.ts';

/** The state that was announced last. */
export interface Heard {
  readonly view: SessionView;
  readonly ui: UiState;
  /** Whether the uppermost view had something to show. */
  readonly loaded?: boolean;
}

/** As much of a file as is read aloud at once. */
export const fileRoom = { columns: 200, rows: 10 } as const;
const mostOutput = 40;
const logLines = 5;

/**
 * What has changed, as lines to be read once, oldest first. Nothing is repeated. What changes all the time (messages, rates, the clock) is
 * announced when a step ends, or when the reader goes there.
 */
export function announcements(before: Heard | undefined, now: Heard, logs: SessionStore['logs']): string[] {
  const { view, ui } = now;
  if (before === undefined) {
    return [
      view.labTitle,
      view.promise,
      `On ${clusterDescriptions[view.cluster.kind]}.`,
      ...describeStep(view, ui.selected),
    ];
  }
  return [
    ...clusterChanges(before.view, view),
    ...view.steps.flatMap((step, index) => stepChanges(before.view.steps[index], step, view)),
    ...modeChanges(before.ui, now),
    ...paneChanges(before.ui, now, logs),
    ...viewChanges(heardViews(before), heardViews(now)),
    ...noticeChanges(before, now),
  ];
}

const heardViews = ({ ui, loaded = false }: Heard): HeardViews => ({ top: ui.opened.at(-1), loaded });

function clusterChanges(before: SessionView, now: SessionView): string[] {
  const told: string[] = [];
  if (before.cluster.state !== now.cluster.state)
    told.push(
      now.cluster.state === 'silent'
        ? 'The cluster does not answer.'
        : `The cluster is ${now.cluster.state}.`,
    );
  if (before.swapping !== now.swapping && now.swapping) told.push('Swapping the consumer.');
  if (before.members !== now.members && now.consumer === 'group') {
    const owned = (now.members ?? []).map(({ member, pod, partitions }) => {
      const what = partitions.length === 0 ? 'nothing' : partitions.map((one) => `p${one}`).join(' ');
      return `${(pod ?? member).slice(-5)} owns ${what}`;
    });
    if (owned.length > 0) told.push(`The group is stable: ${owned.join(', ')}.`);
  }
  return told;
}

function stepChanges(before: StepView | undefined, now: StepView, view: SessionView): string[] {
  if (before === undefined || before === now) return [];
  const begun = before.state !== now.state && now.state === 'running';
  const told = [...(begun ? [`Step ${stepName(now)}: running.`] : []), ...newOutput(before, now)];
  if (now.hintsTaken > before.hintsTaken) told.push(...describeHint(now));
  if (isPredictionOpen(before) && !isPredictionOpen(now) && now.state === 'todo')
    told.push(...describeStep(view, view.steps.indexOf(now)));
  for (const [index, check] of now.checks.entries()) {
    const decided = check.state !== 'todo' && check.state !== 'waiting';
    if (decided && before.checks[index]?.state !== check.state) told.push(describeCheck(check));
  }
  if (before.state !== now.state && !begun) {
    told.push(`Step ${stepName(now)}: ${stateOf(now)}.`);
    const ended = isDone(now.state) || now.state === 'failed';
    if (ended && view.tally.window > 0) told.push(countsOf(view));
    if (ended) told.push(...describePredictions(view.steps, now));
  }
  return told;
}

function newOutput(before: StepView, now: StepView): string[] {
  if (before.output === now.output) return [];
  const count = now.elided + now.output.length - before.elided - before.output.length;
  const fresh = count < 0 ? now.output : count === 0 ? [] : now.output.slice(-count);
  const shown = fresh.slice(-mostOutput);
  const left = fresh.length - shown.length;
  return [...(left > 0 ? [`${left} lines omitted.`] : []), ...shown.map(describeOutput)];
}

/** The share and the rates, as at the bottom of the screen. */
function countsOf(view: SessionView): string {
  const { tally, producedPerSecond, receivedPerSecond, swapping } = view;
  const row = summaryRow(tally, {
    columns: 1_000,
    maxRows: 0,
    producedPerSecond,
    receivedPerSecond,
    swapping,
  });
  return plainText(row).trim();
}

function modeChanges(before: UiState, { view, ui }: Heard): string[] {
  const { mode } = ui;
  if (mode === before.mode) return [];
  switch (mode.kind) {
    case 'help':
      return ['Keys:', ...describeKeys(ui), 'Escape closes this list.'];
    case 'predict': {
      const { question = '', choices = [] } = view.steps[mode.step]?.prediction ?? {};
      const chosen = mode.choice === undefined ? undefined : choices[mode.choice];
      if (before.mode.kind === 'predict')
        return chosen ? [`${mode.choice! + 1} of ${choices.length}: ${chosen.text}`] : [];
      return [`First, your prediction: ${question}`, ...choices.map(({ text }, at) => `${at + 1}: ${text}`)];
    }
    case 'compare': {
      const step = view.steps[mode.step];
      const question = step?.step.questions[mode.question];
      if (!step || !question || before.mode.kind === 'compare') return [];
      return [...describeComparison(step, question, view.steps), 'Does yours agree? y yes, n no.'];
    }
    case 'answer': {
      const question = view.steps[mode.step]?.step.questions[mode.question];
      const isNew = before.mode.kind !== 'answer' || before.mode.question !== mode.question;
      return question && isNew ? [`Question: ${question.text}`] : [];
    }
    case 'file': {
      const isTheSame =
        before.mode.kind === 'file' && before.mode.file === mode.file && before.mode.top === mode.top;
      return isTheSame ? [] : describeFile(mode.file, mode.top);
    }
    default:
      return [];
  }
}

function describeFile({ path, lines }: OpenFile, top: number): string[] {
  const shown = linesInView(lines, top, fileRoom);
  return [
    `File ${path}: ${lines.length} lines, from line ${top + 1} on.`,
    ...shown.map(({ index }) => lines[index]!),
  ];
}

const spoken: Readonly<Record<string, string>> = {
  ' ': 'space',
  return: 'enter',
  up: 'up arrow',
  down: 'down arrow',
  '/': 'slash',
  ':': 'colon',
  '?': 'question mark',
};

/** A key as it is spoken; a capital is typed with shift. */
function spokenKey(name: string): string {
  return spoken[name] ?? (/^[A-Z]$/.test(name) ? `capital ${name}` : name);
}

/** The keys that work where the reader is, one a line. */
function describeKeys(ui: UiState): string[] {
  const over = ui.mode.kind === 'help' ? ui.mode.over : undefined;
  const scopes = activeScopes({ ...ui, mode: over ?? { kind: 'browse' } });
  return (ui.bindings ?? bindings)
    .filter((one) => scopes.includes(one.scope) && one.keys.length > 0 && isOfTopView(one.id, ui))
    .map(({ keys, help }) => `${keys.map(spokenKey).join(' or ')}: ${help}`);
}

function paneChanges(before: UiState, { view, ui }: Heard, logs: SessionStore['logs']): string[] {
  const { focus, selected } = ui;
  if (before.selected !== selected) return describeStep(view, selected);
  const isVisited = before.focus !== focus || before.visits !== ui.visits;
  if (isLogPane(focus) && (isVisited || before.logs[focus] !== ui.logs[focus])) {
    const shown = entriesInView(logs[focus], ui.logs[focus], logLines, view.replay?.now).map(
      ({ text }) => text,
    );
    return [`The last lines of the ${focus}'s log:`, ...(shown.length > 0 ? shown : ['nothing'])];
  }
  if (!isVisited) return [];
  if (focus === 'step')
    return [...describeStep(view, selected), ...(view.tally.window > 0 ? [countsOf(view)] : [])];
  const done = view.steps.filter(({ state }) => state === 'passed').length;
  const open = view.steps.find(({ state }) => !isDone(state));
  return [
    `Steps: ${done} of ${view.steps.length} done. ${open ? `The next is ${stepName(open)}.` : ''}`.trimEnd(),
  ];
}

function noticeChanges(before: Heard, { view, ui }: Heard): string[] {
  const told: string[] = [];
  if (ui.message !== undefined && ui.message !== before.ui.message) told.push(messageText(ui.message));
  if (view.notice && view.notice !== before.view.notice) {
    told.push(view.notice.level === 'error' ? `Error: ${view.notice.text}` : view.notice.text);
  }
  if (view.journalBanner && view.journalBanner !== before.view.journalBanner)
    told.push(`Error: ${view.journalBanner}`);
  return told;
}
