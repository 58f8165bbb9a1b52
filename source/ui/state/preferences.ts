import { type Binding, bindings } from '../bindings/bindings.ts';
import type { ThemeName } from '../theme/themes.ts';

/** The user's own keys and theme. */
export interface Preferences {
  /** The table of commands with the user's own keys in it. */
  readonly bindings: readonly Binding[];
  readonly theme: ThemeName;
  /** Why themes have no colours here; undefined if they do. */
  readonly colourless: string | undefined;
  /** The parts of the configuration that could not be used, a line each. */
  readonly troubles: readonly string[];
  /** Saves a theme for next time. Returns why it could not, in one line. */
  rememberTheme(theme: ThemeName): string | undefined;
}

export const defaultPreferences: Preferences = {
  bindings,
  theme: 'auto',
  colourless: undefined,
  troubles: [],
  rememberTheme: () => 'there is no configuration file',
};
