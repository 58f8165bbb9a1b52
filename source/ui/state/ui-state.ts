import type { Binding } from '../bindings/bindings.ts';
import { followingLogPane, type LogPaneState } from '../logs/log-pane-state.ts';
import type { LogPaneId } from '../logs/log-title.tsx';
import type { ThemeName } from '../theme/themes.ts';
import { defaultPreferences, type Preferences } from './preferences.ts';

export type PaneId = 'steps' | 'step' | LogPaneId;

export const panes: readonly PaneId[] = ['steps', 'step', 'producer', 'consumer'];

/** What takes the keys. */
export type Mode =
  | { readonly kind: 'browse' }
  | { readonly kind: 'help' }
  | { readonly kind: 'filter'; readonly pane: LogPaneId; readonly text: string }
  | {
      readonly kind: 'command';
      readonly text: string;
      /** What was typed before completion began to go through its candidates. */
      readonly stem?: string;
      /** Which of the lines typed before this is, while they are gone through. */
      readonly recalled?: number;
    }
  | { readonly kind: 'answer'; readonly step: number; readonly question: number; readonly text: string }
  | {
      readonly kind: 'predict';
      readonly step: number;
      /** Undefined until one is chosen: a second Enter is no prediction. */
      readonly choice: number | undefined;
      readonly wanted: AfterPrediction;
    }
  | { readonly kind: 'confirm'; readonly what: 'quit' | 'cancel' | 'again' | 'reset' | 'claim' };

/** What the learner wanted when they were asked to predict. */
export type AfterPrediction = 'run' | 'run-to' | 'swap';

/** A run over several steps that stops where a prediction is due. */
export interface RunTo {
  /** Index of the last step. */
  readonly last: number;
  /** The step before the next prediction, or the last one: how far the session was asked to go. */
  readonly stage: number;
}

/** How the session is looked at; never what is true of the session. Immutable. */
export interface UiState {
  readonly mode: Mode;
  readonly focus: PaneId;
  /** How often a pane was gone to: who hears the screen is told again what is in it. */
  readonly visits: number;
  readonly fullScreen: boolean;
  /** The pane that had the keys before one got the full screen. */
  readonly fullFrom: PaneId;
  /** Index of the step on the screen. */
  readonly selected: number;
  /** After a run was asked for, until another step is selected: shows whatever step runs. */
  readonly following: boolean;
  readonly runTo: RunTo | undefined;
  /** The session is over and is played again. */
  readonly replaying: boolean;
  /** The step pane's first visible row; undefined: the view that shows what matters now. */
  readonly stepTop: number | undefined;
  readonly stepWrap: boolean;
  /** How many hints were asked for, by step index. */
  readonly hints: Readonly<Record<number, number>>;
  /** Steps whose prediction was asked for already, by index: nobody is asked twice. */
  readonly askedPredictions: readonly number[];
  /** Answers that were typed and not saved, by question id. */
  readonly drafts: Readonly<Record<string, string>>;
  readonly logs: Readonly<Record<LogPaneId, LogPaneState>>;
  readonly theme: ThemeName;
  /** The table of commands, with the person's own keys. */
  readonly bindings: readonly Binding[];
  /** Command lines that were carried out, oldest first. */
  readonly typed: readonly string[];
  /** Text between the terminal's paste brackets is typed text, never commands. */
  readonly pasting: boolean;
  /** A word to the reader from the screen itself. */
  readonly message: string | undefined;
  /** The session's notice that was read and put away. */
  readonly readNotice: string | undefined;
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
    hints: {},
    askedPredictions: [],
    drafts: {},
    logs: { producer: followingLogPane, consumer: followingLogPane },
    theme,
    bindings,
    typed: [],
    pasting: false,
    message: troubles.length === 0 ? undefined : firstTroubles(troubles),
    readNotice: undefined,
  };
}

const mostTroubles = 2;

/** As many as a message has room for; all of them are printed on leaving. */
function firstTroubles(troubles: readonly string[]): string {
  const more = troubles.length - mostTroubles;
  return [...troubles.slice(0, mostTroubles), ...(more > 0 ? [`… and ${more} more, on leaving`] : [])].join(
    '\n',
  );
}

export function isLogPane(pane: PaneId): pane is LogPaneId {
  return pane === 'producer' || pane === 'consumer';
}
