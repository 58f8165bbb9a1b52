import { type Binding, bindings } from '../bindings/bindings.ts';
import type { ThemeName } from '../theme/themes.ts';

/** What a person chose once and for all: their keys, their theme. */
export interface Preferences {
  /** The table of commands with the person's own keys in it. */
  readonly bindings: readonly Binding[];
  readonly theme: ThemeName;
  /** Why no theme colours anything here; undefined where themes do. */
  readonly colourless: string | undefined;
  /** What of the configuration could not be used, a line each. */
  readonly troubles: readonly string[];
  /** Keeps a theme for the next time. Returns why it could not, in one line. */
  rememberTheme(theme: ThemeName): string | undefined;
}

export const defaultPreferences: Preferences = {
  bindings,
  theme: 'auto',
  colourless: undefined,
  troubles: [],
  rememberTheme: () => 'there is no place to keep it',
};
