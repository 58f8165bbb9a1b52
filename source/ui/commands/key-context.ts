import type { SessionStore } from '../../session/view.ts';
import type { FileRoom } from '../files/lines-in-view.ts';
import type { LabFiles } from '../state/lab-files.ts';
import type { HandOver, TerminalPrograms } from '../state/terminal-programs.ts';
import type { UiStore } from '../state/ui-store.ts';
import type { Views } from '../views/view.ts';

/** What a command may work on. `pageRows` is the content height of a pane as it stands on the screen now. */
export interface KeyContext {
  readonly ui: UiStore;
  readonly session: SessionStore;
  readonly quit: (reason: 'key' | 'interrupt' | 'go-on') => void;
  readonly pageRows: () => number;
  /** The selected step's rows in full, for scrolling. */
  readonly stepRows: () => number;
  /** The text of each of them, for a search. */
  readonly stepTexts: () => readonly string[];
  /** Stops the process until `fg`; false where the system cannot. */
  readonly suspend: () => boolean;
  /** Lends the terminal to `programs`, which a replay does not have. */
  readonly handOver: HandOver;
  readonly programs: TerminalPrograms | undefined;
  /** Cells for a row of a typed answer. */
  readonly answerColumns: () => number;
  /** The files that the lab's texts speak of. */
  readonly files: LabFiles;
  /** Cells and rows for the text of a file. */
  readonly fileRoom: () => FileRoom;
  /** What can be opened over the screen. */
  readonly views: Views;
  /** Cells and rows for a view. */
  readonly viewRoom: () => FileRoom;
  /** Cells for a row of a table: they decide which columns are shown, and searched by a filter. */
  readonly tableColumns: () => number;
  readonly now: () => number;
  /** Sends text to the terminal's clipboard; false where it is too long for one. */
  readonly copy: (text: string) => boolean;
}
