import { randomBytes } from 'node:crypto';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import type { ThemeName } from '../../ui/theme/themes.ts';
import { configFile, readConfig } from './read-config.ts';

/** Puts a theme into the configuration and leaves the rest of it alone. Returns why it could not, in one line; never throws. */
export function rememberTheme(path: string, theme: ThemeName): string | undefined {
  const { parsed, troubles } = readConfig(path);
  if (parsed === undefined) return `${configFile}: ${troubles[0]?.text ?? 'it cannot be read'}`;
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  try {
    writeFileSync(draft, `${JSON.stringify({ ...parsed, theme }, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
    renameSync(draft, path);
    return undefined;
  } catch (error) {
    rmSync(draft, { force: true });
    return `${configFile} cannot be written: ${(error as NodeJS.ErrnoException).code ?? 'error'}`;
  }
}
