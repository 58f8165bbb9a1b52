import type { Preferences } from '../../ui/state/preferences.ts';
import type { Options } from '../command-line/options.ts';

/** The user's theme and keys. Loaded together with the screen. */
export async function preferencesOf(options: Options): Promise<Preferences> {
  const { readPreferences } = await import('../config/read-preferences.ts');
  const theme = options.flags.theme as string | undefined;
  return readPreferences({ home: options.home, theme, env: process.env });
}
