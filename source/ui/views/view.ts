import type { TableSort } from './table-state.ts';

/** What a key asks a view to do, with the selected row where there is one. */
export type ViewAction =
  | 'open'
  | 'describe'
  | 'yaml'
  | 'logs'
  | 'previous-logs'
  | 'shell'
  | 'delete'
  | 'namespaces'
  | 'messages'
  | 'produce'
  | 'follow'
  | 'seek'
  | 'find'
  | 'form'
  | 'next-page'
  | 'previous-page'
  | 'next-partition'
  | 'previous-partition'
  | 'all-partitions';

/** What can be opened over the lab's screen by its name after `:`. */
export interface Views {
  /** The names that complete, as far as they are known now. */
  names(): readonly string[];
  /** What else they may be called: short names and singulars, which are offered where a name is mistyped. */
  otherNames?(): readonly string[];
  /** What may follow a name, as far as it is known now: topics after `messages`. */
  arguments?(): ReadonlyMap<string, readonly string[]>;
  /**
   * Opens `:NAME ARGUMENT`; undefined: there is no view of this name.
   * @throws LabError: it cannot be shown now, such as before there is a cluster
   */
  open(name: string, argument: string): Promise<View | undefined>;
}

/** Where there is no cluster to look at. */
export const noViews: Views = { names: () => [], open: () => Promise.resolve(undefined) };

/** What is looked at: it changes by itself until it is closed. */
interface Live<Content> {
  /** The same object until something has changed. */
  snapshot(): Content;
  /** Called at most about ten times a second. */
  subscribe(listener: () => void): () => void;
  close(): void;
}

/** A table that is looked at. */
export interface View extends Live<ViewContent> {
  readonly title: string;
  /** The command line that prints the same. */
  readonly command: string;
  /** The scope of the keys that this view has beside those of all views. */
  readonly keys: ViewKeys;
  /** How it is sorted at first; otherwise its rows are in the order of their source. */
  readonly sort?: TableSort | undefined;
  /** What its rows take. */
  readonly actions: ReadonlySet<ViewAction>;
  /** Carries out an action. The row is undefined where the table is empty. May reject with a LabError, which is then shown. */
  perform(action: ViewAction, row: ViewRow | undefined): Outcome | Promise<Outcome>;
}

/** A scope of the bindings table for each family of views. */
export type ViewKeys = 'resources' | 'kafka' | 'messages';

export interface ViewContent {
  readonly columns: readonly ViewColumn[];
  /** At most `mostRows`: a source leaves the rest out and says so in `note`. */
  readonly rows: readonly ViewRow[];
  /** False until the first rows have come. */
  readonly loaded: boolean;
  /** A short remark for the title, such as `first 5,000`. */
  readonly note?: string;
  /** What stands in place of the rows where there are none, as a sentence. */
  readonly empty?: string;
  /** New rows come at the top, where they are seen while the first row is selected: the selection does not go down with it. */
  readonly growsAtTop?: true;
  /** Why the rows are not up to date, as a sentence. */
  readonly problem?: string;
}

export const mostRows = 5_000;

export interface ViewColumn {
  /** Unique in the view, in capitals. */
  readonly name: string;
  readonly align?: 'right';
  /** Where its cells are cut, their end stays: it tells them apart, as in the names of pods. */
  readonly keepsEnd?: true;
  /** Shown only where it has room, or if the learner asks for all columns. */
  readonly extra?: true;
  /** What the others are there for, such as a message: it gets half of the room before they are whole. At most one in a view. */
  readonly main?: true;
  /** Left out where the main column would have less than that. */
  readonly yields?: true;
}

export interface ViewRow {
  /** Stays the same while the thing is the same: the selection follows it. */
  readonly id: string;
  /** One for each column. */
  readonly cells: readonly string[];
  /** Something is wrong with it, it is under way, or it is over. */
  readonly emphasis?: 'bad' | 'waiting' | 'over';
}

/** A text that is looked at: a description, YAML, a log, a message. */
export interface Detail extends Live<DetailContent> {
  readonly title: string;
  /** The command line that prints it. */
  readonly command: string;
  /** It grows at its end, which is shown until the learner scrolls up. */
  readonly follows: boolean;
  /** It does not grow, but is shown from its end, where what matters is. */
  readonly fromEnd?: boolean;
}

export interface DetailContent {
  /** At most `mostLines`, the newest. */
  readonly lines: readonly string[];
  /** False until the first line has come, or the whole text. */
  readonly loaded: boolean;
  /** How many lines before the first were dropped. */
  readonly dropped: number;
  readonly problem?: string;
}

export const mostLines = 10_000;

/** What an action leads to. */
export type Outcome =
  /** Opens over this view, and esc comes back; `instead`: takes its place, and is looked at in the same way. */
  | { readonly kind: 'view'; readonly view: View; readonly instead?: true }
  | { readonly kind: 'detail'; readonly detail: Detail }
  /** Asks first; `c` copies the command. */
  | {
      readonly kind: 'ask';
      readonly question: string;
      readonly command: string;
      readonly yes: () => Outcome | Promise<Outcome>;
    }
  /** Asks for a line of text. */
  | {
      readonly kind: 'type';
      readonly prompt: string;
      readonly text: string;
      readonly accept: (text: string) => Outcome | Promise<Outcome>;
    }
  /** Hands the terminal to a program. */
  | { readonly kind: 'program'; readonly command: string; readonly run: ViewProgram }
  /** `during`: it is true only until the view is loaded, and then goes by itself. */
  | { readonly kind: 'message'; readonly text: string; readonly during?: 'loading' }
  /** The view goes on to other rows: the first of them is selected. */
  | { readonly kind: 'other-rows' }
  | { readonly kind: 'nothing' };

/** Starts a program that has the terminal until it ends. */
export type ViewProgram = () => Promise<{ readonly ended: Promise<number>; end(): void }>;
