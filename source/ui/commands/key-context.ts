import type { SessionStore } from '../../session/view.ts';
import type { UiStore } from '../state/ui-store.ts';

/** What a command may work on. `pageRows` is the content height of a pane as it stands on the screen now. */
export interface KeyContext {
  readonly ui: UiStore;
  readonly session: SessionStore;
  readonly quit: (reason: 'key' | 'interrupt') => void;
  readonly pageRows: () => number;
  /** The selected step's rows in full, for scrolling. */
  readonly stepRows: () => number;
  /** Stops the process until `fg`; false where the system cannot. */
  readonly suspend: () => boolean;
  readonly now: () => number;
  /** Sends text to the terminal's clipboard; false where it is too long for one. */
  readonly copy: (text: string) => boolean;
}
