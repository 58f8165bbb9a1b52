import type { SessionView } from '../../session/view.ts';
import type { Binding } from '../bindings/bindings.ts';
import { bindingsInReplay } from '../bindings/in-replay.ts';
import { followingLogPane, type LogPaneState } from '../logs/log-pane-state.ts';
import type { LogPaneId } from '../logs/log-title.tsx';
import type { Pattern } from '../logs/pattern.ts';
import type { ThemeName } from '../theme/themes.ts';
import type { TypedText } from '../typing/typed-text.ts';
import type { OpenView } from '../views/open-view.ts';
import type { Outcome } from '../views/view.ts';
import type { OpenFile } from './lab-files.ts';
import type { Message } from './message.ts';
import { defaultPreferences, type Preferences } from './preferences.ts';

export type PaneId = 'steps' | 'step' | LogPaneId;

export const panes: readonly PaneId[] = ['steps', 'step', 'producer', 'consumer'];

/** What takes the keys. */
export type Mode =
  | { readonly kind: 'browse' }
  /** Over a file or a question, whose keys it shows. */
  | { readonly kind: 'help'; readonly over?: ModeWithHelp | undefined }
  | {
      readonly kind: 'file';
      readonly file: OpenFile;
      /** Index of the first line in view. */
      readonly top: number;
      readonly pattern: Pattern | undefined;
    }
  /** The search in a file while it is typed; without `over`, that in the text of a view or in the step. */
  | ({ readonly kind: 'search'; readonly over: Extract<Mode, { kind: 'file' }> | undefined } & TypedText)
  | ({ readonly kind: 'filter'; readonly pane: LogPaneId | 'view' } & TypedText)
  | ({
      /** A line that a view asks for. */
      readonly kind: 'prompt';
      readonly prompt: string;
      readonly accept: (text: string) => Outcome | Promise<Outcome>;
    } & TypedText)
  | ({
      readonly kind: 'command';
      /** The text typed before completion began to cycle through its candidates. */
      readonly stem?: string;
      /** The index into the history while it is browsed. */
      readonly recalled?: number;
      /** It was carried out in vain and is open again, so that it can be corrected. */
      readonly failed?: true;
    } & TypedText)
  /** From a line that names a view until that is open: a key would still mean something on the screen below. */
  | { readonly kind: 'opening'; readonly line: string }
  | {
      /** The learner's answer beside the model answer. */
      readonly kind: 'compare';
      readonly step: number;
      readonly question: number;
      /** The first row in view. */
      readonly top: number;
    }
  | ({ readonly kind: 'answer'; readonly step: number; readonly question: number } & TypedText)
  | {
      readonly kind: 'predict';
      readonly step: number;
      /** Undefined until one is chosen, so that a second Enter does not become a prediction. */
      readonly choice: number | undefined;
      readonly wanted: AfterPrediction;
      /** False until the question is on the screen: keys typed before do not answer it. */
      readonly seen: boolean;
    }
  | { readonly kind: 'confirm'; readonly what: 'quit' | 'cancel' | 'again' | 'reset' | 'claim' | 'solution' }
  | ({ readonly kind: 'confirm'; readonly what: 'ask' } & Omit<Extract<Outcome, { kind: 'ask' }>, 'kind'>);

/** A mode that has a help of its own, which closes to it again. */
export type ModeWithHelp = Extract<Mode, { kind: 'file' | 'compare' | 'predict' }>;

export function hasHelp(mode: Mode): mode is ModeWithHelp {
  return mode.kind === 'file' || mode.kind === 'compare' || mode.kind === 'predict';
}

/** A mode whose text box takes the keys. */
export type TypingMode = Extract<Mode, TypedText>;

export function isTyping(mode: Mode): mode is TypingMode {
  return 'cursor' in mode;
}

/** A mode whose box stands in place of the step. */
export type StepBoxMode = Extract<Mode, { kind: 'answer' | 'compare' | 'predict' }>;

export function isStepBox(mode: Mode): mode is StepBoxMode {
  return mode.kind === 'answer' || mode.kind === 'compare' || mode.kind === 'predict';
}

/** What the learner was about to do when they were asked to predict. */
export type AfterPrediction = 'show' | 'run-to' | 'swap';

