import type { ThemeName } from '../../ui/theme/themes.ts';
import { rememberSettings } from './remember-settings.ts';

/** Saves a theme in the configuration and keeps the rest of it. Returns why it could not, in one line; never throws. */
export function rememberTheme(path: string, theme: ThemeName): string | undefined {
  return rememberSettings(path, { theme });
}
