import { explainSystemError } from '../../errors/system-error.ts';
import { replaceFile } from '../../files/replace-file.ts';
import type { ThemeName } from '../../ui/theme/themes.ts';
import { configFile, readConfig } from './read-config.ts';

/** Saves a theme in the configuration and keeps the rest of it. Returns why it could not, in one line; never throws. */
export function rememberTheme(path: string, theme: ThemeName): string | undefined {
  const { parsed, troubles } = readConfig(path);
  if (parsed === undefined) return `${configFile}: ${troubles[0]?.text ?? 'it cannot be read'}`;
  try {
    replaceFile(path, `${JSON.stringify({ ...parsed, theme }, null, 2)}\n`);
    return undefined;
  } catch (error) {
    const { code = 'error' } = error as NodeJS.ErrnoException;
    const wrong = explainSystemError(error)?.wrong;
    return `${configFile} cannot be written: ${wrong === undefined ? code : `${wrong} (${code})`}`;
  }
}