/** How far an earlier session had come. */
export interface Unfinished {
  readonly id: string;
  readonly done: number;
  /** When it was last written to, ms since the epoch. */
  readonly at: number;
}

/** A run over several steps that pauses where a prediction is due. */
export interface RunTo {
  /** Index of the last step. */
  readonly last: number;
  /** The step before the next prediction, or the last one: how far the session runs now. */
  readonly stage: number;
  /** A prediction is due, and is asked for once the views are closed. */
  readonly waits?: true;
}

/** How the session is viewed; no facts about the session itself. Immutable. */
export interface UiState {
  readonly mode: Mode;
  readonly focus: PaneId;
  /** How often a pane got the focus: a screen reader then reads its content again. */
  readonly visits: number;
  readonly fullScreen: boolean;
  /** The pane that had the focus before one went full screen. */
  readonly fullFrom: PaneId;
  /** Index of the step on the screen. */
  readonly selected: number;
  /** From the start of a run until another step is selected: shows the step that runs. */
  readonly following: boolean;
  readonly runTo: RunTo | undefined;
  /** The session is a replay. */
  readonly replaying: boolean;
  /** The step pane's first visible row; undefined: the view that shows what matters now. */
  readonly stepTop: number | undefined;
  readonly stepWrap: boolean;
  /** What was searched for in the step; marked while it is scrolled. */
  readonly stepPattern: Pattern | undefined;
  /** Answers typed but not saved, by question id. */
  readonly drafts: Readonly<Record<string, string>>;
  readonly logs: Readonly<Record<LogPaneId, LogPaneState>>;
  readonly theme: ThemeName;
  /** The table of commands, with the user's own keys; in a replay, of those that it has. */
  readonly bindings: readonly Binding[];
  /** The views over the lab's screen, the uppermost last. */
  readonly opened: readonly OpenView[];
  /** The names of views, as they were when a command line was opened. */
  readonly viewNames: readonly string[];
  readonly otherViewNames: readonly string[];
  readonly viewArguments: ReadonlyMap<string, readonly string[]>;
  /** The names of the files that can be opened, as they were when a command line was opened. */
  readonly fileNames: readonly string[];
  /** Command lines that were carried out, oldest first. */
  readonly typed: readonly string[];
  /** Text between the terminal's paste brackets is typed text, never commands. */
  readonly pasting: boolean;
  /** What of a paste has come so far: a line break in it parts two lines of a box that has one, and ends no line. */
  readonly pasted: 'nothing' | 'text' | 'break' | 'return';
  readonly message: Message | undefined;
  /** An earlier session that is not finished, which may be gone on with instead of this one. */
  readonly unfinished: Unfinished | undefined;
  /** The session's notice that was dismissed. */
  readonly readNotice: SessionView['notice'];
}

export function initialUiState(
  selected: number,
  replaying = false,
  { bindings, theme, troubles }: Preferences = defaultPreferences,
): UiState {
  return {
    mode: { kind: 'browse' },
    focus: 'steps',
    visits: 0,
    fullScreen: false,
    fullFrom: 'steps',
    selected,
    following: replaying,
    runTo: undefined,
    replaying,
    stepTop: undefined,
    stepWrap: false,
    stepPattern: undefined,
    drafts: {},
    logs: { producer: followingLogPane, consumer: followingLogPane },
    theme,
    bindings: replaying ? bindingsInReplay(bindings) : bindings,
    opened: [],
    viewNames: [],
    otherViewNames: [],
    viewArguments: new Map(),
    fileNames: [],
    typed: [],
    pasting: false,
    pasted: 'nothing',
    message: troubles.length === 0 ? undefined : firstTroubles(troubles),
    unfinished: undefined,
    readNotice: undefined,
  };
}

const mostTroubles = 2;

/** As many as fit into a message; all of them are printed on leaving. */
function firstTroubles(troubles: readonly string[]): string {
  const more = troubles.length - mostTroubles;
  return [
    ...troubles.slice(0, mostTroubles),
    ...(more > 0 ? [`… and ${more} more, printed on leaving`] : []),
  ].join('\n');
}

export function isLogPane(pane: PaneId): pane is LogPaneId {
  return pane === 'producer' || pane === 'consumer';
}
