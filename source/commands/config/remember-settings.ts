import { explainSystemError } from '../../errors/system-error.ts';
import { replaceFile } from '../../files/replace-file.ts';
import { configFile, readConfig } from './read-config.ts';

/** Saves settings in the configuration and keeps the rest of it. Returns why it could not, in one line; never throws. */
export function rememberSettings(
  path: string,
  settings: Readonly<Record<string, string>>,
): string | undefined {
  const { parsed, troubles } = readConfig(path);
  if (parsed === undefined) return `${configFile}: ${troubles[0]?.text ?? 'it cannot be read'}`;
  try {
    replaceFile(path, `${JSON.stringify({ ...parsed, ...settings }, null, 2)}\n`);
    return undefined;
  } catch (error) {
    const { code = 'error' } = error as NodeJS.ErrnoException;
    const wrong = explainSystemError(error)?.wrong;
    return `${configFile} cannot be written: ${wrong === undefined ? code : `${wrong} (${code})`}`;
  }
}
